// What most likely made a sender repeat itself: its timer (RFC 6298 5), three duplicate acknowledgements (RFC 5681 3.2),
// selective acknowledgements beyond the hole (RFC 8985 6.2), a tail-loss probe (RFC 8985 7), or what the other side just
// sent. An observer sees no timer: this is read from what came before, never proven; rows that are missing or cut leave
// it unknown.

import { TcpFlag } from '../../decode/tcp-view.ts';
import { timestampsOf } from '../../tcp/option-values.ts';
import { seqDiff, seqGt, seqLeq, seqLt } from '../../tcp/seq.ts';
import { nextSeq } from './raw-numbers.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { duplicateIn, highestBefore, holdsBeyond } from './shared-bytes.ts';

export type ResendTrigger =
  | 'syn-timeout'
  | 'syn-ack-unanswered'
  | 'syn-data-left'
  | 'asked-again'
  | 'refused'
  | 'duplicate-acks'
  | 'selective-acks'
  | 'window-opened'
  | 'recovery'
  | 'tail-loss-probe'
  | 'timeout'
  | 'unknown';

export interface Triggered {
  readonly trigger: ResendTrigger;
  /** The rows that asked for it. */
  readonly triggerFrames: readonly number[];
}

/** RFC 5681 3.2. */
const DUPLICATE_THRESHOLD = 3;
/** No timer in use is shorter: RFC 6298 2.4 asks for a second, Linux and BSD take 200 ms. */
const SHORTEST_TIMEOUT_NS = 200_000_000;
/** RFC 6298 2.1: as long as nothing was measured it is a second, by a clock that may be coarse. */
const SHORTEST_SYN_TIMEOUT_NS = 900_000_000;
/** RFC 6298 2.2: the timer is longer than the round trip, by much unless it never varies. */
const TIMEOUT_ROUND_TRIPS = 1.5;
/** What arrives is acted on at once: a round trip later where the capture was taken at the other end. */
const REACH_ROUND_TRIPS = 2;
const SHORTEST_REACH_NS = 30_000_000;
/** Where it was taken at the sender, it is no more than what its computer needs. */
const AT_ONCE_NS = 2_000_000;
const AT_ONCE_ROUND_TRIPS = 1 / 8;
/** RFC 8985 7.2: a probe goes out after two round trips without an acknowledgement. */
const PROBE_ROUND_TRIPS = 2;
/** After so long a silence a timer has run out as well. */
const LONGEST_PROBE_NS = 1_000_000_000;
const LONGEST_PROBE_ROUND_TRIPS = 4;
/** RFC 7323 5.4 has clocks tick between once a millisecond and once a second; those in use tick so often. */
const LONGEST_FINE_TICK_NS = 10_000_000;

/** What lies between the two copies. */
interface Scene {
  readonly row: RuleRow;
  readonly earlier: RuleRow;
  readonly around: Surroundings;
  readonly elapsedNs: number;
  /** Of the handshake; null unknown. */
  readonly roundTripNs: number | null;
  readonly between: readonly RuleRow[];
  /** The other side's rows among them that the sender may have seen, second records left out. */
  readonly answers: readonly RuleRow[];
}

export function triggerOf(row: RuleRow, earlier: RuleRow, around: Surroundings): Triggered {
  const between = rowsBetween(earlier, row, around);
  const facts = around.connectionOf(row.stream);
  const scene: Scene = {
    row,
    earlier,
    around,
    elapsedNs: row.timeNs - earlier.timeNs,
    roundTripNs: facts?.initialRttNs ?? null,
    between,
    answers: between.filter(
      (one) =>
        one.fromClient !== row.fromClient &&
        around.earlierRecord(one) === null &&
        mayHaveArrived(one, row),
    ),
  };
  if (row.tcp.flags & TcpFlag.SYN) return synTrigger(scene);
  if (sawMore(row, around)) return UNKNOWN;
  if (earlier.kind === 'syn') return synDataLeft(scene);
  return (
    tailProbe(scene) ??
    askedFor(scene) ??
    timeout(scene, (row.fromClient ? facts?.server : facts?.client)?.packets ?? 0)
  );
}

const told = (trigger: ResendTrigger, rows: readonly RuleRow[]): Triggered => ({
  trigger,
  triggerFrames: rows.map(({ frame }) => frame),
});

const UNKNOWN = told('unknown', []);

/** Not when the sender's echo shows that it had not seen the other side's clock go so far (RFC 7323 4.3). */
function mayHaveArrived(answer: RuleRow, row: RuleRow): boolean {
  const clock = timestampsOf(answer)?.val;
  const echo = timestampsOf(row)?.ecr;
  return clock === undefined || echo === undefined || seqLeq(clock, echo);
}

/** The sender's echo is of something that is not in the capture, and may be what asked (RFC 7323 4.3). */
function sawMore(row: RuleRow, around: Surroundings): boolean {
  const echo = timestampsOf(row)?.ecr;
  if (echo === undefined) return false;
  for (const one of around.before(row)) {
    const clock = one.fromClient === row.fromClient ? undefined : timestampsOf(one)?.val;
    if (clock !== undefined) return seqGt(echo, clock);
  }
  return false;
}

/** In capture order, without the two. */
function rowsBetween(earlier: RuleRow, row: RuleRow, around: Surroundings): RuleRow[] {
  const rows: RuleRow[] = [];
  for (const one of around.before(row)) {
    if (one === earlier) break;
    rows.push(one);
  }
  return rows.reverse();
}

function synTrigger({ row, elapsedNs, answers }: Scene): Triggered {
  const again = answers.filter(({ kind }) => kind === 'syn');
  const last = again.at(-1);
  if (
    row.kind === 'syn-ack' &&
    last !== undefined &&
    row.timeNs - last.timeNs <= SHORTEST_TIMEOUT_NS
  )
    return told('asked-again', again);
  const refusals = answers.filter(({ kind }) => kind === 'rst');
  if (refusals.length > 0) return told('refused', refusals);
  if (elapsedNs < SHORTEST_TIMEOUT_NS) return UNKNOWN;
  // An answer that this capture shows may still not have reached the sender.
  if (answers.length > 0) return told('timeout', []);
  // Sooner it was refused, or asked again, unseen.
  if (elapsedNs < SHORTEST_SYN_TIMEOUT_NS) return UNKNOWN;
  // A client asks again after as long as the server's timer takes: nothing tells one from the other.
  return told(row.kind === 'syn-ack' ? 'syn-ack-unanswered' : 'syn-timeout', []);
}

/** A SYN-ACK that confirms the SYN and not the data with it leaves these to be sent again (RFC 7413 4.2.1). */
function synDataLeft({ row, around }: Scene): Triggered {
  for (const one of around.before(row))
    if (one.kind === 'syn-ack' && one.fromClient !== row.fromClient && mayHaveArrived(one, row))
      return one.tcp.ack === row.tcp.seq ? told('syn-data-left', [one]) : UNKNOWN;
  return UNKNOWN;
}

/** Something the other side sent, and how it asks for a repetition; null when no row does, or long ago. */
function askedFor(scene: Scene): Triggered | null {
  const { row, earlier, answers, around, roundTripNs } = scene;
  const ageNs = (one: RuleRow | undefined): number =>
    one === undefined ? Infinity : row.timeNs - one.timeNs;
  const reachNs =
    roundTripNs === null
      ? SHORTEST_TIMEOUT_NS
      : Math.max(SHORTEST_REACH_NS, REACH_ROUND_TRIPS * roundTripNs);
  const duplicates = answers.filter(
    (one) =>
      one.labels.includes('duplicate_ack') &&
      one.tcp.ack === row.tcp.seq &&
      duplicateIn(one) === null,
  );
  if (duplicates.length >= DUPLICATE_THRESHOLD && ageNs(duplicates.at(-1)) <= reachNs)
    return told('duplicate-acks', duplicates);
  const highest = highestBefore(row, around);
  const beyond = answers.filter((one) => holdsBeyond(one, row, highest));
  if (ageNs(beyond.at(-1)) <= reachNs) return told('selective-acks', beyond);
  const last = answers.at(-1);
  if (last === undefined) return null;
  if (earlier.kind === 'zero-window-probe' && isOpening(last, around) && ageNs(last) <= reachNs)
    return told('window-opened', [last]);
  // Its echo tells what the sender had seen, wherever the capture was taken; else only what it answers at once is sure.
  const isEchoed = timestampsOf(row) !== null && timestampsOf(last) !== null;
  const atOnceNs = Math.max(AT_ONCE_NS, AT_ONCE_ROUND_TRIPS * (roundTripNs ?? 0));
  const repair = answers.findLast((one) => repairs(one, scene));
  if (repair !== undefined && ageNs(repair) <= (isEchoed ? reachNs : atOnceNs))
    return told('recovery', [repair]);
  // What asked came some time ago, or fewer than it takes, or not all were recorded.
  const asked = repair ?? beyond.at(-1) ?? duplicates.at(-1);
  return ageNs(asked) <= Math.max(SHORTEST_TIMEOUT_NS, reachNs) ? UNKNOWN : null;
}

/** It confirms bytes that were sent again before, and none of this row's. */
const repairs = (answer: RuleRow, { row, around }: Scene): boolean =>
  seqLeq(answer.tcp.ack, row.tcp.seq) &&
  answer.links.acknowledges.some((frame) => isRepetition(around.rowOf(frame), around));

/** It carries numbers that its sender had sent before, and is no second record. */
const isRepetition = (row: RuleRow | null, around: Surroundings): boolean =>
  row !== null && row.links.sameSequenceAs !== null && around.earlierRecord(row) === null;

/** It announces room where its sender had announced none before. */
function isOpening(row: RuleRow, around: Surroundings): boolean {
  const before = around.rowOf(row.links.previousFromSender);
  return row.tcp.scaledWindow > 0 && before !== null && before.tcp.scaledWindow === 0;
}

/**
 * The last segment sent, once more, while those before it are unconfirmed too: a timer would repeat the first of them
 * (RFC 6298 5.4). Nothing came meanwhile, and it is the first repetition: only one probe may be under way (RFC 8985 7.3).
 * Of a single segment a probe is no sooner than the timer (RFC 8985 7.2). Null where it is none.
 */
function tailProbe(scene: Scene): Triggered | null {
  const { row, earlier, between, around, roundTripNs } = scene;
  if (roundTripNs === null || isRepetition(earlier, around)) return null;
  const quietNs = row.timeNs - (between.at(-1) ?? earlier).timeNs;
  const longestNs = Math.max(LONGEST_PROBE_NS, LONGEST_PROBE_ROUND_TRIPS * roundTripNs);
  if (quietNs < PROBE_ROUND_TRIPS * roundTripNs || quietNs > longestNs) return null;
  if (!isLastOfSeveral(row, around)) return null;
  // A confirmation of the others that is missing here would leave its echo; else a timer may have run out.
  const isSure =
    quietNs < SHORTEST_TIMEOUT_NS || (timestampsOf(row) !== null && isClockFine(scene));
  return isSure ? told('tail-loss-probe', []) : UNKNOWN;
}

/** The other side's clock ticks so often that two of its segments hardly ever show the same value. */
function isClockFine({ row, around }: Scene): boolean {
  let newest: RuleRow | null = null;
  for (const one of around.before(row)) {
    const clock = one.fromClient === row.fromClient ? null : timestampsOf(one);
    if (clock === null) continue;
    newest ??= one;
    const ticks = seqDiff(timestampsOf(newest)!.val, clock.val);
    if (ticks > 0) return newest.timeNs - one.timeNs <= ticks * LONGEST_FINE_TICK_NS;
  }
  return false;
}

/** Nothing further was sent, nothing repeated since the last acknowledgement, and that left bytes before the row open. */
function isLastOfSeveral(row: RuleRow, around: Surroundings): boolean {
  let lastAck = -1;
  for (const one of around.before(row)) {
    if (one.fromClient === row.fromClient) {
      if (one.kind !== 'rst' && seqGt(nextSeq(one), nextSeq(row))) return false;
      if (lastAck < 0 && isRepetition(one, around)) return false;
    } else if (lastAck < 0 && one.tcp.flags & TcpFlag.ACK) {
      lastAck = one.tcp.ack;
    }
  }
  return lastAck >= 0 && seqLt(lastAck, row.tcp.seq);
}

/** `peerPackets`: of a side that is not in the capture nobody knows what it asked for. */
function timeout(scene: Scene, peerPackets: number): Triggered {
  const { elapsedNs, answers, roundTripNs } = scene;
  const isBlind = peerPackets === 0 || answers.some(({ capLen, origLen }) => capLen < origLen);
  const shortestNs = Math.max(SHORTEST_TIMEOUT_NS, TIMEOUT_ROUND_TRIPS * (roundTripNs ?? 0));
  if (isBlind || elapsedNs < shortestNs || isTimerFresh(scene)) return UNKNOWN;
  return told('timeout', []);
}

/**
 * The timer had begun anew a moment ago: with an acknowledgement of something new (RFC 6298 5.3), or with another
 * repetition, since it repeats one segment and no more (RFC 6298 5.4).
 */
function isTimerFresh({ row, between, answers, around }: Scene): boolean {
  const isRecent = (one: RuleRow): boolean => row.timeNs - one.timeNs < SHORTEST_TIMEOUT_NS;
  return (
    answers.some((one) => isRecent(one) && one.links.acknowledges.length > 0) ||
    between.some(
      (one) => one.fromClient === row.fromClient && isRecent(one) && isRepetition(one, around),
    )
  );
}
