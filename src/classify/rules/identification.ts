// IP identifications of a host that counts its packets up: small steps, modulo 2^16.

import type { RuleRow, Surroundings } from './rule.ts';

/** A host that counts its packets may have sent others in between; this many at most. */
export const LARGEST_ID_STEP = 1024;
/** Rows of the host that its habits are read from. */
export const HABIT_ROWS = 8;
/** Fewer identifications that lie near each other may do so by chance. */
const FEWEST_COUNTED = 3;
const ID_MODULUS = 0x10000;

/** Steps from one identification up to the other. */
const idStep = (from: number, to: number): number => (to - from + ID_MODULUS) % ID_MODULUS;

/** The same, down as well: negative when `to` was counted first. */
export function idDistance(from: number, to: number): number {
  const step = idStep(from, to);
  return step < ID_MODULUS / 2 ? step : step - ID_MODULUS;
}

/** The latest identifications of the row's sender go up by small steps, but for what was overtaken, as far as the row's. */
export function isCounting(row: RuleRow, around: Omit<Surroundings, 'isCounting'>): boolean {
  const ids: number[] = [row.network.id];
  for (const one of around.before(row)) {
    if (ids.length > HABIT_ROWS) break;
    const { id } = one.network;
    const isOther = id !== ids.at(-1) && around.earlierRecord(one) === null;
    if (one.fromClient === row.fromClient && id > 0 && isOther) ids.push(id);
  }
  const steps = ids.slice(1).map((id, i) => idDistance(id, ids[i]!));
  const up = steps.filter((step) => step > 0).length;
  return (
    steps.length >= FEWEST_COUNTED &&
    2 * up > steps.length &&
    steps.every((step) => Math.abs(step) <= LARGEST_ID_STEP)
  );
}

/** The host counts up without an exception, nearest row first, and the row is far from the count; 0 is no count at all. */
export function isOutOfCount(row: RuleRow, before: readonly RuleRow[]): boolean {
  const ids = before.map(({ network }) => network.id).filter((id) => id > 0);
  if (row.network.id <= 0 || ids.length < FEWEST_COUNTED) return false;
  const isCounted = ids.slice(1).every((id, i) => idStep(id, ids[i]!) <= LARGEST_ID_STEP);
  return isCounted && idStep(ids[0]!, row.network.id) > LARGEST_ID_STEP;
}
