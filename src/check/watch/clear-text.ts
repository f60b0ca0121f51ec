// One direction of a connection, searched for words while it passes: what was searched is dropped, but for an overlap
// that holds a word which begins in one stretch and ends in the next.

import type { Conflict, Piece, StreamListener } from '../../tcp/reassembly-events.ts';
import type { Finder, Words } from '../text-match.ts';

/** Bytes gathered before they are searched. */
const STRETCH_BYTES = 64 << 10;
/** A pattern may match so many bytes across two stretches. */
const PATTERN_OVERLAP = 4096;
/** Behind the first piece, for which there is as much room as it needs. */
const SECOND_CAPACITY = 256;
/** Places told of one stretch. */
const MOST_PLACES = 64;

/** Rows of one place where the words of that number can be read. */
export type Told = (word: number, frames: readonly number[]) => void;

/** Bytes kept so that words across two stretches are found. */
export const overlapOf = (words: readonly Words[]): number =>
  Math.max(
    0,
    ...words.map(({ text }) => (text === undefined ? PATTERN_OVERLAP : Buffer.byteLength(text))),
  );

export class ClearTextStream implements StreamListener {
  private bytes = NOTHING;
  private len = 0;
  /** What came before and was searched already. */
  private searched = 0;
  /** Ends of the pieces in `bytes`, and their rows. */
  private pieces: { end: number; readonly frame: number }[] = [];
  private readonly finders: readonly Finder[];
  private readonly overlap: number;
  private readonly told: Told;

  constructor(finders: readonly Finder[], overlap: number, told: Told) {
    this.finders = finders;
    this.overlap = overlap;
    this.told = told;
  }

  get capacity(): number {
    return this.bytes.length;
  }

  piece({ bytes, start, end, frame }: Piece): void {
    for (let at = start; at < end;) {
      const len = Math.min(end - at, STRETCH_BYTES + this.overlap - this.len);
      this.append(bytes.subarray(at, at + len), frame);
      at += len;
      if (this.len >= STRETCH_BYTES + this.overlap) this.search();
    }
  }

  /** Words do not reach across what is missing. */
  gap(): void {
    this.search();
    this.begin();
  }

  /** Other bytes in an old place were readable too. */
  conflict({ bytes, frame }: Conflict): void {
    this.finders.forEach((find, word) => {
      if (find(bytes, 1).length > 0) this.told(word, [frame]);
    });
  }

  /** Searches what was gathered and keeps the overlap alone. */
  search(): void {
    if (this.len > this.searched) {
      const window = this.bytes.subarray(0, this.len);
      this.finders.forEach((find, word) => {
        for (const [from, to] of find(window, MOST_PLACES))
          if (to > this.searched) this.told(word, this.framesOf(from, to));
      });
    }
    const from = Math.max(0, this.len - this.overlap);
    this.bytes = this.bytes.slice(from, this.len);
    this.pieces = this.pieces
      .filter(({ end }) => end > from)
      .map(({ end, frame }) => ({ end: end - from, frame }));
    this.len = this.searched = this.bytes.length;
  }

  private begin(): void {
    this.bytes = NOTHING;
    this.pieces = [];
    this.len = this.searched = 0;
  }

  private append(added: Uint8Array, frame: number): void {
    if (this.len + added.length > this.bytes.length) {
      let capacity = this.len === 0 ? added.length : Math.max(SECOND_CAPACITY, this.bytes.length);
      while (capacity < this.len + added.length) capacity *= 2;
      const grown = new Uint8Array(capacity);
      grown.set(this.bytes.subarray(0, this.len));
      this.bytes = grown;
    }
    this.bytes.set(added, this.len);
    this.len += added.length;
    const last = this.pieces.at(-1);
    if (last?.frame === frame) last.end = this.len;
    // An array that something is pushed to has room for 17.
    else if (last === undefined) this.pieces = [{ end: this.len, frame }];
    else this.pieces.push({ end: this.len, frame });
  }

  private framesOf(from: number, to: number): number[] {
    let start = 0;
    return this.pieces.flatMap(({ end, frame }) => {
      const isIn = start < to && end > from;
      start = end;
      return isIn ? [frame] : [];
    });
  }
}

const NOTHING = new Uint8Array(0);
