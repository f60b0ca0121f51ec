// The longest run of bytes two messages have in common: what a relay passed on unchanged.

export interface CommonRun {
  /** Offsets in either message; lenBytes 0 when nothing is in common. */
  readonly atA: number;
  readonly atB: number;
  readonly lenBytes: number;
}

const NOTHING: CommonRun = { atA: 0, atB: 0, lenBytes: 0 };

/**
 * The longest common run when it has `atLeast` bytes or more, else none. Most pairs share nothing of that length, which
 * shows in time a.length + b.length; only for the others is it looked up exactly, in time a.length x b.length.
 */
export function commonRun(a: Uint8Array, b: Uint8Array, atLeast = 1): CommonRun {
  if (!mayShare(a, b, Math.max(1, atLeast))) return NOTHING;
  const best = longestRun(a, b);
  return best.lenBytes < atLeast ? NOTHING : best;
}

/** Multiplier of the rolling hash, odd and large (Knuth's). */
const FACTOR = 0x9e3779b1;

/** Hashes of all pieces of `len` bytes, modulo 2^32. */
function* pieceHashes(bytes: Uint8Array, len: number): Generator<number> {
  let leaving = 1;
  for (let i = 1; i < len; i++) leaving = Math.imul(leaving, FACTOR);
  let hash = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (at >= len) hash = (hash - Math.imul(bytes[at - len]! + 1, leaving)) | 0;
    hash = (Math.imul(hash, FACTOR) + bytes[at]! + 1) | 0;
    if (at + 1 >= len) yield hash;
  }
}

/** False when no piece of `len` bytes is in both: sure. True may be a collision. */
function mayShare(a: Uint8Array, b: Uint8Array, len: number): boolean {
  if (a.length < len || b.length < len) return false;
  const inA = new Set(pieceHashes(a, len));
  for (const hash of pieceHashes(b, len)) if (inA.has(hash)) return true;
  return false;
}

function longestRun(a: Uint8Array, b: Uint8Array): CommonRun {
  let best = NOTHING;
  // lengths[j] is how long the run is that ends at a[i - 1], b[j - 1].
  const lengths = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    for (let j = b.length; j > 0; j--) {
      const len = a[i - 1] === b[j - 1] ? lengths[j - 1]! + 1 : 0;
      lengths[j] = len;
      if (len > best.lenBytes) best = { atA: i - len, atB: j - len, lenBytes: len };
    }
  }
  return best;
}

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** The run without white space at its ends, which belongs to the framing rather than to what was said. */
export function withoutBlanks(run: CommonRun, a: Uint8Array): CommonRun {
  let { atA, atB, lenBytes } = run;
  while (lenBytes > 0 && isBlank(a[atA]!)) {
    atA++;
    atB++;
    lenBytes--;
  }
  while (lenBytes > 0 && isBlank(a[atA + lenBytes - 1]!)) lenBytes--;
  return { atA, atB, lenBytes };
}
