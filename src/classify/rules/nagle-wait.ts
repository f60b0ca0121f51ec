// A small segment that waited for the acknowledgement of the small one before it: Nagle's algorithm (RFC 9293 3.7.4),
// felt when the other end delays its acknowledgements (RFC 1122 4.2.3.4).

import { TCP_HEADER_MIN, TcpFlag } from '../../decode/tcp-view.ts';
import { DEFAULT_MSS } from '../../tcp/option-values.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';

/** Sent so soon after the acknowledgement that it must have been waiting. */
const AT_ONCE_NS = 1_000_000;
/** A shorter wait is the path's. */
const SHORTEST_NS = 10_000_000;

export const nagleWait: Rule = (row, around) => {
  const connection = around.connectionOf(row.stream);
  if (row.kind !== 'data' || row.links.sameSequenceAs !== null || !connection) return null;
  const { client, server } = connection;
  // What a sender offers itself tells how large its own packets can be (RFC 9293 3.7.1).
  const [sender, receiver] = row.fromClient ? [client, server] : [server, client];
  const mss = Math.min(receiver.mss ?? DEFAULT_MSS, sender.mss ?? Infinity);
  const released = nearestBefore(row, around);
  const held = nearestBefore(row, around, row.fromClient);
  if (!released || !held || released.fromClient === row.fromClient) return null;
  // Only a bare acknowledgement of everything sent so far lets a small segment go; data may have been answered.
  const frees = released.tcp.len === 0 && released.tcp.ack === row.tcp.seq;
  if (!frees || released.tcp.flags & (TcpFlag.SYN | TcpFlag.FIN | TcpFlag.RST)) return null;
  if (!released.links.acknowledges.includes(held.frame)) return null;
  // A full-sized segment never waits: options take their part of the MSS (RFC 9293 3.7.1).
  const isFull = ({ tcp }: RuleRow): boolean => tcp.len >= mss - (tcp.headerLen - TCP_HEADER_MIN);
  if (held.kind !== 'data' || isFull(held) || isFull(row)) return null;
  // The receiver's window held it back, or the sender's own, which a loss makes small (RFC 5681 3.1).
  if (held.labels.includes('window_full') || held.links.sameSequenceAs !== null) return null;
  const elapsedNs = row.timeNs - held.timeNs;
  if (row.timeNs - released.timeNs > AT_ONCE_NS || elapsedNs < SHORTEST_NS) return null;
  if (isTurnedOff(row, around, isFull)) return null;
  return {
    kind: 'nagle-wait',
    frame: row.frame,
    severity: 'chat',
    // The program may as well have handed the bytes over at this very moment.
    certainty: 'likely',
    evidence: { heldBehind: held.frame, releasedBy: released.frame, elapsedNs, mss },
    refs: ['RFC 9293 3.7.4', 'RFC 1122 4.2.3.4'],
  };
};

/** Two small segments of this side were under way at once: its program asked for that (RFC 9293 3.7.4). */
function isTurnedOff(
  row: RuleRow,
  around: Surroundings,
  isFull: (one: RuleRow) => boolean,
): boolean {
  let next: RuleRow | null = null;
  for (const one of around.before(row)) {
    // A FIN waits for nothing.
    if (one.fromClient !== row.fromClient || one.tcp.len === 0 || one.kind === 'fin') continue;
    if (around.earlierRecord(one) !== null) continue;
    if (one.links.sameSequenceAs !== null || isFull(one)) {
      next = null;
      continue;
    }
    const { acknowledgedBy } = one.links;
    if (next !== null && (acknowledgedBy === null || acknowledgedBy > next.frame)) return true;
    next = one;
  }
  return false;
}

/** The row before it, of one sender if asked so; second records left out. */
function nearestBefore(row: RuleRow, around: Surroundings, fromClient?: boolean): RuleRow | null {
  for (const one of around.before(row)) {
    if (fromClient !== undefined && one.fromClient !== fromClient) continue;
    if (around.earlierRecord(one) === null) return one;
  }
  return null;
}
