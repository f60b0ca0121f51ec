// Answers and confirmations that are recorded before what they are for: some captures do not keep the order of events.

import type { Drops } from '../classify/rules/dropped.ts';
import { seqLeq, seqLt } from '../tcp/seq.ts';
import { confirmsSyn } from './answer-links.ts';
import { type DirectionLedger, endOf, occupies } from './direction-ledger.ts';
import type { UnlinkedRow } from './unlinked-row.ts';

/** A SYN that comes again because its answer was lost comes after a second (RFC 6298 2.1). */
const LONGEST_DISORDER_NS = 500_000_000;

/** A confirmation so soon before what it confirms was recorded too early; a repetition comes later than that. */
const CONFIRMED_EARLY_NS = 1_000_000;

/** Joins a row with the answer or the confirmation that is recorded before it. */
export function linkEarly(
  row: UnlinkedRow,
  own: DirectionLedger,
  peer: DirectionLedger,
  drops: Drops,
): void {
  if (drops.has(row.frame)) return;
  const isSyn = row.kind === 'syn';
  const early = isSyn ? earlyAnswer(row, peer, drops) : earlyConfirmation(row, own);
  if (early === null) return;
  const [link, before] = [row.links, early.links];
  if (isSyn && before.answers !== null) return;
  before.acknowledges = [...before.acknowledges, row.frame];
  link.acknowledgedBy = early.frame;
  if (!isSyn) return;
  before.answers = row.frame;
  link.answeredBy = early.frame;
}

/** The answer to a SYN that is recorded before it. */
const earlyAnswer = (syn: UnlinkedRow, peer: DirectionLedger, drops: Drops): UnlinkedRow | null =>
  peer.sent.findLast(
    (other) =>
      other.kind === 'syn-ack' &&
      !drops.has(other.frame) &&
      confirmsSyn(other, syn) &&
      syn.timeNs - other.timeNs < LONGEST_DISORDER_NS,
  ) ?? null;

/** The row that confirms new bytes, and is recorded before them. */
function earlyConfirmation(row: UnlinkedRow, own: DirectionLedger): UnlinkedRow | null {
  const isNew = own.highest === null || !seqLt(row.tcp.seq, own.highest);
  if (!isNew || !occupies(row)) return null;
  return (
    own.ahead.find(
      ({ tcp, timeNs }) => seqLeq(endOf(row), tcp.ack) && row.timeNs - timeNs < CONFIRMED_EARLY_NS,
    ) ?? null
  );
}
