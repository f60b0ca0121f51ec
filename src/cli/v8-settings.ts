// What V8 is asked to do otherwise than usual, so that a run takes less memory or time; what is said stays the same.
// Settings are part of what a code cache is made for (build/code-cache.cjs): they must be made when the program runs.

import { setFlagsFromString } from 'node:v8';

/** Node 20's. What other versions make of some settings is not known: they are left alone. */
const isKnownV8 = process.versions.v8.startsWith('11.3.');

/**
 * For commands that run through captures of any size. V8 lets its heap grow to four times what lives in it before it
 * looks for what does not: most of what such a run takes would be garbage. Now it looks when the heap is half as large
 * again as what lives; that costs a tenth of the time or so.
 */
export const keepHeapSmall = (): void => setFlagsFromString('--heap-growing-percent=50');

/** Lets the space of new objects stay as small as it begins. Grown, it is fresh memory, again and again. */
export function keepNewSpaceSmall(): void {
  if (isKnownV8) setFlagsFromString('--semi-space-growth-factor=1');
}

/** As V8 has it: where much is kept, each look at the new objects costs a look at all the old memory's pages. */
export function letNewSpaceGrow(): void {
  if (!isKnownV8) return;
  setFlagsFromString('--semi-space-growth-factor=2');
  setFlagsFromString('--parallel-scavenge');
}

/**
 * Bytes of code that a function runs through before it is compiled; V8's own number is 67,584. What is compiled so early has
 * seen too little: rarer packets take it apart again, and most functions of a run need not be compiled at all.
 */
const READING_BUDGET = 200_000;
/** A report runs each of its functions a few hundred times at most: what is compiled meanwhile is hardly ever paid back. */
const TELLING_BUDGET = 600_000;

/** While a capture is read. The new objects are too few to be looked through by several threads. */
export function compileForReading(setFlags = setFlagsFromString): void {
  setBudget(READING_BUDGET, setFlags);
  if (isKnownV8) setFlags('--no-parallel-scavenge');
}

/** While what was read is told. A second look at the capture is over before compiling for it is paid back, too. */
export const compileForTelling = (setFlags = setFlagsFromString): void =>
  setBudget(TELLING_BUDGET, setFlags);

function setBudget(bytes: number, setFlags: (flags: string) => void): void {
  if (isKnownV8) setFlags(`--interrupt-budget=${bytes}`);
}
