// The text of a page while it is written: put together from a few thousand characters at a time, encoded, and passed on.
// As one string every piece of it would live until the page is whole, be copied once to make it one and once more to
// encode it.

/** Takes UTF-8; valid during the call only. */
export type WriteBytes = (utf8: Uint8Array) => void;

const PIECE_LEN = 4 * 1024;
const BUFFER_LEN = 128 * 1024;
/** UTF-8 bytes that one UTF-16 code unit needs at most. */
const MOST_BYTES = 3;

export class PageText {
  private readonly buffer = Buffer.allocUnsafeSlow(BUFFER_LEN);
  /** Bytes in the buffer. */
  private length = 0;
  /** Text that is not in the buffer yet. */
  private pending = '';
  private hasBegun = false;
  private readonly write: WriteBytes;
  private readonly paragraphs: boolean;

  /**
   * `paragraphs`: of several empty lines one is written, none before the first line or after the last, and the last one
   * ends in a line break. To be finished with `end`.
   */
  constructor(write: WriteBytes, { paragraphs = false } = {}) {
    this.write = write;
    this.paragraphs = paragraphs;
  }

  /** Adds `text`; half a surrogate pair becomes U+FFFD. */
  put(text: string): void {
    this.pending += text;
    if (this.pending.length >= PIECE_LEN) this.take(this.settled());
  }

  /** Writes the rest. Nothing may be put after it. */
  end(): void {
    const { paragraphs, pending } = this;
    this.take(paragraphs ? pending.trimEnd().length : pending.length);
    if (paragraphs) this.encode('\n');
    this.flush();
  }

  /** How much of `pending` stands, whatever comes after it: of white space, more may come, and of half a pair. */
  private settled(): number {
    const { pending } = this;
    let end = pending.length;
    while (end > 0 && this.mayGoOn(pending.charCodeAt(end - 1))) end--;
    return end;
  }

  private mayGoOn(unit: number): boolean {
    if (this.paragraphs && (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d))) return true;
    return unit >= 0xd800 && unit < 0xdc00;
  }

  private take(end: number): void {
    let text = this.pending.slice(0, end);
    this.pending = this.pending.slice(end);
    if (this.paragraphs) {
      text = text.replace(/\n{3,}/g, '\n\n');
      if (!this.hasBegun) text = text.trimStart();
    }
    if (text === '') return;
    this.hasBegun = true;
    this.encode(text);
  }

  private encode(text: string): void {
    if (this.length + text.length * MOST_BYTES > BUFFER_LEN) this.flush();
    if (text.length * MOST_BYTES > BUFFER_LEN) this.write(Buffer.from(text));
    else this.length += this.buffer.write(text, this.length);
  }

  private flush(): void {
    if (this.length > 0) this.write(this.buffer.subarray(0, this.length));
    this.length = 0;
  }
}
