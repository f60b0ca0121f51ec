// Which segments the reader of the report asked for: --frames and --stream.

export interface Selection {
  /** Inclusive ranges of frame numbers; null: every frame. */
  readonly frames: readonly (readonly [number, number])[] | null;
  /** Stream numbers; null: every stream. */
  readonly streams: ReadonlySet<number> | null;
}

export const SELECT_ALL: Selection = { frames: null, streams: null };

/** Whether the segment was asked for. */
export const isSelected = (selection: Selection, frame: number, stream: number): boolean =>
  (selection.streams === null || selection.streams.has(stream)) &&
  (selection.frames === null ||
    selection.frames.some(([first, last]) => frame >= first && frame <= last));

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
