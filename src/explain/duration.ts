// Picks the unit and the precision of a time span; the words for the units are in the catalogue.

interface DurationNumber {
  readonly value: number;
  readonly minimumSignificantDigits?: number;
  readonly maximumSignificantDigits?: number;
  readonly maximumFractionDigits?: number;
}

export interface DurationParts {
  /** The message of the unit; its variables are `$n`, and `$m` for the smaller of two units. */
  readonly id: string;
  readonly values: readonly DurationNumber[];
}

const MICROSECOND = 1e3;
const MILLISECOND = 1e6;
const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Units under a minute: from which size on each is used, and how many ns it has. */
const SMALL_UNITS = [
  { id: 'part-seconds', from: SECOND, ns: SECOND },
  { id: 'part-milliseconds', from: 100 * MICROSECOND, ns: MILLISECOND },
  { id: 'part-microseconds', from: MICROSECOND, ns: MICROSECOND },
  { id: 'part-nanoseconds', from: 0, ns: 1 },
] as const;

/** Two digits tell a reader enough under 100: "0.27 ms", "46 ms", "2.2 s". */
function rounded(value: number): DurationNumber {
  if (Number.isInteger(value) || value >= 99.5) return { value, maximumFractionDigits: 0 };
  return { value, minimumSignificantDigits: 2, maximumSignificantDigits: 2 };
}

/** A time span in nanoseconds as a message and its numbers. Time that runs backwards in a capture is told by its size. */
export function durationParts(signedNs: number): DurationParts {
  const ns = Math.abs(signedNs);
  const seconds = Math.round(ns / SECOND);
  if (ns >= HOUR)
    return {
      id: 'part-hours',
      values: [{ value: Math.floor(seconds / 3600) }, { value: Math.floor((seconds % 3600) / 60) }],
    };
  if (seconds >= 60)
    return {
      id: 'part-minutes',
      values: [{ value: Math.floor(seconds / 60) }, { value: seconds % 60 }],
    };
  // Nanoseconds would claim more than the clock of the capture tells.
  if (ns === 0) return { id: 'part-seconds', values: [{ value: 0 }] };
  const unit = SMALL_UNITS.find(({ from }) => ns >= from) ?? SMALL_UNITS[3];
  return { id: unit.id, values: [rounded(ns / unit.ns)] };
}
