// One input of a command line by its name: a file, a pipe, or standard input.

import { fromStream, openFile, type ByteSource } from '../capture/byte-source.ts';
import { CaptureError } from '../capture/capture-error.ts';
import { UsageError } from './exit-codes.ts';
import type { Session } from './session.ts';
import { takeInterrupt } from './sudden-end.ts';

/** What messages call the file of a command line. */
export const spokenName = (file: string): string => (file === '-' ? 'standard input' : file);

/**
 * Opens the file; - is standard input.
 * @throws CaptureError when it cannot be read, UsageError when nobody would ever send it
 */
export async function openInput(file: string, session: Session): Promise<ByteSource> {
  if (file === '-') return standardInput(session);
  try {
    return await openFile(file);
  } catch (error) {
    throw unheardName(file, error);
  }
}

function standardInput(session: Session): ByteSource {
  // Asked for here only: a session opens standard input when it is first asked for it.
  const { stdin } = session;
  if (stdin.isTTY)
    throw new UsageError('standard input is a terminal: give a file, or pipe one in');
  const source = fromStream(stdin, '-');
  const leave = takeInterrupt(session);
  return {
    name: source.name,
    sizeBytes: source.sizeBytes,
    read: async (into, at) => {
      const lenBytes = await source.read(into, at);
      if (lenBytes === 0) leave();
      return lenBytes;
    },
    close: () => {
      leave();
      return source.close();
    },
  };
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
