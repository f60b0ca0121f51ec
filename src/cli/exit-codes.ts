// The exit statuses of every command; scripts rely on them (README, "Exit status").

export const ExitCode = {
  Fine: 0,
  /** A check did not hold. */
  CheckFailed: 1,
  Usage: 2,
  /** A file cannot be read, is no capture, or nothing in it can be decoded. */
  Unreadable: 3,
  /** A capture is cut or damaged, and --strict was given. */
  Cut: 4,
  Internal: 70,
  /** Standard output cannot be written, as on a full disk; sysexits.h calls it EX_IOERR. */
  Output: 74,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A mistake in how the program was called: one line, exit status 2. */
export class UsageError extends Error {}
