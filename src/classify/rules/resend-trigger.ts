// What most likely made a sender repeat itself: its timer (RFC 6298 5), three duplicate acknowledgements (RFC 5681 3.2),
// selective acknowledgements beyond the hole (RFC 8985 6.2), or a tail-loss probe (RFC 8985 7). An observer sees no
// timer: this is read from what came before, never proven.

import { TcpFlag } from '../../decode/tcp-view.ts';
import { seqAdd, seqGt, seqLt } from '../../tcp/seq.ts';
import { nextSeq } from './raw-numbers.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { sackBlocksOf } from '../../tcp/option-values.ts';

export type ResendTrigger =
  'syn-timeout' | 'duplicate-acks' | 'selective-acks' | 'tail-loss-probe' | 'timeout' | 'unknown';

export interface Triggered {
  readonly trigger: ResendTrigger;
  /** The rows that asked for it. */
  readonly triggerFrames: readonly number[];
}

/** RFC 5681 3.2. */
const DUPLICATE_THRESHOLD = 3;
/** No timer in use is shorter: RFC 6298 2.4 asks for a second, Linux and BSD take 200 ms. */
const SHORTEST_TIMEOUT_NS = 200_000_000;
/** RFC 8985 7.2: a probe goes out after two round trips. */
const PROBE_ROUND_TRIPS = 2;

export function triggerOf(row: RuleRow, earlier: RuleRow, around: Surroundings): Triggered {
  const elapsedNs = row.timeNs - earlier.timeNs;
  if (row.tcp.flags & TcpFlag.SYN) {
    return {
      trigger: elapsedNs >= SHORTEST_TIMEOUT_NS ? 'syn-timeout' : 'unknown',
      triggerFrames: [],
    };
  }
  const between = rowsBetween(earlier, row, around);
  const answers = between.filter(
    (one) => one.fromClient !== row.fromClient && around.earlierRecord(one) === null,
  );
  const duplicates = answers.filter(
    ({ labels, tcp }) => labels.includes('duplicate_ack') && tcp.ack === row.tcp.seq,
  );
  if (duplicates.length >= DUPLICATE_THRESHOLD) return told('duplicate-acks', duplicates);
  const end = seqAdd(row.tcp.seq, row.tcp.len);
  const beyond = answers.filter((one) => sackBlocksOf(one).some(([left]) => !seqLt(left, end)));
  if (beyond.length > 0) return told('selective-acks', beyond);
  if (isTailProbe(row, between, elapsedNs, around)) return told('tail-loss-probe', []);
  return told(elapsedNs >= SHORTEST_TIMEOUT_NS ? 'timeout' : 'unknown', []);
}

const told = (trigger: ResendTrigger, rows: readonly RuleRow[]): Triggered => ({
  trigger,
  triggerFrames: rows.map(({ frame }) => frame),
});

/** In capture order, without the two. */
function rowsBetween(earlier: RuleRow, row: RuleRow, around: Surroundings): RuleRow[] {
  const rows: RuleRow[] = [];
  for (const one of around.before(row)) {
    if (one === earlier) break;
    rows.push(one);
  }
  return rows.reverse();
}

/** The last segment sent, sooner than a timer would fire, or although an earlier one is unacknowledged too. */
function isTailProbe(
  row: RuleRow,
  between: readonly RuleRow[],
  elapsedNs: number,
  around: Surroundings,
): boolean {
  const roundTripNs = around.connectionOf(row.stream)?.initialRttNs ?? null;
  if (roundTripNs === null || elapsedNs < PROBE_ROUND_TRIPS * roundTripNs) return false;
  let lastAck = -1;
  for (const one of around.before(row)) {
    if (one.fromClient === row.fromClient) {
      if (one.kind !== 'rst' && seqGt(nextSeq(one), nextSeq(row))) return false;
    } else if (lastAck < 0 && one.tcp.flags & TcpFlag.ACK) {
      lastAck = one.tcp.ack;
    }
  }
  if (lastAck < 0) return false;
  // A timer repeats the first segment that is not acknowledged (RFC 6298 5.4); a probe the last one.
  const isFirstUnacked = !seqLt(lastAck, row.tcp.seq);
  if (!isFirstUnacked) return true;
  return (
    elapsedNs < SHORTEST_TIMEOUT_NS &&
    between.every(({ fromClient }) => fromClient === row.fromClient)
  );
}
