// The results as tables: for the terminal and for RESULTS.md. Names the machine by its parts, never by its name.
import { arch, cpus, release, totalmem, type } from 'node:os';
import type { Run } from './measure.ts';

export interface Row {
  readonly name: string;
  readonly does: string;
  readonly run: Run;
  /** Its time, with ours beside it as 1. */
  readonly timesOurs: number;
}

/** A Markdown table of the runs on one capture. */
export function speedTable(rows: readonly Row[], packets: number): string {
  return table(
    ['program', 'time', 'CPU time', 'packets/s', 'peak memory', 'times ours', 'what it does'],
    rows.map(({ name, does, run, timesOurs }) => [
      name,
      `${run.wallSeconds.toFixed(2)} s`,
      `${run.cpuSeconds.toFixed(2)} s`,
      `${(packets / run.wallSeconds / 1e6).toFixed(2)} M`,
      `${run.peakMib.toFixed(0)} MiB`,
      timesOurs.toFixed(2),
      does,
    ]),
  );
}

/** A Markdown table; a terminal shows it as well as a browser does. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** One paragraph about where the figures come from. */
export function machine(): string {
  const cores = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${cores[0]?.model.trim() ?? 'unknown processor'}, ${cores.length} cores, ${memory} GiB, ${type()} ${release()} ${arch()}, Node ${process.version}`;
}
