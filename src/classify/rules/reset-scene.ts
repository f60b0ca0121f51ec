// What every cause of a reset is judged by: the reset and what both ends sent before it.

import type { Certainty } from '../../tcp/certainty.ts';
import type { Cause, ResetCause } from '../finding.ts';
import { seqGt, seqLt } from '../../tcp/seq.ts';
import { nextSeq } from './raw-numbers.ts';
import type { RuleRow, Surroundings } from './rule.ts';

/** Rows nearest first; second records of one packet are left out. */
export interface ResetScene {
  readonly row: RuleRow;
  readonly own: readonly RuleRow[];
  readonly peer: readonly RuleRow[];
  /** What this end sent after it for the first time, from its number on. */
  readonly ownAfter: readonly RuleRow[];
  /** TTLs of this end's packets, second records and all: behind a router they have another one. */
  readonly ownTtls: ReadonlySet<number>;
  /** What came before the capture is not known. */
  readonly beginsInside: boolean;
  /** Nor what came before the rows that are kept. */
  readonly beginsBefore: boolean;
  /** Its number shows bytes of this end that no row brought. */
  readonly isAhead: boolean;
}

export type CauseRule = (scene: ResetScene) => Cause | null;

export function resetScene(row: RuleRow, around: Surroundings): ResetScene {
  const isOwn = ({ fromClient }: RuleRow): boolean => fromClient === row.fromClient;
  const past = [...around.before(row)];
  const single = past.filter((one) => around.earlierRecord(one) === null);
  const own = single.filter(isOwn);
  const sent = own.filter(({ kind }) => kind !== 'rst').map(nextSeq);
  return {
    row,
    own,
    peer: single.filter((one) => !isOwn(one)),
    ownAfter: [...around.after(row)].filter(
      (one) =>
        isOwn(one) &&
        around.earlierRecord(one) === null &&
        one.links.sameSequenceAs === null &&
        !seqLt(one.tcp.seq, row.tcp.seq),
    ),
    beginsInside: around.connectionOf(row.stream)?.handshake === 'absent',
    beginsBefore: around.beginsBefore(row.stream),
    ownTtls: new Set(
      past.filter((one) => isOwn(one) && one.kind !== 'rst').map(({ network }) => network.ttl),
    ),
    isAhead: sent.length > 0 && sent.every((end) => seqGt(row.tcp.seq, end)),
  };
}

/** `rows` are what the cause rests on, `reasons` what speaks for it, by name. */
export const causeOf = (
  name: ResetCause,
  certainty: Certainty,
  rows: readonly RuleRow[],
  reasons: readonly string[],
): Cause => ({ cause: name, certainty, reasons, frames: rows.map(({ frame }) => frame) });
