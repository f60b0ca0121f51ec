// Sequence numbers that two rows of one sender have in common, and whether their bytes agree.

import { TcpFlag } from '../../decode/tcp-view.ts';
import { sackBlocksOf } from '../../tcp/option-values.ts';
import { seqAdd, seqDiff, seqGt, seqLeq, seqLt } from '../../tcp/seq.ts';
import { firstByte, nextSeq } from './raw-numbers.ts';
import type { RuleRow, Surroundings } from './rule.ts';

/** Raw sequence numbers [from, to) of payload. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** Payload bytes of `row` that `earlier` carried too; null when there are none. */
export function sharedBytes(row: RuleRow, earlier: RuleRow): ByteRange | null {
  const from = later(firstByte(row), firstByte(earlier));
  const to = sooner(firstByte(row) + row.tcp.len, firstByte(earlier) + earlier.tcp.len);
  return seqLt(from, to) ? { from, to } : null;
}

/**
 * Both rows say SYN with one number, or FIN with one number. Who has asked, and is asked in return, answers with the number
 * of his request: that is no repetition (RFC 9293 3.5, figure 7).
 */
export function sharesSynOrFin(row: RuleRow, earlier: RuleRow): boolean {
  const both = row.tcp.flags & earlier.tcp.flags;
  const isOneKind = ((row.tcp.flags ^ earlier.tcp.flags) & TcpFlag.ACK) === 0;
  if (both & TcpFlag.SYN) return isOneKind && row.tcp.seq === earlier.tcp.seq;
  return (both & TcpFlag.FIN) !== 0 && nextSeq(row) === nextSeq(earlier);
}

/**
 * Offset in `row`'s payload of the first byte that differs from the same sequence number's byte in `earlier`;
 * -1 when the bytes both captured are equal.
 */
export function firstDifference(row: RuleRow, earlier: RuleRow): number {
  const shift = seqDiff(firstByte(row), firstByte(earlier));
  const own = row.bytes.subarray(row.payloadStart, row.payloadEnd);
  const old = earlier.bytes.subarray(earlier.payloadStart, earlier.payloadEnd);
  const from = Math.max(0, -shift);
  const to = Math.min(own.length, old.length - shift);
  // Nearly all copies are equal, and told so without a look at each byte here.
  if (
    from >= to ||
    Buffer.compare(own.subarray(from, to), old.subarray(from + shift, to + shift)) === 0
  )
    return -1;
  let at = from;
  while (own[at] === old[at + shift]) at++;
  return at;
}

/** Every payload byte was captured. */
export const isComplete = (row: RuleRow): boolean =>
  row.payloadEnd - row.payloadStart >= row.tcp.len;

/** How much of what both copies carry the capture has: all, some, or no byte to compare. */
export type Compared = 'all' | 'some' | 'none';

export function comparedOf(row: RuleRow, carriers: readonly RuleRow[]): Compared {
  const rows = [row, ...carriers];
  if (rows.every(isComplete)) return 'all';
  return rows.every(({ payloadStart, payloadEnd }) => payloadEnd > payloadStart) ? 'some' : 'none';
}

/** What `answer` says it holds, by selective acknowledgement (RFC 2018 3), includes all payload of `row`. */
export function holdsAll(answer: RuleRow, row: RuleRow): boolean {
  const from = firstByte(row);
  const to = seqAdd(from, row.tcp.len);
  return (
    row.tcp.len > 0 &&
    sackBlocksOf(answer).some(([left, right]) => seqLeq(left, from) && seqLeq(to, right))
  );
}

/** RFC 2883 4: what came twice is a first block below the cumulative acknowledgement, or inside the second block. */
export function duplicateIn(answer: RuleRow): readonly [number, number] | null {
  const [first, second] = sackBlocksOf(answer);
  if (first === undefined) return null;
  const isBelow = seqLeq(first[1], answer.tcp.ack);
  const isInside =
    second !== undefined && seqLeq(second[0], first[0]) && seqLeq(first[1], second[1]);
  return isBelow || isInside ? first : null;
}

/** Number after the highest segment that this sender had sent before the row; null when it had sent none. */
export function highestBefore(row: RuleRow, around: Surroundings): number | null {
  let highest: number | null = null;
  for (const one of around.before(row)) {
    if (one.fromClient !== row.fromClient || one.kind === 'rst') continue;
    const end = nextSeq(one);
    if (highest === null || seqGt(end, highest)) highest = end;
  }
  return highest;
}

/** What `answer` holds lies behind `row`, and no further than `highest` was sent; and `row` is not among it. */
export function holdsBeyond(answer: RuleRow, row: RuleRow, highest: number | null): boolean {
  const blocks = sackBlocksOf(answer);
  if (blocks.length === 0 || highest === null || holdsAll(answer, row)) return false;
  // Edges that nobody sent to were made up on the way, as where numbers are rewritten.
  return blocks.some(([left, right]) => seqLeq(nextSeq(row), left) && seqLeq(right, highest));
}

/** `rows`, all of one sender, carry every number in [from, to) between them; SYN and FIN count too. */
export function isCarried(rows: Iterable<RuleRow>, from: number, to: number): boolean {
  const lenBytes = seqDiff(to, from);
  const ranges: [number, number][] = [];
  for (const row of rows) {
    const start = seqDiff(row.tcp.seq, from);
    const end = seqDiff(nextSeq(row), from);
    if (end > 0 && start < lenBytes) ranges.push([start, end]);
  }
  let reached = 0;
  for (const [start, end] of ranges.sort((a, b) => a[0] - b[0])) {
    if (start > reached) return false;
    reached = Math.max(reached, end);
  }
  return reached >= lenBytes;
}

/** Earlier rows of this sender that carried some of this row's bytes, or its SYN or FIN; latest first. */
export function earlierCarriers(row: RuleRow, around: Surroundings): RuleRow[] {
  // The links know at once whether there is any.
  if (row.links.sameSequenceAs === null) return [];
  return [...around.before(row)].filter(
    (earlier) =>
      earlier.fromClient === row.fromClient &&
      earlier.kind !== 'rst' &&
      (sharedBytes(row, earlier) !== null || sharesSynOrFin(row, earlier)),
  );
}

const later = (a: number, b: number): number => (seqLt(a, b) ? b : a) >>> 0;
const sooner = (a: number, b: number): number => (seqLt(a, b) ? a : b) >>> 0;
