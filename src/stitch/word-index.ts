// Many words looked for in one pass over bytes: where the first two bytes of one stand, what follows is looked up among the
// words that begin so, once for each length they have.

const PAIRS = 1 << 16;

/** Words that begin with the same two bytes, a character a byte. */
interface Group {
  readonly words: Set<string>;
  /** The longest first. */
  lengths: number[];
}

export class WordIndex {
  private readonly begins = new Uint8Array(PAIRS);
  private readonly byPair = new Map<number, Group>();

  /** Words of two bytes or more. */
  constructor(words: Iterable<string>) {
    for (const word of words) {
      const bytes = Buffer.from(word);
      if (bytes.length < 2) continue;
      const pair = (bytes[0]! << 8) | bytes[1]!;
      this.begins[pair] = 1;
      const group = this.byPair.get(pair) ?? { words: new Set(), lengths: [] };
      this.byPair.set(pair, group);
      group.words.add(bytes.toString('latin1'));
      if (!group.lengths.includes(bytes.length)) group.lengths.push(bytes.length);
    }
    for (const group of this.byPair.values()) group.lengths.sort((a, b) => b - a);
  }

  /** Start and end of every word in the bytes, none within another. */
  placesIn(bytes: Uint8Array): (readonly [start: number, end: number])[] {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const places: (readonly [number, number])[] = [];
    let end = 0;
    for (let at = 0; at + 1 < text.length; at++) {
      const pair = (text[at]! << 8) | text[at + 1]!;
      if (this.begins[pair] === 0) continue;
      const len = this.longestAt(text, at, pair);
      if (len === 0 || at + len <= end) continue;
      end = at + len;
      places.push([at, end]);
    }
    return places;
  }

  private longestAt(text: Buffer, at: number, pair: number): number {
    const { words, lengths } = this.byPair.get(pair)!;
    const fits = (len: number): boolean => at + len <= text.length;
    return (
      lengths.find((len) => fits(len) && words.has(text.toString('latin1', at, at + len))) ?? 0
    );
  }
}
