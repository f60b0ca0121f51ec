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
  private capacity = FIRST_CAPACITY / 2;
  private slots = new Int32Array(0);
  private used = 0;
  /** The slot that `find` gave. */
  private latest = 0;

  /** `keyWords`: length of every key, in 32-bit words; three at least. */
  constructor(keyWords: number) {
    this.keyWords = keyWords;
    this.stride = keyWords + 1;
    // Also shows V8 that these fields change: it would compile look-ups for constants, and again at the first growth.
    this.grow();
  }

  /** Where the key in the first words of `probe` is, or goes; valid until the next `add`. */
  find(probe: Int32Array): number {
    const { slots, stride } = this;
    // Segments of a connection come in bursts: mostly the key is where the one before was.
    if (slots[this.latest * stride] !== 0 && this.isAt(this.latest, probe)) return this.latest;
    const mask = this.capacity - 1;
    let slot = hash(probe, 0, this.keyWords) & mask;
    while (slots[slot * stride] !== 0 && !this.isAt(slot, probe)) slot = (slot + 1) & mask;
    this.latest = slot;
    return slot;
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

  private isAt(slot: number, probe: Int32Array): boolean {
    const { slots, keyWords } = this;
    const at = slot * this.stride + 1;
    for (let i = 0; i < keyWords; i++) if (slots[at + i] !== probe[i]) return false;
    return true;
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

/** Where the key at `at` belongs, before the mask. */
function hash(words: Int32Array, at: number, wordCount: number): number {
  const ports = words[at]!;
  const first = ports >>> 16;
  const second = ports & 0xffff;
  const higher = first > second ? first : second;
  // Clients use one port after the other: four that follow each other share a line of the processor's cache.
  const others = (first > second ? second : first) | ((higher >>> 2) << 16);
  // Three products at once: one step after the other would each wait for the one before.
  let h =
    Math.imul(others, 0x9e3779b1) ^
    Math.imul(words[at + 1]!, 0x85ebca77) ^
    Math.imul(words[at + 2]!, 0xc2b2ae3d);
  h ^= h >>> 15;
  for (let i = FEWEST_WORDS; i < wordCount; i++) h = mix(h, words[at + i]!);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return ((h ^ (h >>> 13)) << 2) | ((first + second) & 3);
}
