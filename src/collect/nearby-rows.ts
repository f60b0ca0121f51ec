// Rows that nobody asked for, around those that --frames asks for: what a row answers, repeats or confirms lies before it,
// and what answers it behind. All that a pipe can give; a file is looked at again (rows-around.ts).

import { rangeTest, type Selection } from './selection.ts';

/** Frames before the first of a range, and behind its last. */
const BEFORE = 1000;
const BEHIND = 200;
/** Rows kept for all ranges together: each has its share. */
const MOST_ROWS = 4800;

export class NearbyRows {
  private readonly isNear: (frame: number) => boolean;
  private kept = 0;

  constructor(ranges: NonNullable<Selection['frames']>) {
    const share = Math.min(1, MOST_ROWS / ranges.length / (BEFORE + BEHIND));
    this.isNear = rangeTest(
      ranges.map(([first, last]) => [
        first - Math.floor(share * BEFORE),
        last + Math.floor(share * BEHIND),
      ]),
    );
  }

  /** Whether a row that was not asked for is to be kept; it counts then. */
  takes(frame: number): boolean {
    if (this.kept >= MOST_ROWS || !this.isNear(frame)) return false;
    this.kept++;
    return true;
  }
}
