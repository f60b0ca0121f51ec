// The column that tells rows of several captures apart: as much of each path as it takes.

import { sep } from 'node:path';
import type { RowFormat } from '../export/formats.ts';
import { escapeTerminal } from '../report/escape.ts';
import { spokenName } from './open-input.ts';

/**
 * What stands in the column for a file of the command line; undefined for a single capture. A table is looked at, so
 * names are made harmless there.
 */
export function captureCells(
  files: readonly string[],
  format: RowFormat,
): (file: string) => string | undefined {
  if (files.length === 1) return () => undefined;
  const names = captureNames(files);
  return (file) => {
    const name = names.get(file)!;
    return format === 'table' ? escapeTerminal(name) : name;
  };
}

/** By file: its name, led by as many of its folders as set it apart from the others ("same.pcap", "b/same.pcap"). */
export function captureNames(files: readonly string[]): ReadonlyMap<string, string> {
  const tails = new Map([...new Set(files)].map((file) => [file, tailsOf(file)]));
  const ending = new Map<string, number>();
  for (const tail of [...tails.values()].flat()) ending.set(tail, (ending.get(tail) ?? 0) + 1);
  return new Map(
    [...tails].map(([file, own]) => [
      file,
      own.find((tail) => ending.get(tail) === 1) ?? own.at(-1)!,
    ]),
  );
}

/** "c", "b/c", "a/b/c". */
function tailsOf(file: string): string[] {
  const parts = spokenName(file).replaceAll(sep, '/').split('/');
  return parts.map((_, taken) => parts.slice(-1 - taken).join('/'));
}
