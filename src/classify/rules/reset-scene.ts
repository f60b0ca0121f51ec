// What every cause of a reset is judged by: the reset and what both ends sent before it.

import { TcpFlag } from '../../decode/tcp-view.ts';
import type { Certainty } from '../../tcp/certainty.ts';
import type { Cause, ResetCause } from '../finding.ts';
import { endedNothing } from '../../tcp/reset-outcome.ts';
import { seqGt, seqLt } from '../../tcp/seq.ts';
import { nextSeq } from './raw-numbers.ts';
import { refusedCopy } from './doubled.ts';
import type { RuleRow, Surroundings } from './rule.ts';

/** Rows nearest first; second records of one packet are left out, but for one that the reset refuses. */
export interface ResetScene {
  readonly row: RuleRow;
  readonly own: readonly RuleRow[];
  readonly peer: readonly RuleRow[];
  /** What this end sent after it for the first time, from its number on, but for resets and SYNs. */
  readonly ownAfter: readonly RuleRow[];
  /**
   * What it sent next of this connection, so much later that it was not overtaken on the way: whoever sent the reset, this
   * end had not ended the connection. Null when there is none.
   */
  readonly livesOn: RuleRow | null;
  /** TTLs of this end's packets, second records and all: behind a router they have another one. */
  readonly ownTtls: ReadonlySet<number>;
  /** What came before the capture is not known. */
  readonly beginsInside: boolean;
  /** Nor what came before the rows that are kept. */
  readonly beginsBefore: boolean;
  /** Its number shows bytes of this end that no row brought. */
  readonly isAhead: boolean;
  /** What lies around it, also of other connections. */
  readonly around: Surroundings;
}

export const hasAck = ({ tcp }: RuleRow): boolean => (tcp.flags & TcpFlag.ACK) !== 0;

export type CauseRule = (scene: ResetScene) => Cause | null;

export function resetScene(row: RuleRow, around: Surroundings): ResetScene {
  const isOwn = ({ fromClient }: RuleRow): boolean => fromClient === row.fromClient;
  // A reset that ended nothing is no sign of what its end has left.
  const past = [...around.before(row)].filter((one) => !endedNothing(one));
  // What the network doubled came twice, and the second copy may be what is refused.
  const copy = refusedCopy(row, around);
  const single = past.filter((one) => around.earlierRecord(one) === null || one === copy);
  const own = single.filter(isOwn);
  const sent = own.filter(({ kind }) => kind !== 'rst').map(nextSeq);
  const later = [...around.after(row)].filter(
    (one) =>
      isOwn(one) &&
      one.kind !== 'rst' &&
      one.kind !== 'syn' &&
      around.earlierRecord(one) === null &&
      one.links.sameSequenceAs === null,
  );
  const isFromThereOn = (one: RuleRow): boolean => !seqLt(one.tcp.seq, row.tcp.seq);
  const isAhead = sent.length > 0 && sent.every((end) => seqGt(row.tcp.seq, end));
  // Nobody sends on from a number that lies behind his own.
  const goesOn = isAhead
    ? later.filter((one) => sent.every((end) => !seqLt(one.tcp.seq, end)))
    : [];
  const ownAfter = later.filter(isFromThereOn);
  return {
    row,
    own,
    peer: single.filter((one) => !isOwn(one)),
    ownAfter,
    livesOn: livesOn(row, own, isAhead ? goesOn : ownAfter, around),
    beginsInside: around.connectionOf(row.stream)?.handshake === 'absent',
    beginsBefore: around.beginsBefore(row.stream),
    ownTtls: new Set(
      past.filter((one) => isOwn(one) && one.kind !== 'rst').map(({ network }) => network.ttl),
    ),
    isAhead,
    around,
  };
}

/** Round trips, and at least so long, after which nothing that was sent before still comes. */
const SETTLED_ROUND_TRIPS = 2;
const SETTLED_NS = 10_000_000;
/** A round trip where none is known. */
const LONG_ROUND_TRIP_NS = 100_000_000;

function livesOn(
  row: RuleRow,
  own: readonly RuleRow[],
  ownAfter: readonly RuleRow[],
  around: Surroundings,
): RuleRow | null {
  // Whose kernel knows nothing of its SYN has a program that builds its packets itself: that may go on, whatever its kernel
  // says.
  if (own.every(({ kind }) => kind === 'syn' || kind === 'rst')) return null;
  const roundTripNs = around.roundTripNs(row.stream) ?? LONG_ROUND_TRIP_NS;
  const settledNs = Math.max(SETTLED_NS, SETTLED_ROUND_TRIPS * roundTripNs);
  return (
    ownAfter.find(
      (one) => (one.kind === 'fin' || one.tcp.len > 0) && one.timeNs - row.timeNs > settledNs,
    ) ?? null
  );
}

/** `rows` are what the cause rests on, `reasons` what speaks for it, by name. */
export const causeOf = (
  name: ResetCause,
  certainty: Certainty,
  rows: readonly RuleRow[],
  reasons: readonly string[],
): Cause => ({ cause: name, certainty, reasons, frames: rows.map(({ frame }) => frame) });
