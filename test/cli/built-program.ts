// The built program as a child process, for what only a process has: pipes, signals, terminals.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const PROGRAM = join(import.meta.dirname, '../../dist/cli.cjs');

export const isBuilt = existsSync(PROGRAM);

export interface RunningProgram {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves to what stands on standard output once that matches. */
  readonly until: (pattern: RegExp) => Promise<string>;
  /** Resolves when the program has ended. */
  readonly ended: Promise<{
    status: number | null;
    signal: NodeJS.Signals | null;
    stdout: string;
    stderr: string;
  }>;
}

export function start(args: readonly string[]): RunningProgram {
  const child = spawn(process.execPath, [PROGRAM, ...args]);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
  // A program that has ended reads no more.
  child.stdin.on('error', () => {});
  return {
    child,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(stdout)) resolve(stdout);
        };
        child.stdout.on('data', look);
        child.on('close', () => reject(new Error(`ended before ${pattern}: ${stdout}${stderr}`)));
        look();
      }),
    ended: new Promise((resolve) => {
      child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
    }),
  };
}
