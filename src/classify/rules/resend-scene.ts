// What the cause of a repetition is judged by: both copies, what lies between them, and what the sender may have seen of it.

import { timestampsOf } from '../../tcp/option-values.ts';
import { seqLeq, seqLt } from '../../tcp/seq.ts';
import { isRejected } from './checksum.ts';
import type { RuleRow, Surroundings } from './rule.ts';

export type ResendTrigger =
  | 'syn-timeout'
  | 'syn-ack-unanswered'
  | 'syn-data-left'
  | 'asked-again'
  | 'refused'
  | 'unconfirmed'
  | 'duplicate-acks'
  | 'selective-acks'
  | 'too-big'
  | 'window-opened'
  | 'recovery'
  | 'tail-loss-probe'
  | 'probe-or-timeout'
  | 'timeout'
  | 'unknown';

export interface Triggered {
  readonly trigger: ResendTrigger;
  /** The rows that asked for it. */
  readonly triggerFrames: readonly number[];
  /** How many bytes the next link takes, 0 unknown. */
  readonly mtu?: number;
}

export const told = (trigger: ResendTrigger, rows: readonly RuleRow[]): Triggered => ({
  trigger,
  triggerFrames: rows.map(({ frame }) => frame),
});

export const UNKNOWN = told('unknown', []);

/** No timer in use is shorter: RFC 6298 2.4 asks for a second, Linux and BSD take 200 ms. */
export const SHORTEST_TIMEOUT_NS = 200_000_000;

/** Where the path's round trip is not known: no path in use takes longer than a timer of that length (RFC 6298 2.4). */
const SURELY_TIMEOUT_NS = 1_000_000_000;
/** RFC 6298 2.2: the timer is longer than the round trip, by much unless it never varies. */
const TIMEOUT_ROUND_TRIPS = 1.5;

/** What arrives is acted on at once: a round trip later where the capture was taken at the other end. */
const REACH_ROUND_TRIPS = 2;
const SHORTEST_REACH_NS = 30_000_000;

/** So much later at most is an answer seen that was given at once. */
export const withinReachNs = (roundTripNs: number): number =>
  Math.max(SHORTEST_REACH_NS, REACH_ROUND_TRIPS * roundTripNs);

/** What lies between the two copies. */
export interface ResendScene {
  readonly row: RuleRow;
  readonly earlier: RuleRow;
  readonly around: Surroundings;
  readonly elapsedNs: number;
  /** Of the handshake; null unknown. */
  readonly roundTripNs: number | null;
  readonly between: readonly RuleRow[];
  /** The other side's rows among them that the sender may have seen: neither second records nor what was damaged. */
  readonly answers: readonly RuleRow[];
}

export function resendScene(row: RuleRow, earlier: RuleRow, around: Surroundings): ResendScene {
  const between = rowsBetween(earlier, row, around);
  return {
    row,
    earlier,
    around,
    elapsedNs: row.timeNs - earlier.timeNs,
    roundTripNs: around.roundTripNs(row.stream),
    between,
    answers: between.filter(
      (one) =>
        one.fromClient !== row.fromClient &&
        around.earlierRecord(one) === null &&
        !isRejected(one, around) &&
        mayHaveArrived(one, row),
    ),
  };
}

/** Sooner no timer of this connection runs out. */
export const shortestTimeoutNs = ({ roundTripNs }: ResendScene): number =>
  roundTripNs === null
    ? SURELY_TIMEOUT_NS
    : Math.max(SHORTEST_TIMEOUT_NS, TIMEOUT_ROUND_TRIPS * roundTripNs);

/** In capture order, without the two. */
function rowsBetween(earlier: RuleRow, row: RuleRow, around: Surroundings): RuleRow[] {
  const rows: RuleRow[] = [];
  for (const one of around.before(row)) {
    if (one === earlier) break;
    rows.push(one);
  }
  return rows.reverse();
}

/**
 * Not when the sender's echo shows that it had not seen the other side's clock go so far (RFC 7323 4.3). Every SYN-ACK
 * may echo the first SYN: so Linux does. What lies beyond a hole is not echoed, whenever it came.
 */
export function mayHaveArrived(answer: RuleRow, row: RuleRow): boolean {
  if (row.kind === 'syn-ack') return true;
  const clock = timestampsOf(answer)?.val;
  const echo = timestampsOf(row)?.ecr;
  const isBeyondHole = seqLt(row.tcp.ack, answer.tcp.seq);
  return clock === undefined || echo === undefined || seqLeq(clock, echo) || isBeyondHole;
}

/** It carries numbers that its sender had sent before, and is no second record. */
export const isRepetition = (row: RuleRow | null, around: Surroundings): boolean =>
  row !== null && row.links.sameSequenceAs !== null && around.earlierRecord(row) === null;
