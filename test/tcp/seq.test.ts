// RFC 9293 3.4: comparisons of sequence numbers are modulo 2^32, and the arithmetic has no edge at the wrap.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seqAdd, seqDiff, seqGt, seqLeq, seqLt, seqRelative } from '../../src/tcp/seq.ts';

const seq = fc.oneof(
  fc.integer({ min: 0, max: 0xffff_ffff }),
  fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_fffe, 0xffff_ffff),
);
/** Half the space less one: beyond it, before and after are not defined. */
const distance = fc.integer({ min: 1, max: 0x7fff_ffff });
const SEED = { seed: 9293, numRuns: 500 };

describe('sequence numbers', () => {
  test.each([
    [0, 0xffff_ffff, 1],
    [0xffff_ffff, 0, -1],
    [0x10, 0xffff_fff0, 32],
    [5, 5, 0],
    [0x8000_0000, 0x7fff_ffff, 1],
  ])('the distance to %i from %i is %i', (a, b, want) => {
    expect(seqDiff(a, b)).toBe(want);
  });

  test('a number moved on lies after where it was, wherever the wrap is', () => {
    fc.assert(
      fc.property(seq, distance, (a, n) => {
        const b = seqAdd(a, n);
        expect([seqLt(a, b), seqLeq(a, b), seqGt(b, a)]).toEqual([true, true, true]);
        expect([seqLt(b, a), seqLeq(b, a), seqGt(a, b)]).toEqual([false, false, false]);
        expect(seqDiff(b, a)).toBe(n);
      }),
      SEED,
    );
  });

  test('a number is not before or after itself', () => {
    fc.assert(
      fc.property(seq, (a) => {
        expect([seqLt(a, a), seqGt(a, a), seqLeq(a, a), seqDiff(a, a)]).toEqual([
          false,
          false,
          true,
          0,
        ]);
      }),
      SEED,
    );
  });

  test('uint32 and the int32 of the same bits are one number', () => {
    fc.assert(
      fc.property(seq, seq, (a, b) => {
        expect(seqDiff(a | 0, b)).toBe(seqDiff(a, b));
        expect(seqLt(a, b | 0)).toBe(seqLt(a | 0, b));
        expect(seqRelative(a | 0, b)).toBe(seqRelative(a, b | 0));
      }),
      SEED,
    );
  });

  test('order does not change when every number moves by as much', () => {
    fc.assert(
      fc.property(seq, seq, seq, (a, b, shift) => {
        expect(seqLt(seqAdd(a, shift), seqAdd(b, shift))).toBe(seqLt(a, b));
        expect(seqRelative(seqAdd(a, shift), seqAdd(b, shift))).toBe(seqRelative(a, b));
      }),
      SEED,
    );
  });

  test('moving on is a uint32, and so is what Wireshark shows', () => {
    expect(seqAdd(0xffff_ffff, 1)).toBe(0);
    expect(seqAdd(-1, 0)).toBe(0xffff_ffff);
    expect(seqRelative(999, 1000)).toBe(0xffff_ffff);
    fc.assert(
      fc.property(seq, seq, (a, b) => {
        expect(seqAdd(b, seqRelative(a, b))).toBe(a);
      }),
      SEED,
    );
  });
});
