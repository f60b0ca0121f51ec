// One capture of a command line: opened, lent, and closed whatever comes of it.

import { basename } from 'node:path';
import { fromStream, openFile, type ByteSource } from '../capture/byte-source.ts';
import { CaptureError } from '../capture/capture-error.ts';
import { CaptureReader } from '../capture/capture-reader.ts';
import { UsageError } from './exit-codes.ts';
import type { Session } from './session.ts';

/** One capture being read: what a command makes sinks for, and finishes when the last record is through. */
export interface CaptureRun {
  /** As given on the command line. */
  readonly file: string;
  /** What output calls it: no folders. */
  readonly name: string;
  /** Bytes of the file; null where that is not known. */
  readonly sizeBytes: number | null;
  readonly reader: CaptureReader;
}

/** What messages call the file of a command line. */
export const spokenName = (file: string): string => (file === '-' ? 'standard input' : file);

/**
 * Resolves to what `use` makes of the capture; - is standard input.
 * @throws CaptureError when the file cannot be read or is no capture, UsageError when nobody would ever send it
 */
export async function withCapture<T>(
  file: string,
  session: Session,
  use: (run: CaptureRun) => Promise<T>,
): Promise<T> {
  const source = await openSource(file, session);
  const { sizeBytes } = source;
  const reader = await CaptureReader.open(source);
  try {
    const name = basename(spokenName(file));
    return await use({ file, name, sizeBytes, reader });
  } finally {
    await reader.close();
  }
}

async function openSource(file: string, session: Session): Promise<ByteSource> {
  if (file === '-') {
    // Asked for here only: a session opens standard input when it is first asked for it.
    const { stdin } = session;
    if (stdin.isTTY)
      throw new UsageError('standard input is a terminal: give a file, or pipe a capture in');
    return fromStream(stdin, '-');
  }
  try {
    return await openFile(file);
  } catch (error) {
    throw unheardName(file, error);
  }
}

/** What Node puts where an argument is not UTF-8: the file of that name can be there and not be found. */
const REPLACEMENT = '\ufffd';

function unheardName(file: string, error: unknown): unknown {
  if (!file.includes(REPLACEMENT) || !(error instanceof CaptureError)) return error;
  if ((error.cause as NodeJS.ErrnoException).code !== 'ENOENT') return error;
  return new CaptureError({
    code: 'unreadable',
    fileOffset: 0,
    what: 'cannot be read: the name is not UTF-8',
    advice: 'rename the file, or give it on standard input',
  });
}
