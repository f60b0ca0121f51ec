// A second look at a capture whose report is shortened: the rows that stand out were passed by when nobody knew yet that the
// report would have room for them. It goes no further than the last of them.

import { analyze, type AnalyzeOptions } from './analyze.ts';
import type { CaptureReader } from './capture/capture-reader.ts';
import type { RowCollector } from './collect/row-collector.ts';
import { RowsAround } from './collect/rows-around.ts';
import type { SegmentPlace } from './collect/stand-outs.ts';

/** Frames read a second time: a report should not take twice as long for its examples. */
const MOST_FRAMES = 50_000;

/** Rows that a second look is worth. */
export const worthASecondLook = (collector: RowCollector): SegmentPlace[] =>
  collector.passedBy().filter(({ frame }) => frame <= MOST_FRAMES);

/** Gives the collector `places` and the rows around them; `reader` begins the same capture anew. */
export async function lookAgain(
  reader: CaptureReader,
  collector: RowCollector,
  places: readonly SegmentPlace[],
  { dedup }: AnalyzeOptions = {},
): Promise<void> {
  const around = new RowsAround(places);
  await analyze(reader, [around], { dedup: dedup === true, isEnough: () => around.isComplete });
  collector.takeAround(around.rows);
}
