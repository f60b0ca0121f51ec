// gzip (RFC 1952) as a byte source: members one after the other, zero padding behind the last, every
// checksum verified. A cut or damaged file gives everything decoded before it, then says so.
import { crc32 } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import { CaptureError } from './capture-error.ts';
import type { CaptureErrorCode } from './capture-error.ts';
import { GZIP_TRAILER, gzipHeaderLen, HeaderLen } from './gzip-header.ts';
import { OutputQueue } from './output-queue.ts';
import { Inflated, RawInflate } from './raw-inflate.ts';

const INPUT_LEN = 128 * 1024;
/** Deflate expands at most 1032 times: a step makes at most 16 MiB. */
const STEP_LEN = 16 * 1024;

const Stage = { Header: 0, Body: 1, Trailer: 2, Between: 3 } as const;
type Stage = (typeof Stage)[keyof typeof Stage];

export class GzipSource implements ByteSource {
  readonly name: string;
  readonly sizeBytes = null;
  private readonly source: ByteSource;
  private readonly input = new Uint8Array(INPUT_LEN);
  private readonly view = new DataView(this.input.buffer);
  private pos = 0;
  private end = 0;
  private base = 0;
  private inputEnded = false;
  private stage: Stage = Stage.Header;
  private body: RawInflate | null = null;
  private crc = 0;
  private sizeBytesOut = 0;
  private readonly output = new OutputQueue();
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
      try {
        this.hasEnded = !(await this.step());
      } catch (error) {
        // What the failing step still expanded is handed out first.
        if (!(error instanceof CaptureError)) throw error;
        this.failure = error;
      }
    }
  }

  async close(): Promise<void> {
    this.body?.close();
    await this.source.close();
  }

  /** One stage or one piece of it; false at the clean end. */
  private step(): Promise<boolean> {
    const { stage } = this;
    if (stage === Stage.Header) return this.stepHeader();
    if (stage === Stage.Body) return this.stepBody();
    return stage === Stage.Trailer ? this.stepTrailer() : this.stepBetween();
  }

  private async stepHeader(): Promise<boolean> {
    const headerLen = gzipHeaderLen(this.view, this.pos, this.end);
    if (headerLen === HeaderLen.Bad) throw this.damaged('bytes that are no gzip header');
    if (headerLen === HeaderLen.NeedsMore) {
      if (!(await this.fill())) throw this.cut();
      return true;
    }
    this.pos += headerLen;
    this.crc = 0;
    this.sizeBytesOut = 0;
    this.body = new RawInflate(this.take);
    this.stage = Stage.Body;
    return true;
  }

  private readonly take = (piece: Uint8Array): void => {
    this.crc = crc32(piece, this.crc);
    this.sizeBytesOut += piece.length;
    this.output.push(piece);
  };

  private async stepBody(): Promise<boolean> {
    const { body } = this;
    if (body === null) throw new Error('a gzip body without inflate');
    if (this.pos === this.end && !(await this.fill())) throw this.cut();
    const before = body.takenLen;
    const piece = this.input.subarray(this.pos, Math.min(this.end, this.pos + STEP_LEN));
    const outcome = await body.push(piece);
    if (outcome === Inflated.Bad) throw this.damaged('gzip data that cannot be expanded');
    this.pos += body.takenLen - before;
    if (outcome === Inflated.Done) {
      body.close();
      this.stage = Stage.Trailer;
    }
    return true;
  }

  private async stepTrailer(): Promise<boolean> {
    if (this.end - this.pos < GZIP_TRAILER.len) {
      if (!(await this.fill())) throw this.cut();
      return true;
    }
    const crc = this.view.getUint32(this.pos + GZIP_TRAILER.crc, true);
    const size = this.view.getUint32(this.pos + GZIP_TRAILER.size, true);
    if (crc !== this.crc || size !== this.sizeBytesOut % 2 ** 32) {
      throw this.damaged('a gzip checksum that does not agree with the data');
    }
    this.pos += GZIP_TRAILER.len;
    this.stage = Stage.Between;
    return true;
  }

  /** Zeros pad a file to whole blocks on tape; anything else must be the next member. */
  private async stepBetween(): Promise<boolean> {
    while (this.pos < this.end && this.input[this.pos] === 0) this.pos++;
    if (this.pos === this.end) return this.fill();
    this.stage = Stage.Header;
    return true;
  }

  /** Reads more input behind what is left of it; false when there is no more. */
  private async fill(): Promise<boolean> {
    if (this.inputEnded) return false;
    this.input.copyWithin(0, this.pos, this.end);
    this.base += this.pos;
    this.end -= this.pos;
    this.pos = 0;
    if (this.end === INPUT_LEN) throw this.damaged('a gzip header without end');
    const lenBytes = await this.source.read(this.input, this.end);
    this.end += lenBytes;
    this.inputEnded = lenBytes === 0;
    return lenBytes > 0;
  }

  private cut(): CaptureError {
    return this.failed('cut-compression', 'the gzip data ends too early', 'fetch the file again');
  }

  private damaged(what: string): CaptureError {
    return this.failed('bad-compression', what, 'check the file with `gzip -t`');
  }

  private failed(code: CaptureErrorCode, what: string, check: string): CaptureError {
    const advice = `${check}; everything before it is used`;
    return new CaptureError({ code, fileOffset: this.base + this.pos, what, advice });
  }
}
