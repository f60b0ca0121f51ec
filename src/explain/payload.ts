// The captured payload as text to show: an excerpt of the first line, or hex when it is not text. Guesses no protocol.

import type { PacketRow } from '../classify/packet-row.ts';

const SEEN_BYTES = 256;
const EXCERPT_LETTERS = 60;
const HEX_BYTES = 8;
/** Control characters other than tab and line breaks, and the mark of undecodable bytes. */
// oxlint-disable-next-line no-control-regex
const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/;

export interface PayloadText {
  /** The first line, cut to a sentence's length. */
  readonly excerpt: string;
  /** True when the excerpt is all of the payload. */
  readonly whole: boolean;
}

/** Captured payload bytes. */
export const payloadOf = (row: PacketRow): Uint8Array =>
  row.bytes.subarray(row.payloadStart, row.payloadEnd);

/** Asked for by all that is said of a row: its headline, its data, what it passes on. */
const known = new WeakMap<PacketRow, PayloadText | null>();

/** Null when the payload does not read as text. A character cut by the end of what is looked at is left out. */
export function payloadText(row: PacketRow): PayloadText | null {
  let text = known.get(row);
  if (text === undefined) known.set(row, (text = readPayload(row)));
  return text;
}

const decoder = new TextDecoder();

/** Of a character that is cut at the end, nothing. */
function decoded(bytes: Uint8Array): string {
  const text = decoder.decode(bytes, { stream: true });
  // The decoder is made ready for other bytes: to make one takes longer.
  decoder.decode();
  return text;
}

function readPayload(row: PacketRow): PayloadText | null {
  const bytes = payloadOf(row);
  if (bytes.length === 0) return null;
  const text = decoded(bytes.subarray(0, SEEN_BYTES));
  if (text === '' || NOT_TEXT.test(text)) return null;
  const line = (text.split(/[\r\n]/).find((part) => part.trim() !== '') ?? '').trim();
  const excerpt = Array.from(line).slice(0, EXCERPT_LETTERS).join('');
  if (excerpt === '') return null;
  const whole = bytes.length === row.tcp.len && excerpt === text.trim();
  return { excerpt, whole };
}

/** The first bytes as "16 03 01". */
export const firstBytes = (row: PacketRow): string =>
  [...payloadOf(row).subarray(0, HEX_BYTES)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(' ');

const REQUEST_LINE = /^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH) \S+ HTTP\/1\.[01]/;
const STATUS_LINE = /^HTTP\/1\.[01] [1-5]\d\d/;

/** What the first line reads as (RFC 9112 3 and 4): only its look, the port proves nothing. */
export function httpLineOf(row: PacketRow): 'request' | 'status' | null {
  const text = payloadText(row)?.excerpt ?? '';
  if (REQUEST_LINE.test(text)) return 'request';
  return STATUS_LINE.test(text) ? 'status' : null;
}
