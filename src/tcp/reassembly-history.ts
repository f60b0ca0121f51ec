// The latest bytes of a reassembled stream, to compare what is sent again with what was sent first. A ring that
// grows up to its limit; bytes older than that are no longer judged.

/** Many connections say little: V8 holds an array of this size without a buffer of its own. */
const FIRST_CAPACITY = 64;

/** Two copies of a stretch of a stream side by side; offsets count from the stream's start. */
export interface Comparison {
  /** The first and the last byte that differ; -1 when none does. */
  readonly first: number;
  readonly last: number;
  /** Bytes that both copies have. */
  readonly comparedBytes: number;
}

export const NOT_COMPARED: Comparison = { first: -1, last: -1, comparedBytes: 0 };

/** The comparison of two parts, `later` behind the other. */
export const joined = (earlier: Comparison, later: Comparison): Comparison => ({
  first: earlier.first < 0 ? later.first : earlier.first,
  last: later.last < 0 ? earlier.last : later.last,
  comparedBytes: earlier.comparedBytes + later.comparedBytes,
});

export class RecentBytes {
  private ring = new Uint8Array(0);
  private readonly limit: number;
  /** The bytes [from, end) of the stream are known. */
  private from = 0;
  private end = 0;

  /** Keeps `limit` bytes at most, a power of two; 0 keeps none. */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** Keeps bytes[start, end), which lie at `offset` of the stream; after a hole nothing before it is known. */
  add(offset: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.limit === 0) return;
    if (offset !== this.end) this.from = this.end = offset;
    this.growFor(end - start);
    const capacity = this.ring.length;
    const first = Math.max(start, end - capacity);
    let at = (offset + first - start) % capacity;
    for (let i = first; i < end;) {
      const len = Math.min(end - i, capacity - at);
      this.ring.set(bytes.subarray(i, i + len), at);
      i += len;
      at = 0;
    }
    this.end = offset + end - start;
    this.from = Math.max(this.from, this.end - capacity);
  }

  /** Compares bytes[start, end), said to lie at `offset`, with what is known. */
  compare(offset: number, bytes: Uint8Array, start: number, end: number): Comparison {
    const from = Math.max(offset, this.from);
    const to = Math.min(offset + end - start, this.end);
    const { ring } = this;
    let first = -1;
    let last = -1;
    for (let at = from; at < to; at++) {
      if (bytes[start + at - offset] === ring[at % ring.length]) continue;
      if (first < 0) first = at;
      last = at;
    }
    return { first, last, comparedBytes: Math.max(0, to - from) };
  }

  private growFor(added: number): void {
    const needed = Math.min(this.end - this.from + added, this.limit);
    let capacity = Math.max(this.ring.length, Math.min(FIRST_CAPACITY, this.limit));
    while (capacity < needed) capacity *= 2;
    if (capacity === this.ring.length) return;
    const grown = new Uint8Array(capacity);
    for (let at = this.from; at < this.end; at++) {
      grown[at % capacity] = this.ring[at % this.ring.length]!;
    }
    this.ring = grown;
  }
}
