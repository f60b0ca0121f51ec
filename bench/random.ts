// Seeded randomness (xorshift32, Marsaglia 2003): the same captures on every machine. Not for anything secret.

/** A source of the same numbers for the same seed. */
export class Random {
  private state: number;

  /** `seed` must not be 0. */
  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** 32 bits, unsigned. */
  bits(): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return x >>> 0;
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return this.bits() % limit;
  }
}
