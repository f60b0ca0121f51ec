// What is told apart without comparing must be what comparing would have told apart.
import { isDeepStrictEqual } from 'node:util';
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

const couples = texts(200).flatMap((inner, _, all) => all.map((outer) => ({ inner, outer })));
const may = ({ inner, outer }: (typeof couples)[number]): boolean =>
  mayHold(pairSetOf(outer), pairSetOf(inner));

test(`a text that lies within another one is never ruled out (seed ${SEED})`, () => {
  const within = couples.filter(({ inner, outer }) => outer.includes(inner));
  expect(within.length).toBeGreaterThan(1000);
  expect(within.filter((couple) => !may(couple))).toEqual([]);
});

test(`what is ruled out has the same text in common as when it is compared (seed ${SEED})`, () => {
  const ruledOut = couples.filter((couple) => !may(couple));
  expect(ruledOut.length).toBeGreaterThan(20_000);
  const differing = ruledOut.filter(
    ({ inner, outer }) =>
      !isDeepStrictEqual(commonText(inner, outer, false), commonText(inner, outer)),
  );
  expect(differing).toEqual([]);
});

test.each([
  ['', 'anything', true],
  ['a', 'b', true],
  ['ab', 'cab', true],
  ['ab', 'ba', false],
])('%j within %j: %j', (inner, outer, expected) => {
  expect(mayHold(pairSetOf(Buffer.from(outer)), pairSetOf(Buffer.from(inner)))).toBe(expected);
});
