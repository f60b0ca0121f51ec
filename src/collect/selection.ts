// Which segments the reader of the report asked for: --frames and --stream.

export interface Selection {
  /** Inclusive ranges of frame numbers; null: every frame. */
  readonly frames: readonly (readonly [number, number])[] | null;
  /** Stream numbers; null: every stream. */
  readonly streams: ReadonlySet<number> | null;
}

export const SELECT_ALL: Selection = { frames: null, streams: null };

type Range = readonly [first: number, last: number];

/** Whether a number lies in one of the ranges, which may be many, in any order, and overlap. */
export function rangeTest(ranges: readonly Range[]): (number: number) => boolean {
  const merged: [number, number][] = [];
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    const before = merged.at(-1);
    if (before !== undefined && first <= before[1]) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return (number) => {
    let [low, high] = [0, merged.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (merged[middle]![1] < number) low = middle + 1;
      else high = middle;
    }
    return low < merged.length && merged[low]![0] <= number;
  };
}

/** Whether a segment was asked for, by its frame and stream. */
export function selectionTest({
  frames,
  streams,
}: Selection): (frame: number, stream: number) => boolean {
  const isIn = frames === null ? null : rangeTest(frames);
  return (frame, stream) => (streams?.has(stream) ?? true) && (isIn?.(frame) ?? true);
}

/**
 * Reads "1-16,20,30-" into ranges.
 * @throws RangeError with what is wrong, in one line
 */
export function parseRanges(text: string): (readonly [number, number])[] {
  return text.split(',').map((part) => {
    const match = /^\s*(\d+)?\s*(-)?\s*(\d+)?\s*$/.exec(part);
    if (!match || (match[1] === undefined && match[3] === undefined)) {
      throw new RangeError(`"${part}" is no range: write 5, 1-16, -10 or 30-, separated by commas`);
    }
    const first = match[1] === undefined ? 0 : Number(match[1]);
    const last =
      match[2] === undefined ? first : match[3] === undefined ? Infinity : Number(match[3]);
    if (last < first) throw new RangeError(`"${part}" ends before it begins`);
    return [first, last] as const;
  });
}
