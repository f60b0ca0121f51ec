// One step of the hashes of this stage: takes a word into what came before (multiplicative hashing, with the high bits,
// which the multiplication spreads to, brought down again).

/** int32 in, int32 out. */
export function mix(hash: number, word: number): number {
  const h = Math.imul(hash ^ word, 0x9e3779b1);
  return h ^ (h >>> 15);
}
