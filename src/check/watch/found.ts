// Something that is counted while a capture is read: how often it came, and the first rows of it. Bounded.

/** Rows named of one thing; the count goes on. */
export const MOST_FRAMES = 64;

export interface FoundRows {
  readonly count: number;
  /** The first of them, ascending. */
  readonly frames: readonly number[];
}

export interface TimedRows extends FoundRows {
  /** When those rows came. */
  readonly timesNs: readonly number[];
}

export class Found implements TimedRows {
  count = 0;
  // Of most connections nothing is found.
  private named = NONE;
  private times = NONE;

  get frames(): readonly number[] {
    return this.named;
  }

  get timesNs(): readonly number[] {
    return this.times;
  }

  add(frame: number, timeNs: number): void {
    this.count++;
    if (this.named.length >= MOST_FRAMES) return;
    // An array that something is pushed to has room for 17.
    if (this.named.length === 0) {
      this.named = [frame];
      this.times = [timeNs];
      return;
    }
    this.named.push(frame);
    this.times.push(timeNs);
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

/** Of one connection, a row that was found for two reasons once. */
export function foundOnce(all: readonly TimedRows[]): Found {
  const times = new Map<number, number>();
  for (const { frames, timesNs } of all)
    frames.forEach((frame, i) => times.set(frame, timesNs[i]!));
  const named = all.reduce((sum, { frames }) => sum + frames.length, 0);
  const once = new Found();
  for (const [frame, timeNs] of [...times].sort(([a], [b]) => a - b)) once.add(frame, timeNs);
  // Beyond the rows that are named nobody knows which are the same.
  once.count += all.reduce((sum, { count }) => sum + count, 0) - named;
  return once;
}

const NONE: number[] = [];
