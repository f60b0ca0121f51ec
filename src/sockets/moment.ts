// The moment sockets are asked for: the end of the capture, a frame, or a time. Reads what people write; where the
// moment lies in a capture is told once its clock is known.

export type Moment =
  | { readonly kind: 'end' }
  /** After this frame. */
  | { readonly kind: 'frame'; readonly frame: number }
  /** ns since the first record. */
  | { readonly kind: 'elapsed'; readonly timeNs: number }
  /** ns since 1970. */
  | { readonly kind: 'absolute'; readonly epochNs: bigint };

const SECONDS = /^(\d{1,7})(?:\.(\d{1,9}))?$/;
const ISO =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?(?: ?(?:Z|UTC)|([+-]\d\d:\d\d))?$/;
const NS_PER_S = 1_000_000_000;

const fractionNs = (digits = ''): number => Number(digits.padEnd(9, '0'));

/**
 * Seconds since the first record ("12.5"), or a date and time by ISO 8601, which is UTC unless it names another
 * offset; both to the nanosecond. Null when it is neither.
 */
export function parseMoment(text: string): Moment | null {
  const seconds = SECONDS.exec(text);
  if (seconds !== null) {
    const [, whole, fraction] = seconds;
    return { kind: 'elapsed', timeNs: Number(whole) * NS_PER_S + fractionNs(fraction) };
  }
  const iso = ISO.exec(text);
  if (iso === null) return null;
  const [, date = '', time = '', fraction, offset = 'Z'] = iso;
  const ms = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}${offset}`);
  if (Number.isNaN(ms) || !isCalendarDay(date)) return null;
  return { kind: 'absolute', epochNs: BigInt(ms) * 1_000_000n + BigInt(fractionNs(fraction)) };
}

/** Date.parse takes a 31st of February for a day in March. */
const isCalendarDay = (date: string): boolean =>
  new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);

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
