// The one reused buffer between a byte source and the record walkers. Hides chunk borders: a walker
// sees `bytes[pos, end)` or asks for more. Skips what is longer than the buffer without holding it.
import type { ByteSource } from './byte-source.ts';
import { CaptureError } from './capture-error.ts';

const START_LEN = 1024 * 1024;

export class ByteWindow {
  /** Swapped when a record needs more room; `view` always covers it. */
  bytes = new Uint8Array(START_LEN);
  view = new DataView(this.bytes.buffer);
  /** Next byte to look at, and the end of what is there. */
  pos = 0;
  end = 0;
  /** No byte will come any more. */
  ended = false;
  /** Set when the source failed: then what came before is still in the window. */
  failure: CaptureError | null = null;
  private source: ByteSource;
  private base = 0;
  /** Bytes still to be skipped that have not arrived. */
  private owed = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Offset in the (decompressed) file of buffer position `pos`. */
  offsetOf(pos: number): number {
    return this.base + pos;
  }

  /** True when a skip reached over the end of what has arrived. */
  get isSkipping(): boolean {
    return this.owed > 0;
  }

  /** Moves on by `lenBytes`, which may lie far behind the buffer. */
  skip(lenBytes: number): void {
    const here = Math.min(lenBytes, this.end - this.pos);
    this.pos += here;
    this.owed += lenBytes - here;
  }

  /** One read from the source. Makes room first, and a larger buffer only when a record fills this one. */
  async refill(): Promise<void> {
    if (this.ended) return;
    this.makeRoom();
    try {
      const lenBytes = await this.source.read(this.bytes, this.end);
      this.end += lenBytes;
      if (lenBytes === 0) this.ended = true;
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      this.failure = error;
      this.ended = true;
    }
    if (this.owed > 0) this.payOff();
  }

  /** Reads until `lenBytes` are there or the source has ended; true when they are. */
  async gather(lenBytes: number): Promise<boolean> {
    while (this.end - this.pos < lenBytes && !this.ended) await this.refill();
    return this.end - this.pos >= lenBytes;
  }

  /** Takes out what was gathered and goes on with another source (a decompressor) at offset 0. */
  restart(source: ByteSource): void {
    this.source = source;
    this.pos = this.end = this.base = 0;
    this.ended = false;
    this.failure = null;
  }

  /** Closes the source in use, and with it those it expands. */
  close(): Promise<void> {
    return this.source.close();
  }

  private payOff(): void {
    const paid = Math.min(this.owed, this.end - this.pos);
    this.owed -= paid;
    this.pos += paid;
  }

  private makeRoom(): void {
    const kept = this.end - this.pos;
    // Moving is worth it only when the tail has become short: small reads must not move every time.
    if (kept > 0 && this.bytes.length - this.end >= this.bytes.length / 2) return;
    if (kept > this.bytes.length / 2) this.grow();
    else this.bytes.copyWithin(0, this.pos, this.end);
    this.base += this.pos;
    this.pos = 0;
    this.end = kept;
  }

  private grow(): void {
    const larger = new Uint8Array(this.bytes.length * 2);
    larger.set(this.bytes.subarray(this.pos, this.end));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}
