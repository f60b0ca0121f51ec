// What most likely made a sender repeat itself: its timer (RFC 6298 5), three duplicate acknowledgements (RFC 5681 3.2),
// selective acknowledgements beyond the hole (RFC 8985 6.2), a tail-loss probe (RFC 8985 7), or what the other side just
// sent. An observer sees no timer: this is read from what came before, never proven; rows that are missing or cut leave
// it unknown.

import { TcpFlag } from '../../decode/tcp-view.ts';
import { sackBlocksOf } from '../../tcp/option-values.ts';
import { seqAdd, seqGt, seqLt } from '../../tcp/seq.ts';
import { nextSeq } from './raw-numbers.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { holdsAll } from './shared-bytes.ts';

export type ResendTrigger =
  | 'syn-timeout'
  | 'asked-again'
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
/** RFC 8985 7.2: a probe goes out after two round trips without an acknowledgement. */
const PROBE_ROUND_TRIPS = 2;
/** After so long a silence a timer has run out as well. */
const LONGEST_PROBE_NS = 1_000_000_000;

/** What lies between the two copies. */
interface Scene {
  readonly row: RuleRow;
  readonly earlier: RuleRow;
  readonly around: Surroundings;
  readonly elapsedNs: number;
  /** Of the handshake; null unknown. */
  readonly roundTripNs: number | null;
  readonly between: readonly RuleRow[];
  /** The other side's rows among them, second records left out. */
  readonly answers: readonly RuleRow[];
  /** Soon enough before this row to have caused it: a sender acts on what arrives, a round trip away at most. */
  readonly isRecent: (one: RuleRow | undefined) => boolean;
}

export function triggerOf(row: RuleRow, earlier: RuleRow, around: Surroundings): Triggered {
  const between = rowsBetween(earlier, row, around);
  const facts = around.connectionOf(row.stream);
  const roundTripNs = facts?.initialRttNs ?? null;
  const reachNs = Math.max(SHORTEST_TIMEOUT_NS, 2 * (roundTripNs ?? 0));
  const scene: Scene = {
    row,
    earlier,
    around,
    elapsedNs: row.timeNs - earlier.timeNs,
    roundTripNs,
    between,
    answers: between.filter(
      (one) => one.fromClient !== row.fromClient && around.earlierRecord(one) === null,
    ),
    isRecent: (one) => one !== undefined && row.timeNs - one.timeNs <= reachNs,
  };
  if (row.tcp.flags & TcpFlag.SYN) return synTrigger(scene);
  return (
    askedFor(scene) ??
    (isTailProbe(scene) ? told('tail-loss-probe', []) : null) ??
    timeout(scene, (row.fromClient ? facts?.server : facts?.client)?.packets ?? 0)
  );
}

const told = (trigger: ResendTrigger, rows: readonly RuleRow[]): Triggered => ({
  trigger,
  triggerFrames: rows.map(({ frame }) => frame),
});

const UNKNOWN = told('unknown', []);

/** In capture order, without the two. */
function rowsBetween(earlier: RuleRow, row: RuleRow, around: Surroundings): RuleRow[] {
  const rows: RuleRow[] = [];
  for (const one of around.before(row)) {
    if (one === earlier) break;
    rows.push(one);
  }
  return rows.reverse();
}

function synTrigger({ row, elapsedNs, answers, isRecent }: Scene): Triggered {
  const again = answers.filter(({ kind }) => kind === 'syn');
  if (row.kind === 'syn-ack' && isRecent(again.at(-1))) return told('asked-again', again);
  if (elapsedNs < SHORTEST_TIMEOUT_NS) return UNKNOWN;
  // An answer that this capture shows may still not have reached the sender.
  return told(answers.length === 0 ? 'syn-timeout' : 'timeout', []);
}

/** Something the other side sent, and how it asks for a repetition. */
function askedFor({ row, answers, around, isRecent }: Scene): Triggered | null {
  const duplicates = answers.filter(
    ({ labels, tcp }) => labels.includes('duplicate_ack') && tcp.ack === row.tcp.seq,
  );
  // Where packets without an identification are recorded twice, so are the duplicates.
  const threshold = around.isMirrored(row.stream) ? 2 * DUPLICATE_THRESHOLD : DUPLICATE_THRESHOLD;
  if (duplicates.length >= threshold && isRecent(duplicates.at(-1)))
    return told('duplicate-acks', duplicates);
  const end = seqAdd(row.tcp.seq, row.tcp.len);
  const beyond = answers.filter(
    (one) => !holdsAll(one, row) && sackBlocksOf(one).some(([left]) => !seqLt(left, end)),
  );
  if (isRecent(beyond.at(-1))) return told('selective-acks', beyond);
  const last = answers.at(-1);
  if (last === undefined || !isRecent(last)) return null;
  if (isOpening(last, around)) return told('window-opened', [last]);
  const repaired = last.links.acknowledges.some(
    (frame) => (around.rowOf(frame)?.links.sameSequenceAs ?? null) !== null,
  );
  if (repaired) return told('recovery', [last]);
  // Fewer than it takes, or not all were recorded.
  return isRecent(duplicates.at(-1)) ? UNKNOWN : null;
}

/** It announces room where its sender had announced none before. */
function isOpening(row: RuleRow, around: Surroundings): boolean {
  const before = around.rowOf(row.links.previousFromSender);
  return row.tcp.scaledWindow > 0 && before !== null && before.tcp.scaledWindow === 0;
}

/**
 * The last segment sent, once more, while those before it are unconfirmed too: a timer would repeat the first of them
 * (RFC 6298 5.4). Nothing came meanwhile, and it is the first repetition: only one probe may be under way (RFC 8985 7.3).
 * Of a single segment a probe is no sooner than the timer (RFC 8985 7.2).
 */
function isTailProbe({ row, earlier, between, around, roundTripNs }: Scene): boolean {
  if (roundTripNs === null || earlier.links.sameSequenceAs !== null) return false;
  const quietNs = row.timeNs - (between.at(-1) ?? earlier).timeNs;
  if (quietNs < PROBE_ROUND_TRIPS * roundTripNs || quietNs > LONGEST_PROBE_NS) return false;
  let lastAck = -1;
  for (const one of around.before(row)) {
    if (one.fromClient === row.fromClient) {
      if (one.kind !== 'rst' && seqGt(nextSeq(one), nextSeq(row))) return false;
      if (lastAck < 0 && one.links.sameSequenceAs !== null) return false;
    } else if (lastAck < 0 && one.tcp.flags & TcpFlag.ACK) {
      lastAck = one.tcp.ack;
    }
  }
  return lastAck >= 0 && seqLt(lastAck, row.tcp.seq);
}

/** `peerPackets`: of a side that is not in the capture nobody knows what it asked for. */
function timeout({ elapsedNs, answers }: Scene, peerPackets: number): Triggered {
  const isBlind = peerPackets === 0 || answers.some(({ capLen, origLen }) => capLen < origLen);
  return isBlind || elapsedNs < SHORTEST_TIMEOUT_NS ? UNKNOWN : told('timeout', []);
}
