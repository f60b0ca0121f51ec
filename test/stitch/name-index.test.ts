// Many names looked for at once are found where looking for each of them finds it.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NameIndex } from '../../src/stitch/name-index.ts';
import { holdsName } from '../../src/stitch/names.ts';

const PARTS = ['a', 'b1', 'דנה', 'é', '.', '-', '@', '_', ' ', '“', '𐐀', '!'];
const text = (maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...PARTS), { maxLength }).map((parts) => parts.join(''));

describe('an index of names', () => {
  test('finds what looking for each finds, few names or many', () => {
    fc.assert(
      fc.property(fc.array(text(4), { maxLength: 60 }), text(24), (names, said) => {
        const held = new NameIndex(names).heldIn(said);
        const each = [...new Set(names)].filter((name) => holdsName(said, name));
        expect(held.toSorted()).toEqual(each.toSorted());
      }),
      { numRuns: 1000 },
    );
  });

  test('finds a name of several words, one in quotes, and one that is no word', () => {
    const others = Array.from({ length: 50 }, (_, at) => `guest-${at}`);
    const index = new NameIndex([...others, 'john.smith', 'דנה', '***']);
    expect(index.heldIn('“דנה” met john.smith, guest-7 and guest-77 ***').toSorted()).toEqual(
      ['***', 'guest-7', 'john.smith', 'דנה'].toSorted(),
    );
    expect(index.heldIn('john and smith, guests-7')).toEqual([]);
  });
});
