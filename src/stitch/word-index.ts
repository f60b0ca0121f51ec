// Many words looked for in one pass over bytes: where the first two bytes of one stand, the word itself is held
// against what follows.

const PAIRS = 1 << 16;

export class WordIndex {
  private readonly begins = new Uint8Array(PAIRS);
  private readonly byPair = new Map<number, Buffer[]>();

  /** Words of two bytes or more. */
  constructor(words: Iterable<string>) {
    for (const word of words) {
      const bytes = Buffer.from(word);
      if (bytes.length < 2) continue;
      const pair = (bytes[0]! << 8) | bytes[1]!;
      this.begins[pair] = 1;
      this.byPair.set(pair, [...(this.byPair.get(pair) ?? []), bytes]);
    }
  }

  /** Start and end of every word in the bytes, none within another. */
  placesIn(bytes: Uint8Array): (readonly [start: number, end: number])[] {
    const places: (readonly [number, number])[] = [];
    for (let at = 0; at + 1 < bytes.length; at++) {
      const pair = (bytes[at]! << 8) | bytes[at + 1]!;
      if (this.begins[pair] === 0) continue;
      const len = this.longestAt(bytes, at, pair);
      if (len === 0) continue;
      places.push([at, at + len]);
      at += len - 1;
    }
    return places;
  }

  private longestAt(bytes: Uint8Array, at: number, pair: number): number {
    let longest = 0;
    for (const word of this.byPair.get(pair) ?? [])
      if (word.length > longest && word.equals(bytes.subarray(at, at + word.length)))
        longest = word.length;
    return longest;
  }
}
