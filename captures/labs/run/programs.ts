// Starts and ends the programs of a lab on their computers. Knows neither captures nor sockets.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Network } from './network.ts';

/** A program of the lab, running or ended. */
export interface RunningProgram {
  readonly name: string;
  /** What it wrote to standard error: of a program that worked, nothing. */
  readonly complaint: () => string;
  /** Ends it, if it has not ended, and waits until it has. */
  readonly end: (signal: NodeJS.Signals) => Promise<void>;
}

/** Where a program runs and where it logs. */
export interface Place {
  readonly network: Network;
  readonly folder: string;
  readonly logFile: string;
}

/** Starts `command` on `host`; `ip netns exec` becomes it, so that a signal reaches the program itself. */
export function startProgram(
  place: Place,
  host: string,
  command: readonly string[],
): RunningProgram {
  const child = spawn('ip', place.network.inside(host, command), {
    cwd: place.folder,
    env: { ...process.env, LAB_LOG: place.logFile },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  return {
    name: `${command.slice(0, 3).join(' ')} on ${host}`,
    complaint: () => complaint,
    end: (signal) => end(child, signal),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
