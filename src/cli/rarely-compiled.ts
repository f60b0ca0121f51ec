// A report runs each of its functions a few hundred times, and then the program is over: what V8 compiles of them
// meanwhile is hardly ever paid back. It is asked to wait longer; what is said is the same.

import { setFlagsFromString } from 'node:v8';

/** Node 20's. What other versions make of the flag is not known: they are left alone. */
const KNOWN_V8 = /^11\.3\./;

/** Bytes of code that a function runs through before it is compiled: as V8 has it, and here. */
const USUAL_BUDGET = 67_584;
const LARGE_BUDGET = 600_000;

/** Runs what is soon over; `setFlags` tells V8. */
export function rarelyCompiled(
  run: () => void,
  setFlags: (flags: string) => void = setFlagsFromString,
): void {
  if (!KNOWN_V8.test(process.versions.v8)) {
    run();
    return;
  }
  setFlags(`--interrupt-budget=${LARGE_BUDGET}`);
  try {
    run();
  } finally {
    setFlags(`--interrupt-budget=${USUAL_BUDGET}`);
  }
}
