// Something that is counted while a capture is read: how often it came, and the first rows of it. Bounded.

/** Rows named of one thing; the count goes on. */
export const MOST_FRAMES = 64;

export interface FoundRows {
  readonly count: number;
  /** The first of them, ascending. */
  readonly frames: readonly number[];
}

export class Found implements FoundRows {
  count = 0;
  readonly frames: number[] = [];
  /** When those rows came. */
  readonly timesNs: number[] = [];

  add(frame: number, timeNs: number): void {
    this.count++;
    if (this.frames.length >= MOST_FRAMES) return;
    this.frames.push(frame);
    this.timesNs.push(timeNs);
  }
}

/** Of several connections together. */
export const foundTogether = (all: readonly FoundRows[]): FoundRows => ({
  count: all.reduce((sum, { count }) => sum + count, 0),
  frames: all
    .flatMap(({ frames }) => frames)
    .sort((a, b) => a - b)
    .slice(0, MOST_FRAMES),
});
