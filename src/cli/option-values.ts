// Values that options of several commands take.

import { InvalidArgumentError } from 'commander';

/** Reads "0,2". */
export function parseStreams(text: string): ReadonlySet<number> {
  return new Set(
    text.split(',').map((number) => {
      if (!/^\s*\d{1,9}\s*$/.test(number))
        throw new InvalidArgumentError(`"${number}" is no stream number.`);
      return Number(number);
    }),
  );
}

/** Reads a number of things, at least one. */
export function parseCount(text: string): number {
  const count = /^\s*\d+\s*$/.test(text) ? Number(text) : 0;
  if (count === 0) throw new InvalidArgumentError(`"${text}" is no whole number above 0.`);
  return count;
}
