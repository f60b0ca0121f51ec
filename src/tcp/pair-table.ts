// A hash table from pairs of endpoints to their latest connection: open addressing over int32 words, no strings.
// One table holds keys of one length, so that those of IPv4 are short.

import type { Connection } from './connection.ts';

const FIRST_CAPACITY = 1024;
const MAX_LOAD = 0.6;

export class PairTable {
  private readonly keyWords: number;
  private capacity = FIRST_CAPACITY;
  private keys: Int32Array;
  private slots: (Connection | undefined)[] = emptySlots(FIRST_CAPACITY);
  private used = 0;

  /** `keyWords`: length of every key, in 32-bit words. */
  constructor(keyWords: number) {
    this.keyWords = keyWords;
    this.keys = new Int32Array(FIRST_CAPACITY * keyWords);
  }

  /** Where the key in the first words of `probe` is, or goes; valid until the next `set`. */
  find(probe: Int32Array): number {
    const { keys, slots, keyWords } = this;
    const mask = this.capacity - 1;
    let slot = hash(probe, 0, keyWords) & mask;
    for (;;) {
      if (slots[slot] === undefined) return slot;
      const at = slot * keyWords;
      let i = 0;
      while (i < keyWords && keys[at + i] === probe[i]) i++;
      if (i === keyWords) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** The connection at a slot that `find` gave; undefined when the key is new. */
  at(slot: number): Connection | undefined {
    return this.slots[slot];
  }

  /** Puts a connection where `find` said that the key in `probe` goes. */
  set(slot: number, probe: Int32Array, connection: Connection): void {
    const isNew = this.slots[slot] === undefined;
    this.slots[slot] = connection;
    if (!isNew) return;
    for (let i = 0; i < this.keyWords; i++) this.keys[slot * this.keyWords + i] = probe[i]!;
    if (++this.used > this.capacity * MAX_LOAD) this.grow();
  }

  /** All connections, in no particular order. */
  *values(): Generator<Connection> {
    for (const connection of this.slots) if (connection) yield connection;
  }

  private grow(): void {
    const { keys, slots, keyWords } = this;
    this.capacity *= 2;
    this.keys = new Int32Array(this.capacity * keyWords);
    this.slots = emptySlots(this.capacity);
    const mask = this.capacity - 1;
    for (let old = 0; old < slots.length; old++) {
      const connection = slots[old];
      if (connection === undefined) continue;
      const at = old * keyWords;
      let slot = hash(keys, at, keyWords) & mask;
      while (this.slots[slot] !== undefined) slot = (slot + 1) & mask;
      this.keys.set(keys.subarray(at, at + keyWords), slot * keyWords);
      this.slots[slot] = connection;
    }
  }
}

const emptySlots = (capacity: number): (Connection | undefined)[] =>
  Array.from({ length: capacity });

function hash(words: Int32Array, at: number, wordCount: number): number {
  let h = 0;
  for (let i = 0; i < wordCount; i++) {
    h = Math.imul(h ^ words[at + i]!, 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}
