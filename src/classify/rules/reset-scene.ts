// What every cause of a reset is judged by: the reset and what both ends sent before it.

import type { Cause, Certainty, ResetCause } from '../finding.ts';
import type { RuleRow, Surroundings } from './rule.ts';

/** Rows nearest first; second records of one packet are left out. */
export interface ResetScene {
  readonly row: RuleRow;
  readonly own: readonly RuleRow[];
  readonly peer: readonly RuleRow[];
}

export type CauseRule = (scene: ResetScene) => Cause | null;

export function resetScene(row: RuleRow, around: Surroundings): ResetScene {
  const past = [...around.before(row)].filter((one) => around.earlierRecord(one) === null);
  return {
    row,
    own: past.filter(({ fromClient }) => fromClient === row.fromClient),
    peer: past.filter(({ fromClient }) => fromClient !== row.fromClient),
  };
}

/** `rows` are what the cause rests on, `reasons` what speaks for it, by name. */
export const causeOf = (
  name: ResetCause,
  certainty: Certainty,
  rows: readonly RuleRow[],
  reasons: readonly string[],
): Cause => ({ cause: name, certainty, reasons, frames: rows.map(({ frame }) => frame) });
