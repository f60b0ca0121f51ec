// Connections that a kernel opened and that no program took with accept(): it refuses the third step where there is no room
// for one more (tcp_abort_on_overflow in Linux), and resets those that wait when the program closes the socket that listens.

import { nextSeq } from './raw-numbers.ts';
import { causeOf, type CauseRule, hasAck } from './reset-scene.ts';
import type { RuleRow, Surroundings } from './rule.ts';

/** Who has just sent a SYN-ACK has not been started anew meanwhile, nor given up: no kernel asks less than a second for it. */
const KNOWN_FOR_NS = 1_000_000_000;

/** All that it has ever said is SYN-ACK, and RST alone refuses what confirms that. */
export const acceptQueueFull: CauseRule = ({ row, own, peer }) => {
  const accepted = own.find(({ kind }) => kind === 'syn-ack');
  if (accepted === undefined || hasAck(row) || own.some((one) => one.kind !== 'syn-ack'))
    return null;
  if (row.timeNs - accepted.timeNs > KNOWN_FOR_NS || row.tcp.seq !== nextSeq(accepted)) return null;
  const refused = peer.find(({ kind }) => kind !== 'rst');
  if (refused === undefined || !hasAck(refused) || refused.tcp.ack !== row.tcp.seq) return null;
  return causeOf('accept-queue-full', 'likely', [refused, accepted], ['third-step']);
};

/** Frames on either side in which others are looked for that were reset at the same time. */
const NEARBY_FRAMES = 16;
const SAME_INSTANT_NS = 10_000_000;

/** The program had accepted none of them: several connections to one socket end at once, and on none it has said anything. */
export const listenerClosed: CauseRule = ({ row, peer, isAhead, around }) => {
  if (isAhead || !isUnaccepted(row, around)) return null;
  const others = nearby(row, around).filter((one) => isUnaccepted(one, around));
  if (others.length === 0) return null;
  // A program that ends resets only where bytes lie unread.
  const hasNothingUnread = [row, ...others].some((one) => {
    const before = one === row ? peer : [...around.before(one)];
    return before.every(({ fromClient, tcp }) => !fromClient || tcp.len === 0);
  });
  return causeOf('listener-closed', hasNothingUnread ? 'likely' : 'possible', others, ['at-once']);
};

const nearby = (row: RuleRow, around: Surroundings): readonly RuleRow[] =>
  Array.from({ length: 2 * NEARBY_FRAMES + 1 }, (_, i) => row.frame - NEARBY_FRAMES + i)
    .map((frame) => around.rowOf(frame))
    .filter((one) => one !== null)
    .filter(
      (one) =>
        one.stream !== row.stream &&
        one.src === row.src &&
        one.tcp.srcPort === row.tcp.srcPort &&
        Math.abs(one.timeNs - row.timeNs) <= SAME_INSTANT_NS,
    );

/** The server's own reset, the first of its connection, of which the handshake is there and not a byte of the server. */
function isUnaccepted(row: RuleRow, around: Surroundings): boolean {
  if (row.kind !== 'rst' || row.fromClient || !hasAck(row)) return false;
  const own = [...around.before(row)].filter(({ fromClient }) => !fromClient);
  return (
    own.some(({ kind }) => kind === 'syn-ack') &&
    own.every(({ kind, tcp }) => tcp.len === 0 && kind !== 'fin' && kind !== 'rst')
  );
}
