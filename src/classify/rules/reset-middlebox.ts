// A reset its alleged sender may never have sent: TTL, IP identification or sequence number out of line with what that
// host sent before in this connection, or the host goes on as though nothing had happened. A device on the way writes
// its own.

import { TcpFlag } from '../../decode/tcp-view.ts';
import { firstTtl } from '../../tcp/first-ttls.ts';
import { seqDiff } from '../../tcp/seq.ts';
import type { SegmentKind } from '../kind.ts';
import { HABIT_ROWS, isOutOfCount } from './identification.ts';
import { causeOf, type CauseRule } from './reset-scene.ts';
import type { RuleRow } from './rule.ts';
import { nextSeq, rightEdge } from './raw-numbers.ts';

const OPENING = new Set<SegmentKind>(['syn', 'syn-ack', 'handshake-ack']);
const FEWEST_SAID = 3;

export const middlebox: CauseRule = ({ row, own, peer, ownAfter, livesOn, ownTtls, isAhead }) => {
  const before = own.filter(({ kind }) => kind !== 'rst').slice(0, HABIT_ROWS);
  const [last] = before;
  if (last === undefined) return null;
  const otherTtl =
    (isAlike(before) && !ownTtls.has(row.network.ttl)) || isBegunByDevice(row, before);
  const otherId = isOutOfCount(row, before);
  // Ahead of everything seen it may just as well follow bytes that are not in the capture, if there was room for them.
  const otherSeq = isAhead ? isBeyondWindow(row, peer) : isSeqOutOfLine(row, own, peer);
  // Who refuses an older connection while it opens this one means to go on (RFC 9293 3.10.7.3).
  const goesOn = refusesAnother(row, own, peer)
    ? undefined
    : (livesOn ?? ownAfter.find(({ tcp }) => tcp.len > 0));
  const reasons = [
    ...(goesOn === undefined ? [] : ['goes-on']),
    ...(otherTtl ? ['ttl'] : []),
    ...(otherId ? ['ip-id'] : []),
    ...(otherSeq ? ['sequence'] : []),
  ];
  // A kernel that has no such connection knows nothing of what its socket was given: its bare RST has the usual TTL, and
  // is counted among other packets.
  const isBare =
    (row.tcp.flags & TcpFlag.ACK) === 0 && peer.some(({ tcp }) => tcp.ack === row.tcp.seq);
  if (reasons.length === 0 || (isBare && reasons.join() === 'ip-id')) return null;
  // One TTL is soon changed by another path; several packets that agreed, or a second sign, weigh more.
  const strong =
    reasons.length > 1 || (otherTtl && before.length > 2 && !isBare) || goesOn === livesOn;
  const rows = goesOn !== undefined && reasons.length === 1 ? [goesOn] : [last];
  return causeOf('middlebox', strong ? 'likely' : 'possible', rows, reasons);
};

/** It refuses what answers this end's SYN with the numbers of another connection. */
function refusesAnother(row: RuleRow, own: readonly RuleRow[], peer: readonly RuleRow[]): boolean {
  const refused = peer.find(({ frame }) => frame === row.links.answers);
  const asked = own.find(({ frame }) => frame === refused?.links.answers);
  return refused?.kind !== 'syn-ack' && asked?.kind === 'syn';
}

const isAlike = (rows: readonly RuleRow[]): boolean =>
  rows.every(({ network }) => network.ttl === rows[0]?.network.ttl);

/**
 * A host begins the TTL of all its packets alike. Where the reset began with another than all that was said, a device ends
 * the connection in the host's name, as it may have opened it.
 */
function isBegunByDevice(row: RuleRow, before: readonly RuleRow[]): boolean {
  const said = before.filter(({ kind }) => !OPENING.has(kind));
  const [last] = said;
  return (
    last !== undefined &&
    said.length >= FEWEST_SAID &&
    isAlike(said) &&
    firstTtl(row.network.ttl) !== firstTtl(last.network.ttl)
  );
}

/** Neither the number next in line nor one the other end has asked for (RFC 5961 3.2 tells resets so). */
function isSeqOutOfLine(row: RuleRow, own: readonly RuleRow[], peer: readonly RuleRow[]): boolean {
  const sent = own.filter(({ kind }) => kind !== 'rst').map(nextSeq);
  if (sent.length === 0) return false;
  const next = sent.reduce((highest, one) => (seqDiff(one, highest) > 0 ? one : highest));
  if (row.tcp.seq === next) return false;
  return !peer.some(({ tcp }) => tcp.ack === row.tcp.seq) && !sent.includes(row.tcp.seq);
}

/** Where the other end had no room for the bytes before it (RFC 9293 3.10.7.4). */
const isBeyondWindow = (row: RuleRow, peer: readonly RuleRow[]): boolean =>
  peer.length > 0 &&
  peer.every((one) => one.tcp.windowShift !== null && seqDiff(row.tcp.seq, rightEdge(one)) > 0);
