// Lines to a stream, gathered into large writes, with back-pressure.

import type { Writable } from 'node:stream';

const FLUSH_CHARS = 1 << 16;

export class TextOutput {
  private parts: string[] = [];
  private chars = 0;
  private readonly stream: Writable;

  constructor(stream: Writable) {
    this.stream = stream;
  }

  write(text: string): void {
    this.parts.push(text);
    this.chars += text.length;
    if (this.chars >= FLUSH_CHARS) this.flush();
  }

  /** Hands everything to the stream. */
  flush(): void {
    if (this.chars === 0) return;
    this.stream.write(this.parts.join(''));
    this.parts = [];
    this.chars = 0;
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
}
