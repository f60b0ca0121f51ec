// Reads the scalar forms of a lab file (schema/values.ts) into numbers.

import { formatAddress, parseIp } from '../decode/address.ts';

const NS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  min: 60e9,
  h: 3600e9,
};

/** "50ms" in ns; NaN for what is no duration. */
export function durationNs(text: string): number {
  const unitAt = text.search(/[a-z\u00b5]/);
  return unitAt < 0
    ? Number.NaN
    : Number(text.slice(0, unitAt)) * (NS[text.slice(unitAt).trim()] ?? Number.NaN);
}

/** An end of a connection as a lab file names it; null where it leaves it open. */
export interface EndpointPattern {
  readonly address: string | null;
  readonly port: number | null;
}

/** Reads "address:port", "address", ":port", "[IPv6]:port"; null when it is none of them. */
export function parseEndpoint(text: string): EndpointPattern | null {
  const { host, port } = splitPort(text);
  if (port !== null && (port === '' || Number(port) > 0xffff)) return null;
  const address = host === '' ? null : canonicalAddress(host);
  if (host !== '' && address === null) return null;
  return { address, port: port === null ? null : Number(port) };
}

function splitPort(text: string): { host: string; port: string | null } {
  if (text.startsWith('[')) {
    const close = text.indexOf(']');
    const rest = text.slice(close + 1);
    return { host: text.slice(1, close), port: rest.startsWith(':') ? rest.slice(1) : null };
  }
  const colon = text.lastIndexOf(':');
  // Two colons and no brackets: an IPv6 address alone.
  if (colon < 0 || text.indexOf(':') !== colon) return { host: text, port: null };
  return { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

/** The address as the analysis writes it; null when it is none. */
function canonicalAddress(text: string): string | null {
  const bytes = parseIp(text);
  if (bytes === null) return null;
  return formatAddress(bytes);
}
