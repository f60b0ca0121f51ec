// One packet recorded twice (tcp/twin.ts says when): it was sent once, whatever its sequence numbers look like.

import type { Certainty } from '../../tcp/certainty.ts';
import { seqLeq } from '../../tcp/seq.ts';
import { nextSeq } from './raw-numbers.ts';
import { isDuplicateReport } from './resend-need.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { firstDifference, isComplete, sharedBytes } from './shared-bytes.ts';

/** Labels Wireshark gives a segment because it takes the second record for a second segment. */
const MISLED = new Set([
  'retransmission',
  'fast_retransmission',
  'spurious_retransmission',
  'out_of_order',
  'duplicate_ack',
  'keep_alive',
  'keep_alive_ack',
  'zero_window_probe_ack',
]);

export const capturedTwice: Rule = (row, around) => {
  const earlier = around.earlierRecord(row);
  if (earlier === null || firstDifference(row, earlier) >= 0) return null;
  return {
    kind: 'captured-twice',
    frame: row.frame,
    severity: 'note',
    certainty: certaintyOf(row, earlier, around),
    evidence: {
      earlierFrame: earlier.frame,
      elapsedNs: row.timeNs - earlier.timeNs,
      lenBytes: row.tcp.len,
      ipId: row.network.id,
      ttl: row.network.ttl,
      earlierTtl: earlier.network.ttl,
      ...placeOf(row, earlier, around),
      overruledLabels: row.labels.filter((label) => MISLED.has(label)),
    },
    refs: ['RFC 6864 4'],
  };
};

/** Where the second record comes from, and the row that shows it, 0 none. */
function placeOf(row: RuleRow, earlier: RuleRow, around: Surroundings) {
  const doubling = doublingOf(row, earlier, around);
  if (doubling !== null) return { place: 'network', ...doubling };
  if (row.network.ttl !== earlier.network.ttl)
    return { place: 'router', proof: 'none', reportFrame: 0 };
  const other = around.doubled(row.stream);
  return other === null
    ? { place: 'same-hop', proof: 'none', reportFrame: 0 }
    : { place: 'others', proof: 'none', reportFrame: other.frame };
}

interface Doubling {
  readonly proof: 'd-sack' | 'answer' | 'reset';
  readonly reportFrame: number;
}

/** The first of the rows of a connection of which that shows. */
export const doubledIn = (rows: readonly RuleRow[], around: Surroundings): RuleRow | null =>
  rows.find((row) => {
    const earlier = around.earlierRecord(row);
    return earlier !== null && doublingOf(row, earlier, around) !== null;
  }) ?? null;

/** The second copy of a packet that the reset refuses, though it did not refuse the first; null where it refuses something else. */
export function refusedCopy(reset: RuleRow, around: Surroundings): RuleRow | null {
  const row = around.rowOf(reset.links.answers);
  const earlier = row === null ? null : around.earlierRecord(row);
  if (row === null || earlier === null) return null;
  return doublingOf(row, earlier, around)?.proof === 'reset' ? row : null;
}

/** Fewer second records may be chance. */
const FEWEST_MIRRORED = 3;
/** One packet of so many, at most, a network doubles that anybody would use. */
const MIRRORED_SHARE = 1 / 8;

/** So many of the rows of a connection are second records that whatever recorded it sees every packet twice. */
export function isMirroredIn(rows: readonly RuleRow[], around: Surroundings): boolean {
  const twins = rows.filter((row) => around.earlierRecord(row) !== null).length;
  return twins >= FEWEST_MIRRORED && twins >= MIRRORED_SHARE * rows.length;
}

/** What shows that the receiver got both copies: the network delivered the packet twice. Null where nothing does. */
function doublingOf(row: RuleRow, earlier: RuleRow, around: Surroundings): Doubling | null {
  const report = reportOf(row, earlier, around);
  if (report > 0) return { proof: 'd-sack', reportFrame: report };
  const answer = around.isMirrored(row.stream) ? null : ownAnswer(row, earlier, around);
  if (answer === null) return null;
  return { proof: answer.kind === 'rst' ? 'reset' : 'answer', reportFrame: answer.frame };
}

/**
 * The next word of the receiver, where the second copy is all that can have led to it: a confirmation that says nothing new
 * (RFC 9293 3.10.7.4), of numbers that were confirmed between the two; or a reset (3.10.7.1), where the first copy confirmed
 * the receiver's FIN.
 */
function ownAnswer(row: RuleRow, earlier: RuleRow, around: Surroundings): RuleRow | null {
  const next = first(around.after(row), ({ fromClient }) => fromClient !== row.fromClient);
  if (next === null || isRecordedTwice(next, around)) return null;
  const isOnlyReason = [...between(row, next, around)].every(
    ({ fromClient }) => fromClient !== row.fromClient,
  );
  if (!isOnlyReason) return null;
  if (next.kind === 'rst')
    return next.links.answers === row.frame && confirmsEnd(earlier, around) ? next : null;
  const occupied = nextSeq(row) !== row.tcp.seq;
  const saysNothing = next.kind === 'ack' && next.labels.includes('duplicate_ack');
  if (!occupied || !saysNothing) return null;
  const isConfirmedBetween = [...between(earlier, row, around)].some(
    (one) =>
      one.fromClient !== row.fromClient && seqLeq(nextSeq(row), one.tcp.ack) && one.kind !== 'rst',
  );
  return isConfirmedBetween ? next : null;
}

/** Where whatever records every packet twice stands, it does so with answers, too. */
function isRecordedTwice(row: RuleRow, around: Surroundings): boolean {
  if (around.earlierRecord(row) !== null) return true;
  let looked = 0;
  for (const one of around.after(row)) {
    if (around.earlierRecord(one) === row) return true;
    if (++looked >= LOOK_FOR_REPORT) return false;
  }
  return false;
}

const confirmsEnd = ({ links }: RuleRow, around: Surroundings): boolean =>
  links.acknowledges.some((frame) => around.rowOf(frame)?.kind === 'fin');

function first(rows: Iterable<RuleRow>, test: (row: RuleRow) => boolean): RuleRow | null {
  for (const row of rows) if (test(row)) return row;
  return null;
}

/** Rows of the connection behind `from` and before `to`. */
function* between(from: RuleRow, to: RuleRow, around: Surroundings): Generator<RuleRow> {
  for (const row of around.after(from)) {
    if (row.frame >= to.frame) return;
    yield row;
  }
}

/** Rows after the second record in which the receiver may tell of it. */
const LOOK_FOR_REPORT = 100;

/** The row in which the receiver tells that the packet arrived twice, and nobody had sent it again; 0 none. */
function reportOf(row: RuleRow, earlier: RuleRow, around: Surroundings): number {
  if (row.tcp.len === 0) return 0;
  let looked = 0;
  for (const one of around.after(row)) {
    if (looked++ >= LOOK_FOR_REPORT) return 0;
    if (one.fromClient === row.fromClient || !isDuplicateReport(one, row, around)) continue;
    const isCopy = (other: RuleRow): boolean =>
      other.fromClient === row.fromClient && other !== earlier && sharedBytes(row, other) !== null;
    const copies = [...around.before(row), ...around.after(row)].filter(isCopy);
    return copies.every(({ frame }) => frame > one.frame) ? one.frame : 0;
  }
  return 0;
}

/**
 * Certain when every byte was compared and the identification means something: this sender gives others to other
 * packets. Packets built by hand often all have the same one.
 */
function certaintyOf(row: RuleRow, earlier: RuleRow, around: Surroundings): Certainty {
  const compared = row.tcp.len > 0 && isComplete(row) && isComplete(earlier);
  if (!compared || row.network.id <= 0) return 'likely';
  for (const one of around.before(row)) {
    if (one.fromClient === row.fromClient && one.network.id !== row.network.id) return 'certain';
  }
  return 'likely';
}
