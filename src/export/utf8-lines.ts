// Text as bytes, gathered for large writes: what is written is UTF-8 at once, and of short texts and of numbers no
// strings are made, which the collector would have to look through.

/** Room to begin with: lines of 64 KiB, and the end of the last one. */
const BYTES = 80 << 10;
/** Longer texts are few: Node writes them. */
const MOST_PLAIN = 1000;
const DIGIT_0 = 0x30;
const DOT = 0x2e;

export class Utf8Lines {
  /** Bytes written and not taken. */
  length = 0;
  private bytes = Buffer.allocUnsafeSlow(BYTES);

  /** What was written; it is the caller's now. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.length);
    this.bytes = Buffer.allocUnsafeSlow(BYTES);
    this.length = 0;
    return taken;
  }

  /** What stands between these places, lent until more is written. */
  view(start: number, end: number): Uint8Array {
    return this.bytes.subarray(start, end);
  }

  /** Forgets what was written, and keeps its room. */
  clear(): void {
    this.length = 0;
  }

  /** For who writes bytes of its own: room for so many from `length` on, which it then moves on. */
  room(most: number): Uint8Array {
    this.reserve(most);
    return this.bytes;
  }

  text(text: string): void {
    if (this.plain(text, NOTHING)) return;
    this.reserve(Buffer.byteLength(text));
    this.length += this.bytes.write(text, this.length);
  }

  /** A single character of ASCII. */
  ascii(code: number): void {
    this.reserve(1);
    this.bytes[this.length++] = code;
  }

  /** A text that is bytes already (utf8Of). */
  copy(text: Uint8Array): void {
    this.reserve(text.length);
    const { bytes, length } = this;
    for (let i = 0; i < text.length; i++) bytes[length + i] = text[i]!;
    this.length = length + text.length;
  }

  /**
   * Writes a text if it is a short one without `special` characters (marked by their codes) and such as take three bytes
   * or more; `quote` is put around it. Whether it did.
   */
  plain(text: string, special: Uint8Array, quote = 0): boolean {
    if (text.length > MOST_PLAIN) return false;
    this.reserve(2 * text.length + 2);
    const { bytes } = this;
    let at = this.length;
    if (quote !== 0) bytes[at++] = quote;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < 0x80) {
        if (special[code] !== 0) return false;
        bytes[at++] = code;
      } else if (code < 0x800) {
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else {
        return false;
      }
    }
    if (quote !== 0) bytes[at++] = quote;
    this.length = at;
    return true;
  }

  /** The number as String() has it. */
  number(value: number): void {
    if (value >>> 0 === value) this.digits(value, digitsIn(value));
    else if (!this.seconds(value)) this.text(String(value));
  }

  /**
   * Writes a number of seconds that is a whole number of nanoseconds. Fifteen digits of a decimal survive in a double, so
   * no shorter text stands for the same number; String() writes those below 1 us with an exponent.
   */
  private seconds(value: number): boolean {
    const ns = Math.round(value * 1e9);
    if (!(ns >= 1000 && ns < 1e15 && ns / 1e9 === value)) return false;
    const whole = Math.floor(ns / 1e9);
    let fraction = (ns - whole * 1e9) | 0;
    this.digits(whole, digitsIn(whole));
    if (fraction === 0) return true;
    let places = 9;
    for (; fraction % 10 === 0; fraction = (fraction / 10) | 0) places--;
    this.ascii(DOT);
    this.digits(fraction, places);
    return true;
  }

  /** The uint32 as `places` digits. */
  private digits(value: number, places: number): void {
    this.reserve(places);
    const { bytes, length } = this;
    let rest = value;
    for (let at = length + places - 1; at >= length; at--) {
      const tenth = (rest / 10) >>> 0;
      bytes[at] = DIGIT_0 + (rest - tenth * 10);
      rest = tenth;
    }
    this.length = length + places;
  }

  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const { bytes } = this;
    this.bytes = Buffer.allocUnsafeSlow(Math.max(needed, 2 * bytes.length));
    bytes.copy(this.bytes, 0, 0, this.length);
  }
}

export const utf8Of = (text: string): Uint8Array => Buffer.from(text);

/** For `plain`: these characters are special. */
export function specials(characters: string): Uint8Array {
  const special = new Uint8Array(0x80);
  for (const character of characters) special[character.charCodeAt(0)] = 1;
  return special;
}

function digitsIn(value: number): number {
  let digits = 1;
  for (let power = 10; power <= value; power *= 10) digits++;
  return digits;
}

const NOTHING = specials('');
