// Times as reports write them: seconds as in Wireshark's Time column, dates in UTC. Digits only, no locale:
// delays have words and belong to the catalogue (src/explain/duration.ts).

const NS_PER_S = 1e9;

/** Seconds since the first record with `digits` decimals, cut and not rounded, as Wireshark writes them. */
export const secondsText = (timeNs: number, digits: number): string => {
  const sign = timeNs < 0 ? '-' : '';
  const ns = Number.isSafeInteger(timeNs) ? Math.abs(timeNs) : wholeMicroseconds(timeNs);
  const seconds = Math.floor(ns / NS_PER_S);
  const rest = String(ns - seconds * NS_PER_S).padStart(9, '0');
  return digits === 0 ? `${sign}${seconds}` : `${sign}${seconds}.${rest.slice(0, digits)}`;
};

/** Of a span beyond 104 days a double does not hold every nanosecond. */
const wholeMicroseconds = (timeNs: number): number => Math.round(Math.abs(timeNs) / 1000) * 1000;

/** "2026-11-20 16:31:07.123456 UTC", to the microsecond. */
export const utcText = (epochNs: bigint): string => {
  const micros = epochNs / 1000n;
  const seconds = new Date(Number(micros / 1_000_000n) * 1000);
  if (Number.isNaN(seconds.getTime())) return `${epochNs} ns`;
  const fraction = String(micros % 1_000_000n).padStart(6, '0');
  return `${seconds.toISOString().slice(0, 19).replace('T', ' ')}.${fraction} UTC`;
};

/** Decimals of a second for a capture's resolution, written "10^-6 s"; nine for any other. */
export const timeDigits = (resolution: string): number => {
  const exponent = /^10\^-(\d+) s$/.exec(resolution)?.[1];
  return exponent === undefined ? 9 : Math.min(9, Number(exponent));
};

const UNIT_NAMES: ReadonlyMap<string, string> = new Map([
  ['10^-3 s', '1 ms'],
  ['10^-6 s', '1 µs'],
  ['10^-9 s', '1 ns'],
]);

/** A capture's resolution as people say it: "1 µs". */
export const resolutionText = (resolution: string): string =>
  UNIT_NAMES.get(resolution) ?? resolution;
