// Lines to a stream, gathered into large writes, with back-pressure.

import type { Writable } from 'node:stream';
import type { RowWriter } from '../export/formats.ts';
import { Utf8Lines } from '../export/utf8-lines.ts';

const FLUSH_BYTES = 1 << 16;

export class TextOutput {
  /** For who writes into it and says `written`. */
  readonly lines = new Utf8Lines();
  private readonly stream: Writable;

  constructor(stream: Writable) {
    this.stream = stream;
  }

  write(text: string): void {
    this.lines.text(text);
    this.written();
  }

  row<Row>(writer: RowWriter<Row>, row: Row): void {
    writer.write(row, this.lines);
    this.written();
  }

  /** Hands everything to the stream. */
  flush(): void {
    if (this.lines.length > 0) this.stream.write(this.lines.take());
  }

  /** Resolves when the stream takes more; undefined when it does already. */
  drained(): Promise<void> | undefined {
    const { stream } = this;
    if (!stream.writableNeedDrain || stream.destroyed) return undefined;
    return new Promise((resolve) => {
      const go = (): void => {
        stream.off('drain', go);
        stream.off('close', go);
        resolve();
      };
      stream.on('drain', go);
      stream.on('close', go);
    });
  }

  /**
   * What a sink does between chunks of `input` (sink.ts). An input of unknown size is a pipe, and its next chunk may be
   * long in coming: what is there is handed on before. A file keeps nobody waiting, and large writes are faster.
   */
  betweenChunks({
    sizeBytes,
  }: {
    readonly sizeBytes: number | null;
  }): () => Promise<void> | undefined {
    if (sizeBytes !== null) return () => this.drained();
    return () => {
      this.flush();
      return this.drained();
    };
  }

  /** Resolves when all is written. */
  async end(): Promise<void> {
    this.flush();
    await this.drained();
  }

  /** A piece is complete: large writes are made of many. */
  written(): void {
    if (this.lines.length >= FLUSH_BYTES) this.flush();
  }
}
