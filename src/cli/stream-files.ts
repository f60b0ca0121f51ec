// One file a stream: gathers what transcripts write and hands it to the file system between chunks of input, so that
// no file stays open and memory does not grow with the capture.

import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './output-folder.ts';
import { cannotWrite } from './write-fault.ts';

const FLUSH_CHARS = 4 << 20;

export class StreamFiles {
  /** Files written so far. */
  get count(): number {
    return this.begun.size;
  }

  private pending = new Map<string, string[]>();
  private pendingChars = 0;
  private readonly begun = new Set<string>();
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Adds text to the file of that name. */
  write(name: string, text: string): void {
    const parts = this.pending.get(name);
    if (parts) parts.push(text);
    else this.pending.set(name, [text]);
    this.pendingChars += text.length;
  }

  /** Writes out once enough has gathered; undefined when there is nothing to wait for. */
  drained(): Promise<void> | undefined {
    return this.pendingChars < FLUSH_CHARS ? undefined : this.flush();
  }

  /**
   * Writes everything out. A file of the same name from an earlier run is replaced.
   * Rejects with a UsageError when the folder cannot be written to.
   */
  async flush(): Promise<void> {
    const { pending } = this;
    this.pending = new Map();
    this.pendingChars = 0;
    try {
      if (this.begun.size === 0) makeFolder(this.folder);
      for (const [name, parts] of pending) await this.append(name, parts.join(''));
    } catch (error) {
      throw cannotWrite(`-o ${this.folder}`, 'streams', error);
    }
  }

  private async append(name: string, text: string): Promise<void> {
    const path = join(this.folder, name);
    if (this.begun.has(name)) await appendFile(path, text);
    else await writeFile(path, text);
    this.begun.add(name);
  }
}
