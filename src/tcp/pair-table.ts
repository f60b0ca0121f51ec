// A hash table that numbers pairs of endpoints: open addressing over int32 words, no strings, no objects. One table
// holds keys of one length, so that those of IPv4 are short. A number lies beside its key: a look-up that misses the
// processor's cache misses it once.

import { mix } from './mix.ts';

const FIRST_CAPACITY = 1024;
const MAX_LOAD = 0.6;
/** Words a key has at least. */
const FEWEST_WORDS = 3;

export class PairTable {
  private readonly keyWords: number;
  /** Words of a slot: a number + 1, 0 where the slot is empty, and the key. */
  private readonly stride: number;
  private capacity = FIRST_CAPACITY;
  private slots: Int32Array;
  private used = 0;

  /** `keyWords`: length of every key, in 32-bit words; three at least. */
  constructor(keyWords: number) {
    this.keyWords = keyWords;
    this.stride = keyWords + 1;
    this.slots = new Int32Array(FIRST_CAPACITY * this.stride);
  }

  /** Where the key in the first words of `probe` is, or goes; valid until the next `add`. */
  find(probe: Int32Array): number {
    const { slots, keyWords, stride } = this;
    const mask = this.capacity - 1;
    let slot = hash(probe, 0, keyWords) & mask;
    for (;;) {
      const at = slot * stride;
      if (slots[at] === 0) return slot;
      let i = 0;
      while (i < keyWords && slots[at + 1 + i] === probe[i]) i++;
      if (i === keyWords) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** The number at a slot that `find` gave; -1 when the key is new. */
  at(slot: number): number {
    return this.slots[slot * this.stride]! - 1;
  }

  /** Puts the key in `probe`, which is new, where `find` said that it goes. */
  add(slot: number, probe: Int32Array, number: number): void {
    const at = slot * this.stride;
    this.slots[at] = number + 1;
    for (let i = 0; i < this.keyWords; i++) this.slots[at + 1 + i] = probe[i]!;
    if (++this.used > this.capacity * MAX_LOAD) this.grow();
  }

  private grow(): void {
    const { slots, keyWords, stride } = this;
    this.capacity *= 2;
    this.slots = new Int32Array(this.capacity * stride);
    const mask = this.capacity - 1;
    for (let old = 0; old < slots.length; old += stride) {
      if (slots[old] === 0) continue;
      let slot = hash(slots, old + 1, keyWords) & mask;
      while (this.slots[slot * stride] !== 0) slot = (slot + 1) & mask;
      for (let i = 0; i < stride; i++) this.slots[slot * stride + i] = slots[old + i]!;
    }
  }
}

function hash(words: Int32Array, at: number, wordCount: number): number {
  let h = mix(mix(mix(0, words[at]!), words[at + 1]!), words[at + 2]!);
  for (let i = FEWEST_WORDS; i < wordCount; i++) h = mix(h, words[at + i]!);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}
