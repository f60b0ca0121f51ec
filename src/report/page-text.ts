// The text of a page while it is written, as UTF-8. As one string every piece of it would live until the page is whole,
// be copied once to make it one and once more to encode it; here a few thousand characters are put together at a time.

const START_LEN = 256 * 1024;
const PIECE_LEN = 4 * 1024;
/** UTF-8 bytes that one UTF-16 code unit needs at most. */
const MOST_BYTES = 3;
const LINE_FEED = 0x0a;

const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

const mayGoOn = (unit: number): boolean => unit === LINE_FEED || (unit >= 0xd800 && unit < 0xdc00);

export class PageText {
  private buffer = Buffer.allocUnsafeSlow(START_LEN);
  private length = 0;
  /** Text that is not in the buffer yet. */
  private pending = '';
  private readonly oneEmptyLine: boolean;

  /** `oneEmptyLine`: of several empty lines one is written. */
  constructor({ oneEmptyLine = false } = {}) {
    this.oneEmptyLine = oneEmptyLine;
  }

  /** Writes `text`; half a surrogate pair becomes U+FFFD. */
  put(text: string): void {
    this.pending += text;
    if (this.pending.length >= PIECE_LEN) this.encode();
  }

  /** What was written. */
  bytes(): Uint8Array {
    this.flush();
    return this.buffer.subarray(0, this.length);
  }

  /** The same without white space around it, and with a line break at its end. */
  trimmedBytes(): Uint8Array {
    this.put('\n');
    this.flush();
    const { buffer } = this;
    let from = 0;
    let to = this.length;
    while (to > 0 && isSpace(buffer[to - 1]!)) to--;
    while (from < to && isSpace(buffer[from]!)) from++;
    buffer[to] = LINE_FEED;
    return buffer.subarray(from, to + 1);
  }

  private flush(): void {
    this.encode();
    this.append(this.pending);
    this.pending = '';
  }

  /** Line breaks at its end stay pending: more of them may follow. So does half a surrogate pair. */
  private encode(): void {
    const { pending } = this;
    let end = pending.length;
    while (end > 0 && mayGoOn(pending.charCodeAt(end - 1))) end--;
    this.append(pending.slice(0, end));
    this.pending = pending.slice(end);
  }

  private append(pending: string): void {
    const text = this.oneEmptyLine ? pending.replace(/\n{3,}/g, '\n\n') : pending;
    const needed = this.length + text.length * MOST_BYTES;
    if (needed > this.buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    this.length += this.buffer.write(text, this.length);
  }
}
