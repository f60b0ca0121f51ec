// Addresses as text: IPv4 dotted decimal, IPv6 by RFC 5952, MAC addresses; and back, strictly.
import { u16 } from './bytes.ts';

/** The four bytes at `at` in dotted decimal. */
export function formatIpv4(b: Uint8Array, at: number): string {
  return `${b[at] as number}.${b[at + 1] as number}.${b[at + 2] as number}.${b[at + 3] as number}`;
}

const GROUPS = 8;

/** The sixteen bytes at `at` as RFC 5952 section 4 wants them. */
export function formatIpv6(b: Uint8Array, at: number): string {
  if (isIpv4Mapped(b, at)) return `::ffff:${formatIpv4(b, at + 12)}`; // section 5
  const [runStart, runLen] = longestZeroRun(b, at);
  let text = '';
  for (let group = 0; group < GROUPS; group++) {
    if (group === runStart) {
      text += '::';
      group += runLen - 1;
      continue;
    }
    if (group > 0 && !text.endsWith(':')) text += ':';
    text += u16(b, at + 2 * group).toString(16);
  }
  return text;
}

function isIpv4Mapped(b: Uint8Array, at: number): boolean {
  for (let i = 0; i < 10; i++) if (b[at + i] !== 0) return false;
  return u16(b, at + 10) === 0xffff;
}

/** The first longest run of at least two zero groups; [-1, 0] when there is none (section 4.2). */
function longestZeroRun(b: Uint8Array, at: number): readonly [start: number, len: number] {
  let best: readonly [number, number] = [-1, 1];
  let start = 0;
  for (let group = 0; group <= GROUPS; group++) {
    if (group < GROUPS && u16(b, at + 2 * group) === 0) continue;
    if (group - start > best[1]) best = [start, group - start];
    start = group + 1;
  }
  return best[0] < 0 ? [-1, 0] : best;
}

/** The text of an address of 4 or 16 bytes. */
export const formatAddress = (address: Uint8Array): string =>
  address.length === 4 ? formatIpv4(address, 0) : formatIpv6(address, 0);

/** The six bytes at `at`, as Wireshark writes a MAC address. */
export function formatMac(b: Uint8Array, at: number): string {
  let text = hexOctet(b[at] as number);
  for (let i = at + 1; i < at + 6; i++) text += `:${hexOctet(b[i] as number)}`;
  return text;
}

const hexOctet = (octet: number): string => (octet < 16 ? '0' : '') + octet.toString(16);

/** The bytes of an IP address (4 or 16), or null when the text is not exactly one. */
export function parseIp(text: string): Uint8Array | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  const bytes = new Uint8Array(4);
  for (const [i, part] of parts.entries()) {
    // A leading zero may mean octal elsewhere, so it means nothing here (RFC 6943 section 3.1.1).
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    bytes[i] = Number(part);
  }
  return bytes;
}

function parseIpv6(text: string): Uint8Array | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0] as string);
  const tail = halves.length === 2 ? parseGroups(halves[1] as string) : [];
  if (head === null || tail === null) return null;
  const missing = GROUPS - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  // Dotted decimal ends an address, so the part before "::" cannot hold it.
  if (halves.length === 2 && (halves[0] as string).includes('.')) return null;
  const bytes = new Uint8Array(16);
  const groups = [...head, ...Array<number>(missing).fill(0), ...tail];
  for (const [i, group] of groups.entries()) {
    bytes[2 * i] = group >>> 8;
    bytes[2 * i + 1] = group & 0xff;
  }
  return bytes;
}

function parseGroups(text: string): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const dotted = i === parts.length - 1 ? parseIpv4(part) : null;
    if (dotted === null) return null;
    groups.push(u16(dotted, 0), u16(dotted, 2));
  }
  return groups;
}
