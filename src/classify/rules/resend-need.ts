// Whether a retransmission was needed, as far as the other side tells: it had confirmed the bytes before, it reports
// them as a duplicate (D-SACK, RFC 2883 4), or its echo answers the first copy (Eifel, RFC 3522 3.2).

import { TcpFlag } from '../../decode/tcp-view.ts';
import { hasRoomForBlock, sackBlocksOf, timestampsOf } from '../../tcp/option-values.ts';
import { seqLeq, seqLt } from '../../tcp/seq.ts';
import { isRejected } from './checksum.ts';
import { nextSeq } from './raw-numbers.ts';
import { withinReachNs } from './resend-scene.ts';
import { noRoomFor } from './resend-no-room.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { isUndelivered } from './undelivered.ts';
import { sackedUnsent } from './unsent.ts';
import { duplicateIn, highestBefore, holdsAll, holdsBeyond, sharedBytes } from './shared-bytes.ts';

export interface Need {
  /**
   * 'no': the bytes had arrived. 'unlikely': they were held, or arrived twice, as far as all copies are recorded.
   * 'likely': the receiver showed a hole there, or could not take the first copy.
   */
  readonly needed: 'no' | 'unlikely' | 'likely' | 'unknown';
  readonly needProof:
    | 'acknowledged-before'
    | 'held-before'
    | 'd-sack'
    | 'timestamps'
    | 'damaged-copy'
    | 'undelivered'
    | 'no-room'
    | 'hole'
    | 'late-original'
    | 'this-copy'
    | 'none';
  /** The row that shows it, 0 none. */
  readonly needFrame: number;
}

const UNKNOWN: Need = { needed: 'unknown', needProof: 'none', needFrame: 0 };

export function needOf(row: RuleRow, earlier: RuleRow, around: Surroundings): Need {
  const found =
    acknowledgedBefore(row, around) ??
    droppedOnTheWay(row, earlier, around) ??
    damagedCopy(row, earlier, around) ??
    noRoom(row, earlier, around) ??
    reportedLater(row, earlier, around) ??
    holeOf(row, earlier.frame, around);
  return provenIn(found, row, row.timeNs - earlier.timeNs, around);
}

/** What was likely needed, unless a report that it was not may come behind the rows that are kept. */
function provenIn(found: Need, row: RuleRow, elapsedNs: number, around: Surroundings): Need {
  if (found.needed !== 'likely' || !around.goesOn(row.stream)) return found;
  // Its receiver reports a duplicate at once: within a round trip, which the sender had waited for.
  const untilNs = row.timeNs + 2 * Math.max(elapsedNs, around.roundTripNs(row.stream) ?? 0);
  for (const one of around.after(row)) if (one.timeNs > untilNs) return found;
  return UNKNOWN;
}

const need = (needed: Need['needed'], needProof: Need['needProof'], { frame }: RuleRow): Need => ({
  needed,
  needProof,
  needFrame: frame,
});

/**
 * It confirms all of the row; a number that nothing sent explains may belong to an older connection (RFC 9293 3.5.1), and
 * does where it answers a SYN.
 */
const acknowledges = (one: RuleRow, row: RuleRow): boolean =>
  one.kind !== 'rst' &&
  (one.tcp.flags & TcpFlag.ACK) !== 0 &&
  !(row.kind === 'syn' && one.kind === 'ack' && one.links.answers !== null) &&
  seqLeq(nextSeq(row), one.tcp.ack) &&
  !one.labels.includes('ack_lost_segment');

/** What names bytes that had not been sent tells nothing of others either (unsent.ts). */
const isMadeUp = (answer: RuleRow, around: Surroundings): boolean =>
  sackedUnsent(answer, around) !== null;

function acknowledgedBefore(row: RuleRow, around: Surroundings): Need | null {
  let first: RuleRow | null = null;
  for (const one of around.before(row)) {
    if (one.fromClient === row.fromClient) continue;
    const hasIt = acknowledges(one, row) || (holdsAll(one, row) && !isMadeUp(one, around));
    if (hasIt && !isRejected(one, around)) first = one;
    else if (first !== null) break;
  }
  if (first === null) return null;
  // What is held only selectively its receiver may still throw away (RFC 2018 8).
  return acknowledges(first, row)
    ? need('no', 'acknowledged-before', first)
    : need('unlikely', 'held-before', first);
}

/** An ICMP error had reported by then that the copy before got no further. */
function droppedOnTheWay(row: RuleRow, earlier: RuleRow, around: Surroundings): Need | null {
  const error = around.errorAbout(earlier);
  const isKnown = error !== null && error.frame < row.frame && isUndelivered(earlier, around);
  return isKnown ? need('likely', 'undelivered', earlier) : null;
}

/** Its receiver said that it had no room, and nothing shows that it took the copy before after all. */
function noRoom(row: RuleRow, earlier: RuleRow, around: Surroundings): Need | null {
  const closed = noRoomFor(row, earlier, around);
  if (closed === null) return null;
  const later = reportedLater(row, earlier, around)?.needed;
  return later === 'no' || later === 'unlikely' ? null : need('likely', 'no-room', closed);
}

function damagedCopy(row: RuleRow, earlier: RuleRow, around: Surroundings): Need | null {
  if (row.tcp.checksum.verdict === 'damaged' || !isRejected(earlier, around)) return null;
  return need('likely', 'damaged-copy', earlier);
}

/** The same of a row whose first copy is not in the capture. */
export const needOfUnseen = (row: RuleRow, around: Surroundings): Need =>
  provenIn(
    acknowledgedBefore(row, around) ?? reportedOnce(row, around) ?? holeOf(row, 0, around),
    row,
    0,
    around,
  );

function reportedOnce(row: RuleRow, around: Surroundings): Need | null {
  for (const one of around.after(row)) {
    // With another copy the report may be about that one.
    if (one.fromClient === row.fromClient && sharedBytes(row, one) !== null) return null;
    if (
      one.fromClient !== row.fromClient &&
      one.kind !== 'rst' &&
      isDuplicateReport(one, row, around)
    )
      return need('unlikely', 'd-sack', one);
  }
  return null;
}

function reportedLater(row: RuleRow, earlier: RuleRow, around: Surroundings): Need | null {
  const later = [...around.after(row)].filter(({ kind }) => kind !== 'rst');
  const answers = later.filter(({ fromClient }) => fromClient !== row.fromClient);
  const answer = answers.find((one) => acknowledges(one, row));
  const echo = answer === undefined ? null : echoOf(answer, row, earlier, around);
  if (answer !== undefined && echo === 'first-copy') return need('no', 'timestamps', answer);
  const reports = answers.filter(
    (one) => isDuplicateReport(one, row, around) && around.earlierRecord(one) === null,
  );
  const [report] = reports;
  if (answer !== undefined && report === undefined) {
    // What is echoed may be a copy that is missing here: then the hole was none.
    if (echo === 'something-else') return UNKNOWN;
    // A copy that came too often would have been reported.
    if (echo === 'this-copy' && reportsDuplicates(row, answer, around))
      return need('likely', 'this-copy', answer);
  }
  if (report === undefined) return null;
  // A report tells that one copy came too often, not which: with every copy but one reported, each of them did.
  const lastReport = reports.at(-1)!.frame;
  const copies = [...around.before(row), row, ...later].filter(
    (one) =>
      one.fromClient === row.fromClient &&
      one.frame < lastReport &&
      around.earlierRecord(one) === null &&
      sharedBytes(row, one) !== null,
  );
  return reports.length >= copies.length - 1 ? need('unlikely', 'd-sack', report) : null;
}

/**
 * The receiver has selective acknowledgements, and reports what comes twice (RFC 2883), as nearly all that have them do.
 * And this is its first answer: it comes at once.
 */
function reportsDuplicates(row: RuleRow, answer: RuleRow, around: Surroundings): boolean {
  const facts = around.connectionOf(row.stream);
  const roundTripNs = around.roundTripNs(row.stream);
  if (facts === undefined || roundTripNs === null || row.tcp.len === 0) return false;
  const isAtOnce = answer.timeNs - row.timeNs <= withinReachNs(roundTripNs);
  return isAtOnce && facts.client.sackPermitted && facts.server.sackPermitted;
}

/** The row's bytes came twice. */
export const isDuplicateReport = (one: RuleRow, row: RuleRow, around: Surroundings): boolean => {
  const duplicate = duplicateIn(one);
  return (
    duplicate !== null &&
    row.tcp.len > 0 &&
    seqLeq(duplicate[0], row.tcp.seq) &&
    seqLeq(nextSeq(row), duplicate[1]) &&
    !isLeftOver(one, duplicate, around)
  );
};

/**
 * What is held since the sender's last word, and confirmed now, came once: Linux leaves the block in the acknowledgement of a
 * FIN that was among it.
 */
function isLeftOver(
  answer: RuleRow,
  [left, right]: readonly [number, number],
  around: Surroundings,
): boolean {
  const before = around.rowOf(answer.links.previousFromSender);
  return (
    before !== null &&
    seqLt(before.tcp.ack, left) &&
    seqLeq(right, answer.tcp.ack) &&
    sackBlocksOf(before).some(([from, to]) => seqLeq(from, left) && seqLeq(right, to))
  );
}

/** RFC 3522 3.2: the first acknowledgement after it echoes the clock of the copy that the receiver took. */
function echoOf(
  answer: RuleRow,
  row: RuleRow,
  earlier: RuleRow,
  around: Surroundings,
): 'first-copy' | 'this-copy' | 'something-else' | null {
  const echo = timestampsOf(answer)?.ecr;
  const own = timestampsOf(row)?.val;
  const old = timestampsOf(earlier)?.val;
  if (echo === undefined || own === old) return null;
  if (echo === own) return 'this-copy';
  // What has that value and lies before it may be what is echoed: it was the first to fill a hole (RFC 7323 4.3).
  for (const one of around.before(row))
    if (
      one.fromClient === row.fromClient &&
      one.tcp.len > 0 &&
      seqLt(one.tcp.seq, row.tcp.seq) &&
      timestampsOf(one)?.val === echo
    )
      return one.frame > earlier.frame ? null : 'something-else';
  return echo === old ? 'first-copy' : 'something-else';
}

/** The receiver's last word since the copy in frame `since`: it confirmed everything up to here and held bytes beyond. */
export function holeOf(row: RuleRow, since: number, around: Surroundings): Need {
  for (const one of around.before(row)) {
    if (one.frame < since) break;
    if (one.fromClient === row.fromClient || !(one.tcp.flags & TcpFlag.ACK)) continue;
    const asked =
      one.tcp.ack === row.tcp.seq &&
      one.labels.includes('duplicate_ack') &&
      duplicateIn(one) === null &&
      sentBeyond(row, one, around);
    const isHole = holdsBeyond(one, row, highestBefore(row, around)) && wouldList(one, row);
    return asked || isHole ? need('likely', 'hole', one) : UNKNOWN;
  }
  return UNKNOWN;
}

/**
 * The answer would say so if the row were held: it has room for another block, or the row is what comes next, or
 * lies just before what is held. Else a block may have been named in an answer that was lost.
 */
const wouldList = (answer: RuleRow, row: RuleRow): boolean =>
  hasRoomForBlock(answer.tcp.headerLen) ||
  answer.tcp.ack === row.tcp.seq ||
  sackBlocksOf(answer).some(([left]) => left === nextSeq(row));

/** Something lay behind the row when `answer` came: else its duplicate was about something else. */
function sentBeyond(row: RuleRow, answer: RuleRow, around: Surroundings): boolean {
  for (const one of around.before(row))
    if (
      one.fromClient === row.fromClient &&
      one.frame < answer.frame &&
      one.tcp.len > 0 &&
      seqLeq(nextSeq(row), one.tcp.seq)
    )
      return true;
  return false;
}
