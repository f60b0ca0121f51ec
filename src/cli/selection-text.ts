// The selection of rows in words: read from the command line, and told again where it matched nothing.

import { InvalidArgumentError } from 'commander';
import type { Analysis } from '../collect/analysis.ts';
import { parseRanges, type Selection } from '../collect/selection.ts';

/** Reads "1-16,20,30-". */
export function parseFrames(text: string): Selection['frames'] {
  if (text.match(/\d+/g)?.some((number) => Number(number) === 0) === true)
    throw new InvalidArgumentError('Frames are numbered from 1.');
  try {
    return parseRanges(text);
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}

/** The line that says that no row matched, and what there is; null when one did. */
export function noRowMatched(
  { frames, streams }: Selection,
  { capture, rows, totals, selected, rowsLeftOut }: Analysis,
): string | null {
  if (frames === null && streams === null) return null;
  if ((selected?.size ?? rows.length) + rowsLeftOut > 0) return null;
  const asked = [
    ...(frames === null ? [] : [`--frames ${frames.map(rangeText).join(',')}`]),
    ...(streams === null ? [] : [`--stream ${[...streams].join(',')}`]),
  ];
  const held = [counted(capture.records, 'frame'), counted(totals.count, 'connection')];
  return `no TCP segment matches ${asked.join(' ')}: the capture has ${held.join(' and ')}; the report has no rows`;
}

function rangeText([first, last]: readonly [number, number]): string {
  if (first === last) return String(first);
  return `${first === 0 ? '' : first}-${last === Infinity ? '' : last}`;
}

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;
