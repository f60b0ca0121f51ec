// Runs programs as whole processes, one after the other, on one core where taskset is there: wall time, processor
// time and peak memory as the kernel counted them. Knows nothing of captures.
import { spawn, spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

export interface Run {
  readonly wallSeconds: number;
  /** User and system time of the process and its children. */
  readonly cpuSeconds: number;
  readonly peakMib: number;
}

/** A program and its arguments, without a shell. */
export type CommandLine = readonly [program: string, ...args: string[]];

/** The core everything runs on: interrupts and the benchmark itself tend to be on core 0. */
const CORE = '1';
const TIME = '/usr/bin/time';

const onOneCore: readonly string[] = isRunnable('taskset', ['-c', CORE, 'true'])
  ? ['taskset', '-c', CORE]
  : [];
const hasTime = isRunnable(TIME, ['-f', '%U %S %M', 'true']);

/** Whether processes are held on one core, for the results. */
export const isOnOneCore: boolean = onOneCore.length > 0;

/** Whether a program starts and ends well with these arguments. */
export function isRunnable(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** Runs the command once with its output thrown away. Rejects when it fails. */
export async function runOnce(command: CommandLine): Promise<Run> {
  const line = [...onOneCore, ...(hasTime ? [TIME, '-f', '%U %S %M'] : []), ...command];
  const [program, ...args] = line as [string, ...string[]];
  const begin = performance.now();
  const stderr = await outputOf(program, args);
  const wallSeconds = (performance.now() - begin) / 1000;
  const figures = stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  const [user, system, peakKib] = hasTime ? figures : [];
  return {
    wallSeconds,
    cpuSeconds: (user ?? Number.NaN) + (system ?? Number.NaN),
    peakMib: (peakKib ?? Number.NaN) / 1024,
  };
}

function outputOf(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(stderr);
      else reject(new Error(`${program} ended with status ${status}: ${stderr.slice(-500)}`));
    });
  });
}

/** The median of each figure by itself. */
export function medianRun(runs: readonly Run[]): Run {
  return {
    wallSeconds: median(runs.map((run) => run.wallSeconds)),
    cpuSeconds: median(runs.map((run) => run.cpuSeconds)),
    peakMib: median(runs.map((run) => run.peakMib)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
