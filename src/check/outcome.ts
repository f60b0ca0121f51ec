// What an assertion comes to on one capture: three values, and what is said with them (said.ts). Texts may hold captured
// bytes: whoever prints them makes them harmless (report/escape.ts, reporters/).

import type { Said } from './said.ts';

/** Holds, does not hold, or the capture cannot decide. */
export type Verdict = 'holds' | 'fails' | 'undecided';

/** One moment at which something came true. */
export interface Occurrence {
  readonly stream: number;
  /** The row that made it true. */
  readonly frame: number;
  readonly timeNs: number;
}

export interface Outcome {
  readonly verdict: Verdict;
  /** What was asked for, as a clause: "a complete handshake on every connection". */
  readonly expected: Said;
  /** What the capture shows, with row numbers. */
  readonly shows: Said;
  /** Why it cannot be decided; null when it can. */
  readonly why: Said | null;
  /** Rows it rests on, ascending; of very many the first. */
  readonly frames: readonly number[];
  readonly streams: readonly number[];
  /** Each time it was so, in the order of time; of very many the first. */
  readonly occurrences: readonly Occurrence[];
  /** How often it was so. */
  readonly times: number;
}

/** Rows and connections named with one outcome. */
const MOST_NAMED = 512;

/** An outcome with its rows in order. */
export const outcome = (
  verdict: Verdict,
  expected: Said,
  shows: Said,
  rest: Partial<Pick<Outcome, 'why' | 'frames' | 'streams' | 'occurrences' | 'times'>> = {},
): Outcome => ({
  verdict,
  expected,
  shows,
  why: rest.why ?? null,
  frames: ascending(rest.frames ?? []).slice(0, MOST_NAMED),
  streams: ascending(rest.streams ?? []).slice(0, MOST_NAMED),
  occurrences: inTime(rest.occurrences ?? []),
  times: rest.times ?? rest.occurrences?.length ?? 0,
});

/** The verdict of several that must all hold. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fails')) return 'fails';
  return verdicts.includes('undecided') ? 'undecided' : 'holds';
}

/** The verdict of several of which one must hold. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('holds')) return 'holds';
  return verdicts.includes('undecided') ? 'undecided' : 'fails';
}

export const opposite = (verdict: Verdict): Verdict =>
  verdict === 'holds' ? 'fails' : verdict === 'fails' ? 'holds' : 'undecided';

/** Unique numbers, ascending. */
export const ascending = (numbers: readonly number[]): number[] =>
  [...new Set(numbers)].sort((a, b) => a - b);

export const inTime = (occurrences: readonly Occurrence[]): Occurrence[] =>
  occurrences.toSorted((a, b) => a.frame - b.frame);
