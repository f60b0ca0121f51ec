// Zstandard (RFC 8878) as a byte source, expanded by fzstd: several frames and skippable ones.
// Content checksums are not verified (fzstd does not).
import { Decompress } from 'fzstd';
import type { ByteSource } from './byte-source.ts';
import { CaptureError } from './capture-error.ts';
import { OutputQueue } from './output-queue.ts';
import { zstdWindowLen } from './zstd-header.ts';

const INPUT_LEN = 64 * 1024;
/** Four bytes can stand for a block of 128 KiB: a step makes at most 32 MiB. */
const STEP_LEN = 1024;
/** What `zstd --ultra --long=27` needs, looked at in the first frame only; decoders may refuse more (RFC 8878 3.1.1.1.2). */
const WINDOW_LIMIT = 128 * 1024 * 1024;

export class ZstdSource implements ByteSource {
  readonly name: string;
  readonly sizeBytes = null;
  private readonly source: ByteSource;
  private readonly output = new OutputQueue();
  private readonly decoder = new Decompress(this.output.push);
  private readonly input = new Uint8Array(INPUT_LEN);
  private pos = 0;
  private end = 0;
  private base = 0;
  private isFirst = true;
  private hasEnded = false;
  private failure: CaptureError | null = null;

  constructor(source: ByteSource) {
    this.name = source.name;
    this.source = source;
  }

  async read(into: Uint8Array, at: number): Promise<number> {
    for (;;) {
      const lenBytes = this.output.drain(into, at);
      if (lenBytes > 0) return lenBytes;
      if (this.failure !== null) throw this.failure;
      if (this.hasEnded) return 0;
      await this.step();
    }
  }

  close(): Promise<void> {
    return this.source.close();
  }

  private async step(): Promise<void> {
    if (this.pos === this.end) await this.fill();
    const isFinal = this.end === 0;
    // fzstd keeps what it cannot use yet, so a piece must be its own copy.
    const piece = this.input.slice(this.pos, Math.min(this.end, this.pos + STEP_LEN));
    if (this.isFirst && zstdWindowLen(piece) > WINDOW_LIMIT) {
      this.failure = this.refuse(false, new RangeError('window above the limit'));
      return;
    }
    this.isFirst = false;
    try {
      this.decoder.push(piece, isFinal);
    } catch (error) {
      this.failure = this.refuse(isFinal, error);
    }
    this.pos += piece.length;
    this.hasEnded = isFinal;
  }

  private async fill(): Promise<void> {
    this.base += this.end;
    this.pos = this.end = 0;
    this.end = await this.source.read(this.input, 0);
  }

  private refuse(isCut: boolean, cause: unknown): CaptureError {
    return new CaptureError(
      {
        code: isCut ? 'cut-compression' : 'bad-compression',
        fileOffset: this.base + this.pos,
        what: isCut ? 'the zstd data ends too early' : 'zstd data that cannot be expanded',
        advice: 'check the file with `zstd -t`; everything before it is used',
      },
      cause,
    );
  }
}
