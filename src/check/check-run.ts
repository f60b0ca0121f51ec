// The results of one run, as reporters see them: a lab, and what each capture came to. Plain data.

import type { Result } from './evaluate.ts';
import type { Place } from './load-lab.ts';

export interface CaptureResult {
  /** As given on the command line. */
  readonly file: string;
  /** Why it could not be read, one line; null when it was. Then `results` is empty. */
  readonly unreadable: string | null;
  /** What was wrong with it although it was read: damage, unknown link types. */
  readonly notices: readonly string[];
  readonly results: readonly Result[];
}

export interface CheckRun {
  /** The lab's own name, and its file as given. */
  readonly lab: string;
  readonly labFile: string;
  /** Where each expectation stands in the file, by its index. */
  readonly places: readonly Place[];
  /** Points that could be had, for captures that could not be read. */
  readonly maxPoints: number;
  readonly captures: readonly CaptureResult[];
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly points: number;
  readonly maxPoints: number;
}

/** Sums over one capture or several; one that could not be read is one failure. */
export function tallyOf(run: CheckRun, captures: readonly CaptureResult[] = run.captures): Tally {
  const results = captures.flatMap((capture) => capture.results);
  const unreadable = captures.filter((capture) => capture.unreadable !== null).length;
  const count = (status: Result['status']): number =>
    results.filter((one) => one.status === status).length;
  return {
    passed: count('pass'),
    failed: count('fail') + unreadable,
    skipped: count('skip'),
    points: sum(results.map(({ points }) => points)),
    maxPoints: sum(results.map(({ maxPoints }) => maxPoints)) + unreadable * run.maxPoints,
  };
}

/** Points are often halves and thirds: no 0.30000000000000004. */
const sum = (numbers: readonly number[]): number =>
  Number(numbers.reduce((total, one) => total + one, 0).toFixed(6));
