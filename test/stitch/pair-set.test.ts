// What is told apart without comparing must be what comparing would have told apart.
import { expect, test } from 'vitest';
import { commonText } from '../../src/stitch/common-text.ts';
import { mayHold, pairSetOf } from '../../src/stitch/pair-set.ts';

const WORDS = ['the', 'fox', 'jumps', 'over', 'a', 'dog', 'é', 'x: ', '42'];
const SEED = 20_260_714;

/** Numerical Recipes' generator: texts from it are the same in every run. */
function texts(count: number): Buffer[] {
  let state = SEED;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: count }, () =>
    Buffer.from(Array.from({ length: 1 + below(5) }, () => WORDS[below(WORDS.length)]).join(' ')),
  );
}

test('a text that lies within another one is never ruled out', () => {
  const made = texts(400);
  let within = 0;
  let ruledOut = 0;
  for (const inner of made)
    for (const outer of made) {
      const may = mayHold(pairSetOf(outer), pairSetOf(inner));
      if (outer.includes(inner)) {
        within++;
        expect(may, `${inner} in ${outer}, seed ${SEED}`).toBe(true);
      } else if (!may) ruledOut++;
      expect(commonText(inner, outer, may)).toEqual(commonText(inner, outer));
    }
  expect(within).toBeGreaterThan(1000);
  expect(ruledOut).toBeGreaterThan(50_000);
}, 20_000);

test.each([
  ['', 'anything', true],
  ['a', 'b', true],
  ['ab', 'cab', true],
  ['ab', 'ba', false],
])('%j within %j: %j', (inner, outer, may) => {
  expect(mayHold(pairSetOf(Buffer.from(outer)), pairSetOf(Buffer.from(inner)))).toBe(may);
});
