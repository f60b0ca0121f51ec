// One file a stream: gathers what transcripts write and hands it to the file system between chunks of input, so that
// no file stays open and memory does not grow with the capture.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Utf8Lines } from '../export/utf8-lines.ts';
import type { TranscriptOutput } from '../follow/transcript.ts';
import { makeFolder } from './output-folder.ts';
import { cannotWrite } from './write-fault.ts';

const FLUSH_BYTES = 4 << 20;

interface StreamFile {
  readonly path: string;
  /** What was there before this run is replaced by the first write. */
  isBegun: boolean;
}

/** Bytes of `lines` that are a file's. */
interface Piece {
  readonly file: StreamFile;
  readonly start: number;
  end: number;
}

export class StreamFiles {
  /** Files written so far. */
  count = 0;

  private readonly lines = new Utf8Lines();
  /** What `lines` holds, in the order in which it was written. */
  private pieces: Piece[] = [];
  private readonly folder: string;
  private readonly demandReplaceable: (path: string) => void;

  /** `demandReplaceable` throws where a file of an earlier run may not be replaced. */
  constructor(folder: string, demandReplaceable: (path: string) => void) {
    this.folder = folder;
    this.demandReplaceable = demandReplaceable;
  }

  /** The file of that name, to be written to. */
  file(name: string): TranscriptOutput {
    const file = { path: join(this.folder, name), isBegun: false };
    return { lines: this.lines, written: () => this.note(file) };
  }

  /** Writes out once enough has gathered. Nobody has to wait: the files are written when it returns. */
  drained(): undefined {
    if (this.lines.length >= FLUSH_BYTES) this.flush();
  }

  /**
   * Writes everything out. A file of the same name from an earlier run is replaced.
   * @throws UsageError when the folder cannot be written to, and what `demandReplaceable` throws
   */
  flush(): void {
    try {
      if (this.count === 0) makeFolder(this.folder);
      for (const [file, parts] of this.partsOfFiles()) this.append(file, parts);
    } catch (error) {
      throw cannotWrite(`-o ${this.folder}`, 'streams', error);
    }
    this.pieces = [];
    this.lines.clear();
  }

  private note(file: StreamFile): void {
    const { lines, pieces } = this;
    const last = pieces.at(-1);
    if (last?.file === file) last.end = lines.length;
    else pieces.push({ file, start: last?.end ?? 0, end: lines.length });
  }

  private partsOfFiles(): Map<StreamFile, Uint8Array[]> {
    const files = new Map<StreamFile, Uint8Array[]>();
    for (const { file, start, end } of this.pieces) {
      const part = this.lines.view(start, end);
      const parts = files.get(file);
      if (parts) parts.push(part);
      else files.set(file, [part]);
    }
    return files;
  }

  private append(file: StreamFile, parts: readonly Uint8Array[]): void {
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    if (file.isBegun) {
      writeFileSync(file.path, bytes, { flag: 'a' });
      return;
    }
    this.begin(file.path, bytes);
    file.isBegun = true;
    this.count++;
  }

  private begin(path: string, bytes: Uint8Array): void {
    try {
      writeFileSync(path, bytes, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      this.demandReplaceable(path);
      writeFileSync(path, bytes);
    }
  }
}
