// A small segment that waited for the acknowledgement of the small one before it: Nagle's algorithm (RFC 9293 3.7.4),
// felt when the other end delays its acknowledgements (RFC 1122 4.2.3.4). Kernels in use wait for small segments only: full
// ones may be under way still.

import { TCP_HEADER_MIN, TcpFlag } from '../../decode/tcp-view.ts';
import { DEFAULT_MSS } from '../../tcp/option-values.ts';
import { seqLeq, seqLt } from '../../tcp/seq.ts';
import { isNextTo, reactionNs } from '../path-times.ts';
import { receiverOf, senderOf } from './ends.ts';
import { nextSeq, rightEdge } from './raw-numbers.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { mayTellOfRoom } from './window-update.ts';

/** A shorter wait is the path's. */
const SHORTEST_NS = 10_000_000;

export const nagleWait: Rule = (row, around) => {
  if (row.kind !== 'data' || row.links.sameSequenceAs !== null) return null;
  const sizes = sizesOf(row, around);
  if (sizes === null || row.tcp.len >= sizes.largest(row)) return null;
  const pathNs = around.pathNs(row) ?? 0;
  const released = releasing(row, pathNs, around);
  if (released === null || !isBareAck(released)) return null;
  const isFar = !isNextTo(pathNs);
  const isAll = released.tcp.ack === row.tcp.seq;
  // Far from the sender each row of a large transfer comes as long after some acknowledgement as the path takes.
  if (isFar && !isAll) return null;
  const held = heldBehind(row, released, sizes, around);
  if (held === null || isHeldByWindow(row, held, released, around)) return null;
  const elapsedNs = row.timeNs - held.timeNs;
  if (elapsedNs < SHORTEST_NS || isTurnedOff(row, sizes, around)) return null;
  const near = (): Doubt | null => {
    if (!isAll) return { doubt: 'room' };
    return (
      mayAnswer(row, held, around) ??
      (mayTellOfRoom(released, sizes.mss, around) ? { doubt: 'update' } : null)
    );
  };
  const doubt: Doubt | null = isFar ? { doubt: 'path', pathNs } : near();
  return {
    kind: 'nagle-wait',
    frame: row.frame,
    severity: 'chat',
    // The program may as well have handed the bytes over at this very moment.
    certainty: doubt === null ? 'likely' : 'possible',
    evidence: {
      heldBehind: held.frame,
      releasedBy: released.frame,
      elapsedNs,
      mss: sizes.mss,
      ...doubt,
    },
    refs: ['RFC 9293 3.7.4', 'RFC 1122 4.2.3.4'],
  };
};

/** How much the sender puts into one segment. */
interface Sizes {
  readonly mss: number;
  /** The receiver said so; else it is what holds where it says nothing. */
  readonly isOffered: boolean;
  /** Payload of the largest segment with such options as the row has (RFC 9293 3.7.1). */
  readonly largest: (row: RuleRow) => number;
  /** No small segment, and none that a network card cuts up so that a small one is left. */
  readonly isFull: (row: RuleRow) => boolean;
}

function sizesOf(row: RuleRow, around: Surroundings): Sizes | null {
  if (around.connectionOf(row.stream) === undefined) return null;
  const offered = receiverOf(row, around)?.mss ?? null;
  // What a sender offers itself tells how large its own packets can be (RFC 9293 3.7.1).
  const mss = Math.min(offered ?? DEFAULT_MSS, senderOf(row, around)?.mss ?? Infinity);
  const largest = ({ tcp }: RuleRow): number => mss - (tcp.headerLen - TCP_HEADER_MIN);
  return {
    mss,
    isOffered: offered !== null,
    largest,
    isFull: (one) =>
      one.tcp.len >= largest(one) && (offered === null || one.tcp.len % largest(one) === 0),
  };
}

/** The latest row that its sender can have got before it sent the row, if it did so at once. */
function releasing(row: RuleRow, pathNs: number, around: Surroundings): RuleRow | null {
  const [least, most] = reactionNs(pathNs);
  for (const one of around.before(row)) {
    const laterNs = row.timeNs - one.timeNs;
    if (laterNs > most) return null;
    if (one.fromClient === row.fromClient || around.earlierRecord(one) !== null) continue;
    if (laterNs >= least) return one;
  }
  return null;
}

/** Only a bare acknowledgement lets a small segment go; data may have been answered. */
const isBareAck = ({ tcp }: RuleRow): boolean =>
  tcp.len === 0 && (tcp.flags & (TcpFlag.SYN | TcpFlag.FIN | TcpFlag.RST)) === 0;

/**
 * What else may have made it come just then. path: its sender is far from where it was captured, and the program may have
 * had its own reason. room: full segments are under way, and the congestion window (RFC 5681 2) may have had no room before.
 * answer: the other end has sent something meanwhile. update: what seems to let it go may only tell of more room, and the
 * acknowledgement have passed before, unseen.
 */
type Doubt =
  | { readonly doubt: 'path'; readonly pathNs: number }
  | { readonly doubt: 'room' | 'update' }
  | { readonly doubt: 'answer'; readonly asked: number };

function mayAnswer(row: RuleRow, held: RuleRow, around: Surroundings): Doubt | null {
  for (const one of around.before(row)) {
    if (one.frame < held.frame) return null;
    if (one.fromClient !== row.fromClient && one.tcp.len > 0)
      return { doubt: 'answer', asked: one.frame };
  }
  return null;
}

/** What its sender had sent before, newest first; second records left out. */
function* sentBefore(row: RuleRow, around: Surroundings): Generator<RuleRow> {
  for (const one of around.before(row)) {
    // A FIN waits for nothing.
    if (one.fromClient !== row.fromClient || one.tcp.len === 0 || one.kind === 'fin') continue;
    if (around.earlierRecord(one) === null) yield one;
  }
}

/** The small segment that it waited for; null where another one was under way, or what it waited for was lost. */
function heldBehind(
  row: RuleRow,
  released: RuleRow,
  { isFull, isOffered }: Sizes,
  around: Surroundings,
): RuleRow | null {
  for (const one of sentBefore(row, around)) {
    // A loss makes the sender's own window small (RFC 5681 3.1).
    if (one.kind !== 'data' || one.links.sameSequenceAs !== null) return null;
    const isConfirmed = seqLeq(nextSeq(one), released.tcp.ack);
    if (isConfirmed && one.links.acknowledgedBy !== released.frame) return null;
    if (!isFull(one)) return isConfirmed ? one : null;
    if (!isOffered) return null;
  }
  return null;
}

/** The receiver's window had no room for it before. */
function isHeldByWindow(
  row: RuleRow,
  held: RuleRow,
  released: RuleRow,
  around: Surroundings,
): boolean {
  if (held.labels.includes('window_full')) return true;
  const before = around.rowOf(released.links.previousFromSender);
  if (before === null || before.tcp.windowShift === null) return false;
  return seqLt(rightEdge(before), nextSeq(row));
}

/** Two small segments of this side were under way at once: its program asked for that (RFC 9293 3.7.4). */
function isTurnedOff(row: RuleRow, { isFull }: Sizes, around: Surroundings): boolean {
  let next: RuleRow | null = null;
  for (const one of sentBefore(row, around)) {
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
