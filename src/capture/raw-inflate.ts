// One deflate stream (RFC 1951) pulled a piece at a time out of node:zlib, telling how many bytes of
// input it took: what follows a gzip member can then be seen, and a cut loses nothing decoded.
import { constants, createInflateRaw } from 'node:zlib';
import type { InflateRaw } from 'node:zlib';

/** Also the most that zlib loses of what it expanded before bytes that it cannot. */
const CHUNK_LEN = 64 * 1024;

export const Inflated = { More: 0, Done: 1, Bad: 2 } as const;
export type Inflated = (typeof Inflated)[keyof typeof Inflated];

export class RawInflate {
  /** Bytes of input the stream has used so far. */
  get takenLen(): number {
    return this.inflate.bytesWritten;
  }
  private readonly inflate: InflateRaw;
  private settle: (outcome: Inflated) => void = () => {};
  private outcome: Inflated = Inflated.More;

  /** `onOutput` is called with every piece of output before the `push` that made it resolves. */
  constructor(onOutput: (piece: Uint8Array) => void) {
    // A sync flush at the end keeps zlib from refusing a cut stream: the caller sees the cut itself.
    this.inflate = createInflateRaw({ chunkSize: CHUNK_LEN, finishFlush: constants.Z_SYNC_FLUSH });
    this.inflate.on('data', onOutput);
    this.inflate.on('end', () => this.conclude(Inflated.Done));
    this.inflate.on('error', () => this.conclude(Inflated.Bad));
  }

  /** Feeds one piece, which must not change until this resolves. */
  push(piece: Uint8Array): Promise<Inflated> {
    return new Promise((resolve) => {
      this.settle = resolve;
      this.inflate.write(piece, (error) => this.conclude(error ? Inflated.Bad : this.outcome));
    });
  }

  close(): void {
    this.inflate.destroy();
  }

  private conclude(outcome: Inflated): void {
    this.outcome = outcome;
    this.settle(outcome);
  }
}
