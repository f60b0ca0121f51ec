// Stretches in order, held against a plain sorted array; enough of them that blocks are cut and emptied.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StretchList, type Stretch } from '../../src/tcp/stretch-list.ts';

const SLOT = 10;

/** One stretch for each slot, with room before and behind it. */
const stretchIn = (slot: number): Stretch => ({ offset: slot * SLOT + 2, end: slot * SLOT + 7 });

/** Slots in any order, and after how many of them the first stretch is taken out. */
const filling = fc.tuple(
  fc.shuffledSubarray([...Array(2500).keys()], { minLength: 1500 }),
  fc.integer({ min: 2, max: 9 }),
  fc.array(fc.tuple(fc.nat(2500 * SLOT), fc.nat(6000)), { minLength: 5, maxLength: 5 }),
);

describe('a list of stretches', () => {
  test('holds them in the order of the stream, in whatever order they come and go', () => {
    fc.assert(
      fc.property(filling, ([slots, pace, questions]) => {
        const list = new StretchList();
        let model: Stretch[] = [];
        for (const [i, slot] of slots.entries()) {
          list.add(stretchIn(slot));
          model.push(stretchIn(slot));
          if (i % pace > 0) continue;
          model.sort((a, b) => a.offset - b.offset);
          expect(list.takeFirst()).toEqual(model.shift());
        }
        model.sort((a, b) => a.offset - b.offset);
        for (const [offset, len] of questions) {
          const end = offset + len;
          expect(list.after(offset)).toEqual(model.find((one) => one.end > offset));
          expect(list.overlapping(offset, end)).toEqual(
            model.filter((one) => one.end > offset && one.offset < end),
          );
        }
        const taken = [];
        while (list.first) taken.push(list.takeFirst());
        expect(taken).toEqual(model);
        expect(list.takeFirst()).toBeUndefined();
      }),
      { seed: 512, numRuns: 20 },
    );
  });
});
