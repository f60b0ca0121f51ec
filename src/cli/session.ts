// What a command needs of the outside world; tests give their own.

import type { Writable } from 'node:stream';
import { ExitCode } from './exit-codes.ts';

/** Where signals arrive, and how one is sent: the process. */
export type Signals = Pick<NodeJS.EventEmitter, 'on' | 'once' | 'off'> &
  Pick<NodeJS.Process, 'pid' | 'kill'>;

export interface Session {
  readonly stdin: NodeJS.ReadStream & { readonly fd?: number };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absent: none arrive. */
  readonly signals?: Signals;
  /** Exit status of the command that ran. */
  exitCode: ExitCode;
}

/** The session of the running process. Node opens a stream when it is first asked for it, which takes its time. */
export function processSession(): Session {
  let stderr: Session['stderr'] | undefined;
  return {
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      // What it does not take is lost: there is nowhere to complain.
      return (stderr ??= process.stderr.on('error', () => {}));
    },
    env: process.env,
    signals: process,
    exitCode: ExitCode.Fine,
  };
}
