// A bare acknowledgement that came later than the path explains: its kernel waited for something to send along
// (RFC 1122 4.2.3.2, RFC 9293 3.8.6.3).

import { DEFAULT_MSS, leastFullBytes, timestampsOf } from '../../tcp/option-values.ts';
import { seqLt } from '../../tcp/seq.ts';
import { answerTimes } from '../handshake-times.ts';
import { senderOf } from './ends.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { duplicateIn } from './shared-bytes.ts';
import { mayTellOfRoom } from './window-update.ts';

/** Quicker than this no delaying kernel is; RFC 1122 forbids more than half a second. */
const SHORTEST_NS = 10_000_000;
const LONGEST_NS = 500_000_000;
/** Kernels in use wait no longer; then the segment may as well have come again, unseen, and have been confirmed at once. */
const USUAL_NS = 200_000_000;
/** The path itself must explain only a small part of the wait. */
const ROUND_TRIPS = 4;

export const delayedAck: Rule = (row, around) => {
  if (row.kind !== 'ack' || row.links.acknowledges.length === 0) return null;
  const confirmed = row.links.acknowledges
    .flatMap((frame) => around.rowOf(frame) ?? [])
    .filter((one) => around.earlierRecord(one) === null);
  const newest = confirmed.at(-1);
  if (newest === undefined || newest.tcp.len === 0) return null;
  // What comes again is confirmed at once (RFC 9293 3.10.7.4), and perhaps reported.
  if (duplicateIn(row) !== null || confirmed.some(({ links }) => links.sameSequenceAs !== null))
    return null;
  const elapsedNs = row.timeNs - newest.timeNs;
  if (elapsedNs < SHORTEST_NS || elapsedNs > LONGEST_NS) return null;
  const roundTrip = around.roundTripNs(row.stream);
  const pathNs = pathOf(row, around) ?? roundTrip;
  if (pathNs !== null && elapsedNs < ROUND_TRIPS * pathNs) return null;
  const mss = senderOf(row, around)?.mss ?? DEFAULT_MSS;
  // At least every second full-sized segment is confirmed at once (RFC 5681 4.2): then it was the path.
  if (fullSegments(confirmed, leastFullBytes(mss)) > 1) return null;
  if (echoesAnother(row, confirmed) || isOvertaken(row, newest, around)) return null;
  const doubt = doubtOf(row, { confirmed, elapsedNs, roundTrip, mss, around });
  return {
    kind: 'delayed-ack',
    frame: row.frame,
    severity: 'chat',
    certainty: doubt === null ? 'likely' : 'possible',
    evidence: { acknowledges: newest.frame, elapsedNs, ...(doubt === null ? {} : { doubt }) },
    refs: ['RFC 1122 4.2.3.2', 'RFC 9293 3.8.6.3'],
  };
};

/**
 * From where the capture was taken to who confirms, and back: in the handshake. Its quickest answer to data
 * (Surroundings.pathNs) is one of those that are judged here, and on a path that varies the others would all seem late.
 */
function pathOf(row: RuleRow, around: Surroundings): number | null {
  const times = around.handshakeTimes(row.stream);
  return times === null ? null : answerTimes(times, row.fromClient ? 'client' : 'server')[0];
}

/** What else may have made it wait. */
type Doubt =
  /** Without the handshake the path's round trip is not known: the wait may be the path's. */
  'path' | 'slow' | 'probe' | 'room';

interface Wait {
  readonly confirmed: readonly RuleRow[];
  readonly elapsedNs: number;
  readonly roundTrip: number | null;
  readonly mss: number;
  readonly around: Surroundings;
}

function doubtOf(row: RuleRow, wait: Wait): Doubt | null {
  if (wait.roundTrip === null) return 'path';
  if (wait.elapsedNs > USUAL_NS) return 'slow';
  if (mayFollowProbe(row, wait.confirmed)) return 'probe';
  return mayTellOfRoom(row, wait.mss, wait.around) ? 'room' : null;
}

/** A row may be several of them, cut up by the network card only. */
const fullSegments = (rows: readonly RuleRow[], fullBytes: number): number =>
  rows.reduce((sum, { tcp }) => sum + Math.floor(tcp.len / fullBytes), 0);

/**
 * Its echo is of none of them (RFC 7323 4.3 asks for the first one's): it confirms something that came later, and is
 * not in the capture.
 */
function echoesAnother(row: RuleRow, confirmed: readonly RuleRow[]): boolean {
  const echo = timestampsOf(row)?.ecr;
  const clocks = confirmed.flatMap((one) => timestampsOf(one)?.val ?? []);
  return echo !== undefined && clocks.length > 0 && !clocks.includes(echo);
}

/** The last of several may have come again, unseen (RFC 8985 7.2), and no echo tells which copy is confirmed. */
const mayFollowProbe = (row: RuleRow, confirmed: readonly RuleRow[]): boolean =>
  confirmed.length > 1 && timestampsOf(row) === null;

/** More had arrived meanwhile, and is not confirmed with it: then the acknowledgement was under way. */
function isOvertaken(row: RuleRow, newest: RuleRow, around: Surroundings): boolean {
  for (const one of around.before(row)) {
    if (one.frame <= newest.frame) return false;
    if (one.fromClient !== row.fromClient && one.tcp.len > 0 && !seqLt(one.tcp.seq, row.tcp.ack))
      return true;
  }
  return false;
}
