// A packet that the network delivered twice: what tells it from one that was recorded twice (twin.ts).

import { seqLeq } from '../../tcp/seq.ts';
import { nextSeq } from './raw-numbers.ts';
import { isDuplicateReport } from './resend-need.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { sharedBytes } from './shared-bytes.ts';

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

/** The second copy that the reset refuses, though it did not refuse the first; null where it refuses something else. */
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
export function doublingOf(row: RuleRow, earlier: RuleRow, around: Surroundings): Doubling | null {
  const report = reportOf(row, earlier, around);
  if (report > 0) return { proof: 'd-sack', reportFrame: report };
  const answer = around.isMirrored(row.stream) ? null : ownAnswer(row, earlier, around);
  if (answer === null) return null;
  return { proof: answer.kind === 'rst' ? 'reset' : 'answer', reportFrame: answer.frame };
}

/**
 * The very next row, of the receiver, where the second copy is all that can have led to it: a confirmation that says
 * nothing new (RFC 9293 3.10.7.4), of numbers that were confirmed between the two; or a reset (3.10.7.1), where the first
 * copy confirmed the receiver's FIN.
 */
function ownAnswer(row: RuleRow, earlier: RuleRow, around: Surroundings): RuleRow | null {
  const [next] = around.after(row);
  if (next === undefined || next.fromClient === row.fromClient) return null;
  if (isRecordedTwice(next, around)) return null;
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
