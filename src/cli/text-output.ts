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

  /** Resolves when all is written. */
  async end(): Promise<void> {
    this.flush();
    await this.drained();
  }
}
