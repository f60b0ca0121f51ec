// Times as people write them, read to the nanosecond: seconds, and a date with its time (ISO 8601, RFC 3339).

const SECONDS = /^(\d{1,7})(?:\.(\d{1,9}))?$/;
const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?(?: ?(?:Z|UTC)|([+-]\d\d):?(\d\d))?$/;
const NS_PER_S = 1_000_000_000;

const fractionNs = (digits = ''): number => Number(digits.padEnd(9, '0'));

/** Decimal seconds ("12.5") as nanoseconds, exactly; null when it is something else. */
export function parseSeconds(text: string): number | null {
  const seconds = SECONDS.exec(text);
  if (seconds === null) return null;
  const [, whole, fraction] = seconds;
  return Number(whole) * NS_PER_S + fractionNs(fraction);
}

/** A date and time as ns since 1970, in UTC unless it names another offset; null when it is something else. */
export function parseDateTime(text: string): bigint | null {
  const read = DATE_TIME.exec(text);
  if (read === null) return null;
  const [, date = '', time = '', fraction, hours, minutes] = read;
  const offset = hours === undefined ? 'Z' : `${hours}:${minutes}`;
  const ms = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}${offset}`);
  if (Number.isNaN(ms) || !isCalendarDay(date)) return null;
  return BigInt(ms) * 1_000_000n + BigInt(fractionNs(fraction));
}

/** Date.parse takes a 31st of February for a day in March. */
const isCalendarDay = (date: string): boolean =>
  new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
