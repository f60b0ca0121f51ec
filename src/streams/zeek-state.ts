// Zeek's conn_state (conn.log) from how it sees both ends at last. Its own six states, not RFC 9293's.

export const ZeekEndState = {
  Inactive: 0,
  SynSent: 1,
  SynAckSent: 2,
  /** Seen only after it was opened. */
  Partial: 3,
  Established: 4,
  Closed: 5,
  Reset: 6,
} as const;

export type ZeekEndState = (typeof ZeekEndState)[keyof typeof ZeekEndState];

export const CONN_STATES = [
  'S0',
  'S1',
  'SF',
  'REJ',
  'S2',
  'S3',
  'RSTO',
  'RSTR',
  'RSTOS0',
  'RSTRH',
  'SH',
  'SHR',
  'OTH',
] as const;

export type ConnState = (typeof CONN_STATES)[number];

const { Inactive, SynSent, SynAckSent, Partial, Established, Closed, Reset } = ZeekEndState;

/** `empty`: neither side has carried data. */
export function connState(
  originator: ZeekEndState,
  responder: ZeekEndState,
  empty: boolean,
): ConnState {
  const noOriginator = originator === Inactive || originator === Partial;
  const noResponder = responder === Inactive || responder === Partial;
  if (responder === Reset) {
    const refused = originator === SynSent || originator === SynAckSent;
    if (refused || (originator === Reset && empty)) return 'REJ';
    return noOriginator ? 'RSTRH' : 'RSTR';
  }
  if (originator === Reset) return noResponder ? 'RSTOS0' : 'RSTO';
  if (originator === Closed) return responder === Closed ? 'SF' : noResponder ? 'SH' : 'S2';
  if (responder === Closed) return noOriginator ? 'SHR' : 'S3';
  if (originator === SynSent && responder === Inactive) return 'S0';
  return originator === Established && responder === Established ? 'S1' : 'OTH';
}
