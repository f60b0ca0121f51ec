// What an assertion comes to on one capture: three values, and the words that go with them. Texts may hold captured
// bytes: whoever prints them makes them harmless (report/escape.ts, reporters/).

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
  readonly expected: string;
  /** What the capture shows, with row numbers. */
  readonly shows: string;
  /** Why it cannot be decided; null when it can. */
  readonly why: string | null;
  /** Rows it rests on. */
  readonly frames: readonly number[];
  readonly streams: readonly number[];
  /** Each time it was so, in the order of time. */
  readonly occurrences: readonly Occurrence[];
}

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
