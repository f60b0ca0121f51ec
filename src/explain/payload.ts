// The captured payload as text to show: its first line, its beginning, or hex when it is not text. Guesses no protocol.

import type { PacketRow } from '../classify/packet-row.ts';
import { digits, type Args } from './args.ts';
import { wholeOf } from './whole.ts';

const SEEN_BYTES = 256;
const SHOWN_LETTERS = 60;
const HEX_BYTES = 8;
/**
 * A payload with a larger share of unreadable characters is no text. With fewer it is: a segment may begin within a
 * letter, and an image follows the head of an answer.
 */
const MAX_UNREADABLE = 0.1;
/** Control characters but white space and the escape of coloured text, and the mark of undecodable bytes. */
// oxlint-disable-next-line no-control-regex
const UNREADABLE = /(?![\s\u001b])[\ufffd\p{Cc}]/gu;

/** Captured text: what is unreadable is in it, and is written out where it is shown. */
export interface PayloadText {
  /** The first line that is not blank, cut to a sentence's length; of blank lines alone, these. */
  readonly excerpt: string;
  /** True when the excerpt is all of the payload but for white space around it. */
  readonly whole: boolean;
  /** The beginning, line breaks and all, "…" when it goes on: for one line of a list. */
  readonly beginning: string;
}

/** Where the captured payload lies: "bytes 54 to 65 of the frame". */
export const placeOfPayload = (row: PacketRow): Args => ({
  start: digits(row.payloadStart),
  end: digits(row.payloadEnd - 1),
  count: row.payloadEnd - row.payloadStart,
  whole: wholeOf(row),
});

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

/** Of a character that is cut at the end, nothing; `isWhole` tells that there is none. */
function decoded(bytes: Uint8Array): { text: string; isWhole: boolean } {
  const text = decoder.decode(bytes, { stream: true });
  // The decoder is made ready for other bytes: to make one takes longer.
  return { text, isWhole: decoder.decode() === '' };
}

function readPayload(row: PacketRow): PayloadText | null {
  const bytes = payloadOf(row);
  const { text, isWhole } = decoded(bytes.subarray(0, SEEN_BYTES));
  if (!isReadable(text)) return null;
  const seenAll = isWhole && bytes.length <= SEEN_BYTES && bytes.length === row.tcp.len;
  const line =
    text
      .split(/[\r\n]/)
      .find((part) => part.trim() !== '')
      ?.trim() ?? text;
  const excerpt = cut(line);
  const whole = seenAll && (excerpt === text.trim() || excerpt === text);
  const beginning = cut(text);
  return { excerpt, whole, beginning: seenAll && beginning === text ? text : `${beginning}…` };
}

/** The zero that ends a string of C is not counted, or "hi" would be none. */
function isReadable(text: string): boolean {
  const words = text.replace(/\0$/, '');
  const unreadable = words.match(UNREADABLE)?.length ?? 0;
  return words !== '' && unreadable <= Array.from(words).length * MAX_UNREADABLE;
}

/** A character is two units at most. */
const cut = (text: string): string =>
  Array.from(text.slice(0, 2 * SHOWN_LETTERS))
    .slice(0, SHOWN_LETTERS)
    .join('');

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
