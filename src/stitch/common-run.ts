// The longest run of bytes two messages have in common: what a relay passed on unchanged.

export interface CommonRun {
  /** Offsets in either message; lenBytes 0 when nothing is in common. */
  readonly atA: number;
  readonly atB: number;
  readonly lenBytes: number;
}

/** Longest common run, time a.length x b.length, one row of memory. */
export function commonRun(a: Uint8Array, b: Uint8Array): CommonRun {
  let best: CommonRun = { atA: 0, atB: 0, lenBytes: 0 };
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
