// Confirmations of bytes that had not been sent: a selective one (RFC 2018 3) of numbers outside of what its receiver has
// shown, and what disproves an acknowledgement (RFC 9293 3.10.7.4: SEG.ACK beyond SND.NXT). A receiver never takes back
// what it has confirmed, so one that later confirms less, of bytes that came since, did not have them.

import { TcpFlag } from '../../decode/tcp-view.ts';
import type { Certainty } from '../../tcp/certainty.ts';
import { sackBlocksOf, timestampsOf } from '../../tcp/option-values.ts';
import { seqDiff, seqGt, seqLeq, seqLt } from '../../tcp/seq.ts';
import { isRejected } from './checksum.ts';
import { nextSeq } from './raw-numbers.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { receiverOf } from './ends.ts';
import { isCarried } from './shared-bytes.ts';

/** Captures that do not keep the order of events are out by less. */
export const DISORDER_NS = 1_000_000;

/** The later row that confirms bytes sent behind `shown` since, and fewer than `row` does; null when none does. */
export function lowerAck(row: RuleRow, shown: number, around: Surroundings): RuleRow | null {
  const since: RuleRow[] = [];
  for (const one of around.after(row)) {
    if (one.fromClient !== row.fromClient) {
      if (one.kind !== 'rst') since.push(one);
      continue;
    }
    const { ack } = one.tcp;
    const isLower = seqLt(shown, ack) && seqLt(ack, row.tcp.ack);
    if (!isLower || !isAck(one) || !isLater(one, row) || !wasSentLater(one, row)) continue;
    if (isRejected(one, around)) continue;
    if (isCarried(since, shown, ack)) return one;
  }
  return null;
}

const isAck = ({ tcp, kind }: RuleRow): boolean =>
  (tcp.flags & TcpFlag.ACK) !== 0 && kind !== 'rst' && kind !== 'malformed';

const isLater = (one: RuleRow, row: RuleRow): boolean => one.timeNs - row.timeNs >= DISORDER_NS;

/** By its sender's clock, where it tells that (RFC 7323 3): one that came late on its way takes nothing back. */
const wasSentLater = (one: RuleRow, row: RuleRow): boolean => {
  const [clock, before] = [timestampsOf(one)?.val, timestampsOf(row)?.val];
  return clock === undefined || before === undefined || seqLeq(before, clock);
};

/**
 * Why a block is not believed, the best reason first. below: it lies before the number of the SYN; ended: behind that of
 * the FIN; refuted: its bytes are asked for later; unshown: the capture may have missed them.
 */
const DOUBTS = ['below', 'ended', 'refuted', 'unshown'] as const;

type Doubt = (typeof DOUBTS)[number];

const CERTAINTY: Readonly<Record<Doubt, Certainty>> = {
  below: 'certain',
  ended: 'likely',
  refuted: 'likely',
  unshown: 'possible',
};

type Block = readonly [left: number, right: number];

interface Doubted {
  readonly block: Block;
  readonly doubt: Doubt;
  readonly refutedBy: number;
}

export const sackedUnsent: Rule = (row, around) => {
  const blocks = sackBlocksOf(row).filter(([left, right]) => seqLt(left, right));
  if (blocks.length === 0 || !isAck(row) || isRejected(row, around)) return null;
  const shown = shownBefore(row, blocks, around);
  const doubted = blocks.flatMap((block) => doubtOf(row, block, shown, around));
  const doubt = DOUBTS.find((one) => doubted.some((other) => other.doubt === one));
  if (doubt === undefined) return null;
  const relative = (seq: number): number => (row.tcp.relAck + seqDiff(seq, row.tcp.ack)) >>> 0;
  return {
    kind: 'sacked-unsent',
    frame: row.frame,
    severity: doubt === 'unshown' ? 'note' : 'warn',
    certainty: CERTAINTY[doubt],
    evidence: {
      doubt,
      from: doubted.map(({ block }) => relative(block[0])),
      to: doubted.map(({ block }) => relative(block[1])),
      rawFrom: doubted.map(({ block }) => block[0]),
      rawTo: doubted.map(({ block }) => block[1]),
      shown: shown === null ? -1 : relative(shown),
      refutedBy: doubted.find(({ refutedBy }) => refutedBy > 0)?.refutedBy ?? 0,
    },
    refs: ['RFC 2018 3'],
  };
};

/** Number after the highest segment that the other side had shown; null when none. Looks no further than the blocks need. */
function shownBefore(row: RuleRow, blocks: readonly Block[], around: Surroundings): number | null {
  let highest: number | null = null;
  for (const one of around.before(row)) {
    if (one.fromClient === row.fromClient || one.kind === 'rst') continue;
    if (one.tcp.isPartial) return null;
    const end = nextSeq(one);
    if (highest === null || seqGt(end, highest)) highest = end;
    if (blocks.every(([, right]) => seqLeq(right, highest!))) break;
  }
  return highest;
}

function doubtOf(
  row: RuleRow,
  block: Block,
  shown: number | null,
  around: Surroundings,
): readonly Doubted[] {
  const [left, right] = block;
  const first = firstNumber(row, around);
  // Where it acknowledges such numbers, too, they are those of another connection, whose SYN was missed.
  if (first !== null && seqLt(row.tcp.ack, first)) return [];
  if (first !== null && seqLt(left, first)) return [{ block, doubt: 'below', refutedBy: 0 }];
  // Where the capture begins later than the connection, it may have missed anything.
  if (shown === null || first === null || seqLeq(right, shown)) return [];
  // The rule about acknowledgements tells of it.
  if (seqLeq(right, row.tcp.ack)) return [];
  const refuted = laterHole(row, block, around);
  if (refuted !== null) return [{ block, doubt: 'refuted', refutedBy: refuted.frame }];
  if (isMissed(row, right, shown, around)) return [];
  const end = endOf(row, around);
  if (end !== null && seqLt(nextSeq(end), right) && seqLeq(row.tcp.ack, nextSeq(end)))
    return [{ block, doubt: 'ended', refutedBy: end.frame }];
  return [{ block, doubt: 'unshown', refutedBy: 0 }];
}

/** No direction is followed so far that numbers come twice. */
const MOST_BYTES = 2 ** 31;

/** The number of the other side's SYN; null when it is not known, or so long ago that all numbers have been used since. */
function firstNumber(row: RuleRow, around: Surroundings): number | null {
  const peer = receiverOf(row, around);
  if (peer === undefined || !peer.synSeen || peer.payloadBytes >= MOST_BYTES) return null;
  return peer.isn;
}

/** The other side's FIN, before or behind the row; null when it has none. */
function endOf(row: RuleRow, around: Surroundings): RuleRow | null {
  const isEnd = (one: RuleRow): boolean =>
    one.fromClient !== row.fromClient && one.kind === 'fin' && isAck(one) && !one.tcp.isPartial;
  for (const way of [around.before(row), around.after(row)])
    for (const one of way) if (isEnd(one) && !isRejected(one, around)) return one;
  return null;
}

/** A newer acknowledgement that asks for a byte of the block: who has all before it and the block would ask for the next. */
function laterHole(row: RuleRow, [left, right]: Block, around: Surroundings): RuleRow | null {
  for (const one of around.after(row)) {
    if (one.fromClient !== row.fromClient || !isAck(one)) continue;
    const { ack } = one.tcp;
    if (!seqGt(ack, row.tcp.ack) || seqLt(ack, left) || isRejected(one, around)) continue;
    return seqLt(ack, right) ? one : null;
  }
  return null;
}

/** The bytes were recorded a moment later; or the other side goes on behind them, or has them confirmed, and they are nowhere. */
function isMissed(row: RuleRow, right: number, shown: number, around: Surroundings): boolean {
  const since: RuleRow[] = [];
  for (const one of around.after(row)) {
    if (one.kind === 'rst') continue;
    if (one.fromClient === row.fromClient) {
      if (isAck(one) && seqLeq(right, one.tcp.ack)) return !isCarried(since, shown, right);
      continue;
    }
    since.push(one);
    if (!seqGt(nextSeq(one), shown)) continue;
    if (!isLater(one, row) && seqLeq(right, nextSeq(one))) return true;
    if (seqGt(one.tcp.seq, shown) && !isCarried(since, shown, one.tcp.seq)) return true;
  }
  return around.goesOn(row.stream);
}
