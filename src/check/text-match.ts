// Looks for words in messages: letter by letter in the bytes, or by an RE2 pattern in linear time.

import { RE2JS } from 're2js';
import type { Message } from '../stitch/conversation.ts';

/** One of the three, or none: anything fits. */
export interface WordsAsked {
  readonly text?: string | undefined;
  readonly equals?: string | undefined;
  readonly pattern?: string | undefined;
}

export type TextTest = (
  message: Pick<Message, 'bytes' | 'text' | 'http' | 'bodyStart' | 'bodyEnd'>,
) => boolean;

/** A test of messages for what was asked. */
export function textTest({ text, equals, pattern }: WordsAsked): TextTest {
  if (text !== undefined) {
    const needle = Buffer.from(text);
    return ({ bytes, http }) =>
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(needle) ||
      (http !== undefined && Buffer.from(http.body).includes(needle));
  }
  if (equals !== undefined) {
    return (message) => trimLine(textOf(message)) === trimLine(equals);
  }
  if (pattern !== undefined) {
    const compiled = RE2JS.compile(pattern);
    return (message) =>
      compiled.matcher(textOf(message)).find() ||
      (message.http !== undefined && compiled.matcher(DECODER.decode(message.http.body)).find());
  }
  return () => true;
}

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

const textOf = ({
  text,
  bytes,
  bodyStart,
  bodyEnd,
}: Pick<Message, 'bytes' | 'text' | 'bodyStart' | 'bodyEnd'>): string =>
  text ?? DECODER.decode(bytes.subarray(bodyStart, bodyEnd));

const trimLine = (text: string): string => text.replace(/[\r\n\0]+$/, '');

/** Where the words stand in bytes: [start, end) of each place, at most `most`. */
export function placesOf(
  bytes: Uint8Array,
  { text, pattern }: WordsAsked,
  most: number,
): (readonly [number, number])[] {
  const places: [number, number][] = [];
  if (text !== undefined && text !== '') {
    const needle = Buffer.from(text);
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (
      let at = all.indexOf(needle);
      at >= 0 && places.length < most;
      at = all.indexOf(needle, at + needle.length)
    )
      places.push([at, at + needle.length]);
  } else if (pattern !== undefined) {
    // Offsets are told in UTF-8 again; where the bytes are no UTF-8 they may be a few bytes off, the verdict is not.
    const words = DECODER.decode(bytes);
    const matcher = RE2JS.compile(pattern).matcher(words);
    while (places.length < most && matcher.find()) {
      const start = Buffer.byteLength(words.slice(0, matcher.start()));
      places.push([start, start + Math.max(1, Buffer.byteLength(matcher.group() ?? ''))]);
    }
  }
  return places;
}

/** "the words "hello"" as a clause; empty when nothing was asked. */
export function wordsAsked({ text, equals, pattern }: WordsAsked): string {
  if (text !== undefined) return ` with the words ${quoted(text)}`;
  if (equals !== undefined) return ` that is ${quoted(equals)}`;
  return pattern === undefined ? '' : ` that matches /${pattern}/`;
}

const MOST_QUOTED = 60;

/** Captured or given text in quotation marks, shortened. Not escaped. */
export function quoted(text: string): string {
  const characters = Array.from(text);
  const short =
    characters.length > MOST_QUOTED ? `${characters.slice(0, MOST_QUOTED).join('')}…` : text;
  return `"${short}"`;
}

const MASK = '•••';

/** What a message says, its passwords masked. */
export function messageWords({ bytes, text, secrets, len, http }: Message): string {
  if (http !== undefined) {
    const { kind, method, target, status, reason } = http;
    return kind === 'request' ? `${method} ${target}` : `${status} ${reason ?? ''}`.trim();
  }
  if (text === null) return `${len} bytes that are not text`;
  if (secrets.length === 0) return quoted(trimLine(text));
  let shown = '';
  let from = 0;
  for (const { start, end } of secrets) {
    shown += DECODER.decode(bytes.subarray(from, start)) + MASK;
    from = end;
  }
  return quoted(trimLine(shown + DECODER.decode(bytes.subarray(from))));
}
