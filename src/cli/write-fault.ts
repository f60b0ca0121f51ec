// Why something cannot be written, in words: the one table for folders, files and standard output.

import { UsageError } from './exit-codes.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EBADF: 'it is not open for writing',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a file of that name is in the way',
  EFBIG: 'the file would be too large',
  EISDIR: 'a folder of that name is in the way',
  ENOENT: 'no folder can be made there',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a file is in the place of a folder',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
};

/** "permission is denied (EACCES, out/lab.md)". */
export function writeFault({ code = '', path, message }: NodeJS.ErrnoException): string {
  const reason = REASONS[code];
  if (reason === undefined) return message;
  return `${reason} (${path === undefined ? code : `${code}, ${path}`})`;
}

/**
 * What to tell when the file system refuses `what` at `place`, which is named as on the command line ("-o out"): a place
 * that takes nothing is a mistake in the call.
 * @throws the error itself, when it is none of the file system's
 */
export function cannotWrite(place: string, what: string, error: unknown): UsageError {
  if (!isOfFileSystem(error)) throw error;
  const reason = writeFault(error);
  return new UsageError(
    `${place}: the ${what} cannot be written there: ${reason}; name another place`,
  );
}

const isOfFileSystem = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error;
