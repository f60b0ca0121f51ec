// The longest run of bytes two messages share, against the plain definition of it.
import { describe, expect, test } from 'vitest';
import { commonRun } from '../../src/stitch/common-run.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** xorshift32: the same texts on every machine. */
function* random(seed: number): Generator<number, never> {
  let x = seed;
  for (;;) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    yield x >>> 0;
  }
}

/** By definition: the longest piece of `a` that is found in `b`. */
function longestByDefinition(a: string, b: string): number {
  for (let len = a.length; len > 0; len--)
    for (let at = 0; at + len <= a.length; at++) if (b.includes(a.slice(at, at + len))) return len;
  return 0;
}

describe('the longest common run', () => {
  test.each([
    ['@eliad hello', 'Message from laptop: hello', { atA: 6, atB: 20, lenBytes: 6 }],
    ['hello', 'hello', { atA: 0, atB: 0, lenBytes: 5 }],
    ['abc', 'xyz', { atA: 0, atB: 0, lenBytes: 0 }],
    ['', 'xyz', { atA: 0, atB: 0, lenBytes: 0 }],
  ])('of %j and %j', (a, b, run) => {
    expect(commonRun(bytes(a), bytes(b))).toEqual(run);
  });

  test('is as long as the definition says, over seeded texts of two letters', () => {
    const numbers = random(20260101);
    const text = (): string => {
      const len = numbers.next().value % 24;
      return Array.from({ length: len }, () => 'ab'[numbers.next().value % 2]).join('');
    };
    for (let round = 0; round < 300; round++) {
      const [a, b] = [text(), text()];
      const longest = longestByDefinition(a, b);
      const atLeast = 1 + (numbers.next().value % 8);
      const run = commonRun(bytes(a), bytes(b), atLeast);
      expect(run.lenBytes, `${a} | ${b} | ${atLeast}`).toBe(longest >= atLeast ? longest : 0);
      expect(a.slice(run.atA, run.atA + run.lenBytes)).toBe(
        b.slice(run.atB, run.atB + run.lenBytes),
      );
    }
  });
});
