// Why a segment got no further, by the ICMP error that says so (RFC 792, RFC 1812 5.2.7.1, RFC 4443 3), and what that is to
// the connection (RFC 1122 4.2.3.9).

/** Prohibited: to the host, or by a filter; forbidden: to its whole network. */
export type IcmpReason =
  | 'network'
  | 'host'
  | 'protocol'
  | 'port'
  | 'too-big'
  | 'prohibited'
  | 'forbidden'
  | 'expired'
  | 'fragments'
  | 'other';

export const icmpReason = (ipVersion: number, type: number, code: number): IcmpReason => {
  const reasons = ipVersion === 4 ? REASONS : REASONS_IPV6;
  return reasons.get(`${type} ${code}`) ?? reasons.get(`${type}`) ?? 'other';
};

/** By type and code, or by type. Codes: RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1. */
const REASONS: ReadonlyMap<string, IcmpReason> = new Map([
  ['3 0', 'network'],
  ['3 6', 'network'],
  ['3 1', 'host'],
  ['3 7', 'host'],
  ['3 2', 'protocol'],
  ['3 3', 'port'],
  ['3 4', 'too-big'],
  ['3 9', 'forbidden'],
  ['3 10', 'prohibited'],
  ['3 13', 'prohibited'],
  ['11 0', 'expired'],
  ['11 1', 'fragments'],
]);

/** RFC 4443 3. */
const REASONS_IPV6: ReadonlyMap<string, IcmpReason> = new Map([
  ['1 0', 'network'],
  ['1 1', 'prohibited'],
  ['1 3', 'host'],
  ['1 4', 'port'],
  ['1 5', 'prohibited'],
  ['1 6', 'prohibited'],
  ['2', 'too-big'],
  ['3 0', 'expired'],
  ['3 1', 'fragments'],
]);

/** What will not pass ends the connection; of anything else a sender takes note, and sends again (RFC 1122 4.2.3.9). */
const HARD: ReadonlySet<IcmpReason> = new Set(['protocol', 'port', 'prohibited', 'forbidden']);

export const isHardError = (reason: IcmpReason): boolean => HARD.has(reason);
