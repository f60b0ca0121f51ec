// A hash table that numbers pairs of endpoints: open addressing over int32 words, no strings, no objects. One table
// holds keys of one length, so that those of IPv4 are short.

const FIRST_CAPACITY = 1024;
const MAX_LOAD = 0.6;

export class PairTable {
  private readonly keyWords: number;
  private capacity = FIRST_CAPACITY;
  private keys: Int32Array;
  /** A number + 1; 0 where the slot is empty. */
  private slots = new Int32Array(FIRST_CAPACITY);
  private used = 0;

  /** `keyWords`: length of every key, in 32-bit words. */
  constructor(keyWords: number) {
    this.keyWords = keyWords;
    this.keys = new Int32Array(FIRST_CAPACITY * keyWords);
  }

  /** Where the key in the first words of `probe` is, or goes; valid until the next `add`. */
  find(probe: Int32Array): number {
    const { keys, slots, keyWords } = this;
    const mask = this.capacity - 1;
    let slot = hash(probe, 0, keyWords) & mask;
    for (;;) {
      if (slots[slot] === 0) return slot;
      const at = slot * keyWords;
      let i = 0;
      while (i < keyWords && keys[at + i] === probe[i]) i++;
      if (i === keyWords) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** The number at a slot that `find` gave; -1 when the key is new. */
  at(slot: number): number {
    return this.slots[slot]! - 1;
  }

  /** Puts the key in `probe`, which is new, where `find` said that it goes. */
  add(slot: number, probe: Int32Array, number: number): void {
    this.slots[slot] = number + 1;
    for (let i = 0; i < this.keyWords; i++) this.keys[slot * this.keyWords + i] = probe[i]!;
    if (++this.used > this.capacity * MAX_LOAD) this.grow();
  }

  private grow(): void {
    const { keys, slots, keyWords } = this;
    this.capacity *= 2;
    this.keys = new Int32Array(this.capacity * keyWords);
    this.slots = new Int32Array(this.capacity);
    const mask = this.capacity - 1;
    for (let old = 0; old < slots.length; old++) {
      if (slots[old] === 0) continue;
      const at = old * keyWords;
      let slot = hash(keys, at, keyWords) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      for (let i = 0; i < keyWords; i++) this.keys[slot * keyWords + i] = keys[at + i]!;
      this.slots[slot] = slots[old]!;
    }
  }
}

function hash(words: Int32Array, at: number, wordCount: number): number {
  let h = 0;
  for (let i = 0; i < wordCount; i++) {
    h = Math.imul(h ^ words[at + i]!, 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}
