// Where the bytes of a capture come from: a file, a stream, memory. Sequential, pulled, one read at a
// time; knows nothing of formats. A source hides chunk borders by handing out whatever it has.
import { closeSync, fstatSync, open, openSync, read, readSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { CaptureError } from './capture-error.ts';

export interface ByteSource {
  /** As the user wrote it, for messages. */
  readonly name: string;
  /** Null when unknown: a pipe, a stream, decompressed bytes. */
  readonly sizeBytes: number | null;
  /** Fills `into` from `at` on, as far as it likes; resolves to the bytes written, 0 at the end.
   *  Rejects with a CaptureError. */
  read(into: Uint8Array, at: number): Promise<number>;
  close(): Promise<void>;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EISDIR: 'it is a directory',
};

function unreadable(error: unknown, fileOffset: number): CaptureError {
  if (error instanceof CaptureError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = (code !== undefined && REASONS[code]) || message;
  return new CaptureError(
    {
      code: 'unreadable',
      fileOffset,
      what: `cannot be read: ${reason}`,
      advice: 'check the path and its permissions',
    },
    error,
  );
}

/** Opens a file or named pipe. Rejects with a CaptureError `unreadable`. */
export async function openFile(path: string): Promise<ByteSource> {
  let file: number | null = null;
  try {
    file = statSync(path).isFile() ? openSync(path, 'r') : await openLater(path);
    const stat = fstatSync(file);
    if (stat.isDirectory()) throw Object.assign(new Error('directory'), { code: 'EISDIR' });
    return new FileSource(path, stat.isFile() ? stat.size : null, file);
  } catch (error) {
    if (file !== null) closeSync(file);
    throw unreadable(error, 0);
  }
}

/** Opens a pipe, when somebody writes to it. */
const openLater = (path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    open(path, 'r', (error, file) => {
      if (error === null) resolve(file);
      else reject(error);
    });
  });

/** Reads of a regular file between two turns of the event loop. */
const READS_PER_TURN = 32;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class FileSource implements ByteSource {
  readonly name: string;
  readonly sizeBytes: number | null;
  private readonly file: number;
  private offset = 0;
  private reads = 0;

  constructor(name: string, sizeBytes: number | null, file: number) {
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.file = file;
  }

  async read(into: Uint8Array, at: number): Promise<number> {
    try {
      const lenBytes = await this.readSome(into, at);
      this.offset += lenBytes;
      return lenBytes;
    } catch (error) {
      throw unreadable(error, this.offset);
    }
  }

  close(): Promise<void> {
    closeSync(this.file);
    return Promise.resolve();
  }

  private async readSome(into: Uint8Array, at: number): Promise<number> {
    if (this.sizeBytes === null) return readLater(this.file, into, at);
    // A regular file never makes us wait long: reading it directly saves the way through the thread pool. Now and then
    // timers and output get their turn.
    if (++this.reads % READS_PER_TURN === 0) await nextTurn();
    return readSync(this.file, into, at, into.length - at, null);
  }
}

/** Reads what a pipe has, when it has something. */
const readLater = (file: number, into: Uint8Array, at: number): Promise<number> =>
  new Promise((resolve, reject) => {
    read(file, into, at, into.length - at, null, (error, lenBytes) => {
      if (error === null) resolve(lenBytes);
      else reject(error);
    });
  });

/** Reads a stream of bytes, such as standard input (name `-`); its own back-pressure bounds memory. */
export function fromStream(readable: Readable, name: string): ByteSource {
  return new StreamSource(readable, name);
}

class StreamSource implements ByteSource {
  readonly name: string;
  readonly sizeBytes = null;
  private readonly readable: Readable;
  private readonly chunks: AsyncIterator<unknown>;
  private chunk: Uint8Array = new Uint8Array(0);
  private offset = 0;

  constructor(readable: Readable, name: string) {
    this.readable = readable;
    this.name = name;
    this.chunks = readable[Symbol.asyncIterator]();
  }

  async read(into: Uint8Array, at: number): Promise<number> {
    try {
      while (this.chunk.length === 0) {
        const step = await this.chunks.next();
        if (step.done === true) return 0;
        if (!(step.value instanceof Uint8Array)) throw new Error('the stream is not one of bytes');
        this.chunk = step.value;
      }
    } catch (error) {
      throw unreadable(error, this.offset);
    }
    const lenBytes = Math.min(this.chunk.length, into.length - at);
    into.set(this.chunk.subarray(0, lenBytes), at);
    this.chunk = this.chunk.subarray(lenBytes);
    this.offset += lenBytes;
    return lenBytes;
  }

  close(): Promise<void> {
    this.readable.destroy();
    return Promise.resolve();
  }
}

/** Bytes in memory, at most `chunkLen` of them a read. */
export function fromBytes(bytes: Uint8Array, name: string, chunkLen = Infinity): ByteSource {
  let offset = 0;
  return {
    name,
    sizeBytes: bytes.length,
    read(into, at) {
      const lenBytes = Math.min(chunkLen, bytes.length - offset, into.length - at);
      into.set(bytes.subarray(offset, offset + lenBytes), at);
      offset += lenBytes;
      return Promise.resolve(lenBytes);
    },
    close: () => Promise.resolve(),
  };
}
