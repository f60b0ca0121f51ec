// Where held stretches touch, they are one run, in whatever order they came.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HeldStretches } from '../../src/tcp/reassembly-held.ts';

const LENGTH = 40;

/** [offset, end) that cover all of 0 to LENGTH, some left out, in any order. */
const stretches = fc
  .uniqueArray(fc.integer({ min: 1, max: LENGTH - 1 }))
  .map((cuts) => [0, ...cuts.sort((a, b) => a - b), LENGTH])
  .chain((edges) => fc.shuffledSubarray(edges.slice(1).map((end, i) => [edges[i]!, end] as const)));

describe('held stretches', () => {
  test('tell up to where bytes are held without a hole, and where they go on after it', () => {
    fc.assert(
      fc.property(stretches, fc.nat(10), (added, taken) => {
        const held = new HeldStretches();
        const isHeld = Array<boolean>(LENGTH).fill(false);
        for (const [offset, end] of added) {
          held.add({ offset, end, bytes: new Uint8Array(1), frame: 1, timeNs: 0 });
          isHeld.fill(true, offset, end);
        }
        for (let i = 0; i < taken && !held.isEmpty; i++) {
          const { offset, end } = held.takeFirst()!;
          isHeld.fill(false, offset, end);
        }
        for (const [at, is] of isHeld.entries()) {
          const hole = isHeld.indexOf(false, at);
          expect(held.heldUpTo(at)).toBe(!is ? at : hole < 0 ? LENGTH : hole);
          const next = isHeld.indexOf(true, hole < 0 ? LENGTH : hole);
          expect(held.nextFrom(held.heldUpTo(at))).toBe(next < 0 ? Infinity : next);
        }
      }),
      { seed: 613, numRuns: 500 },
    );
  });
});
