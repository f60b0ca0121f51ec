// What a report is made as: from --format, and from where it goes.

import { InvalidArgumentError } from 'commander';
import { UsageError } from './exit-codes.ts';

export const FORMATS = ['terminal', 'markdown', 'html'] as const;

export type Format = (typeof FORMATS)[number];

const ALIASES: ReadonlyMap<string, Format> = new Map([['md', 'markdown']]);

/** Reads "terminal,md"; one that is named again is made once. */
export function parseFormats(text: string): Format[] {
  const formats = text.split(',').map((format) => {
    const named = format.trim();
    const known = ALIASES.get(named) ?? FORMATS.find((name) => name === named);
    if (known === undefined) {
      throw new InvalidArgumentError(`"${format}" is none of ${FORMATS.join(', ')}.`);
    }
    return known;
  });
  return [...new Set(formats)];
}

/**
 * The formats for `-o output`; `asked` is null without --format. Standard output takes one, for the next program.
 * @throws UsageError when several would go there
 */
export function formatsFor(output: string, asked: readonly Format[] | null): readonly Format[] {
  if (output !== '-') return asked ?? FORMATS;
  if (asked === null) return ['markdown'];
  if (asked.length > 1) {
    throw new UsageError(
      `-o - takes one format, but --format names ${asked.join(' and ')}: name one, or a folder with -o`,
    );
  }
  return asked;
}
