// The latest bytes of a reassembled stream, to compare what is sent again with what was sent first. A ring that
// grows up to its limit; bytes older than that are no longer judged.

/** Most connections of a capture of very many say little. */
const FIRST_CAPACITY = 64;

/** Bytes that differ between two copies of the same stretch of a stream; offsets count from the stream's start. */
export interface Difference {
  readonly first: number;
  readonly last: number;
  /** Bytes that both copies have. */
  readonly comparedBytes: number;
}

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

  /** Where bytes[start, end), said to lie at `offset`, differ from what is known; null when nowhere. */
  difference(offset: number, bytes: Uint8Array, start: number, end: number): Difference | null {
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
    return first < 0 ? null : { first, last, comparedBytes: to - from };
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
