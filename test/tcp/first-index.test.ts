// Finding a place in what is in order.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstIndex } from '../../src/tcp/first-index.ts';

test('the first that lies behind, or the length', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20 })),
      fc.integer({ min: 0, max: 20 }),
      (numbers, limit) => {
        const inOrder = numbers.sort((a, b) => a - b);
        const found = inOrder.findIndex((number) => number > limit);
        expect(firstIndex(inOrder.length, (at) => inOrder[at]! > limit)).toBe(
          found < 0 ? inOrder.length : found,
        );
      },
    ),
  );
});
