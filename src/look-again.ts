// A second look at a capture: of rows that stand out, or that somebody asks for in its middle, nobody knew when those before
// them passed by. It goes little further than the last of them.

import { analyze, type AnalyzeOptions } from './analyze.ts';
import { CaptureError } from './capture/capture-error.ts';
import type { CaptureReader } from './capture/capture-reader.ts';
import type { RowCollector } from './collect/row-collector.ts';
import { RowsAround } from './collect/rows-around.ts';

/** Opens the same capture anew, for as long as `use` reads it. */
export type WithReader = (use: (reader: CaptureReader) => Promise<void>) => Promise<void>;

/** A file can be read again; what comes through a pipe, of which no size is known, has passed. */
export const canLookAgain = ({ sizeBytes }: { readonly sizeBytes: number | null }): boolean =>
  sizeBytes !== null;

/** Gives the collector the rows around those that it needs to know more of. */
export async function lookAgain(
  collector: RowCollector,
  withReader: WithReader,
  { dedup = false }: AnalyzeOptions = {},
): Promise<void> {
  const places = collector.passedBy();
  if (places.length === 0) return;
  const around = new RowsAround(places);
  try {
    await withReader((reader) =>
      analyze(reader, [around], { dedup, isEnough: () => around.isComplete }),
    );
  } catch (error) {
    // The file has gone meanwhile: what was read of it is told all the same.
    if (!(error instanceof CaptureError)) throw error;
    return;
  }
  collector.takeAround(around.rows);
}
