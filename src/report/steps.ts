// A report while it is written, a step at a time: up to the next few rows' sections. The media of a report go through
// their steps side by side, so that a row is explained once for all of them and forgotten soon after.

export type Steps = Generator<void, void, void>;

/** Rows of a step. Few are few to hold; of more, a medium's code finds itself still in the processor's caches. */
export const ROWS_A_STEP = 4;

/** Runs all of them side by side. A fault ends its own only; the first is thrown when the others are through. */
export function* sideBySide(all: readonly Steps[]): Steps {
  const faults: unknown[] = [];
  let running = all;
  const goesOn = (steps: Steps): boolean => {
    try {
      return steps.next().done !== true;
    } catch (fault) {
      faults.push(fault);
      return false;
    }
  };
  for (;;) {
    running = running.filter(goesOn);
    if (running.length === 0) break;
    yield;
  }
  if (faults.length > 0) throw faults[0];
}

export function runSteps(steps: Steps): void {
  while (steps.next().done !== true);
}
