// Comments that people wrote into the capture file (pcapng): those of its frames at their rows, the others in front.

import type { CaptureFacts } from '../collect/analysis.ts';
import { digits } from '../explain/args.ts';
import type { Catalogue } from '../explain/catalogue.ts';
import { grouped } from '../tcp/grouped.ts';
import type { Comments } from './report-model.ts';

/** Comments of frames without a row that are shown. */
const MOST_OF_FRAMES = 20;

/** Foreign text by lines, none of them empty. */
const linesOf = (text: string): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');

/** By frame. */
export const rowComments = ({ frameComments }: CaptureFacts): ReadonlyMap<number, string[]> =>
  new Map(
    [...grouped(frameComments, ({ frame }) => frame)].map(([frame, own]) => [
      frame,
      own.flatMap(({ text }) => linesOf(text)),
    ]),
  );

/** `here`: the frame has a row, which shows its comments. */
export function buildComments(
  { comments, frameComments, moreComments }: CaptureFacts,
  here: (frame: number) => boolean,
  catalogue: Catalogue,
): Comments | null {
  const elsewhere = frameComments.filter(({ frame }) => !here(frame));
  const shown = elsewhere.slice(0, MOST_OF_FRAMES);
  const more = elsewhere.length - shown.length + moreComments;
  const told = [
    ...comments.map((text) => ({ of: null, lines: linesOf(text) })),
    ...shown.map(({ frame, text }) => ({
      of: catalogue.plain('report-comment-of-frame', { frame: digits(frame) }),
      lines: linesOf(text),
    })),
  ].filter(({ lines }) => lines.length > 0);
  if (told.length + more === 0) return null;
  const leftOut = more === 0 ? null : catalogue.plain('report-more-comments', { count: more });
  return { told, leftOut };
}
