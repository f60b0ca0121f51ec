// One capture of a command line: opened, lent, and closed whatever comes of it.

import { basename } from 'node:path';
import { CaptureReader } from '../capture/capture-reader.ts';
import { openInput, spokenName } from './open-input.ts';
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

/**
 * Resolves to what `use` makes of the capture; - is standard input.
 * @throws CaptureError when the file cannot be read or is no capture, UsageError when nobody would ever send it
 */
export async function withCapture<T>(
  file: string,
  session: Session,
  use: (run: CaptureRun) => Promise<T>,
): Promise<T> {
  const source = await openInput(file, session);
  const { sizeBytes } = source;
  const reader = await CaptureReader.open(source);
  try {
    const name = basename(spokenName(file));
    return await use({ file, name, sizeBytes, reader });
  } finally {
    await reader.close();
  }
}
