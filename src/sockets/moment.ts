// The moment sockets are asked for: the end of the capture, a frame, or a time. Reads what people write; where the
// moment lies in a capture is told once its clock is known.

import { parseDateTime, parseSeconds } from '../capture/written-time.ts';

export type Moment =
  | { readonly kind: 'end' }
  /** After this frame. */
  | { readonly kind: 'frame'; readonly frame: number }
  /** ns since the first record. */
  | { readonly kind: 'elapsed'; readonly timeNs: number }
  /** ns since 1970. */
  | { readonly kind: 'absolute'; readonly epochNs: bigint };

/**
 * Seconds since the first record ("12.5"), or a date and time by ISO 8601, which is UTC unless it names another
 * offset; both to the nanosecond. Null when it is neither.
 */
export function parseMoment(text: string): Moment | null {
  const timeNs = parseSeconds(text);
  if (timeNs !== null) return { kind: 'elapsed', timeNs };
  const epochNs = parseDateTime(text);
  return epochNs === null ? null : { kind: 'absolute', epochNs };
}

/** The last frame that counts, and the latest time, ns since the first record, of those that do. */
export interface Limit {
  readonly frame: number;
  readonly timeNs: number;
}

/** Where the moment lies in a capture whose first record was at `firstNs` since 1970, null while that is unknown. */
export function limitOf(moment: Moment, firstNs: bigint | null): Limit {
  switch (moment.kind) {
    case 'end':
      return { frame: Infinity, timeNs: Infinity };
    case 'frame':
      return { frame: moment.frame, timeNs: Infinity };
    case 'elapsed':
      return { frame: Infinity, timeNs: moment.timeNs };
    case 'absolute':
      // Without a clock the moment never comes.
      return {
        frame: Infinity,
        timeNs: firstNs === null ? Infinity : Number(moment.epochNs - firstNs),
      };
  }
}
