// Which pairs of neighbouring bytes a text holds, as 32 bits: what lies within another text holds no pair that the
// other has not. Tells cheaply that two texts cannot hold each other; that they do is common-text.ts's matter.

/** Bit n: a pair of bytes that falls into class n is there. */
export type PairSet = number;

/** Spreads pairs over the 32 classes (2^32 divided by the golden ratio). */
const SPREAD = 0x9e3779b1;

export function pairSetOf(bytes: Uint8Array): PairSet {
  let pairs = 0;
  for (let i = 1; i < bytes.length; i++)
    pairs |= 1 << (Math.imul((bytes[i - 1]! << 8) | bytes[i]!, SPREAD) >>> 27);
  return pairs;
}

/** Whether a text with the pairs `inner` may lie within one with the pairs `outer`. */
export const mayHold = (outer: PairSet, inner: PairSet): boolean => (inner & ~outer) === 0;
