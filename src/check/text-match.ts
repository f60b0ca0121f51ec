// Looks for words in messages: letter by letter in the bytes, or by an RE2 pattern in linear time.

import { RE2JS } from 're2js';
import { maskWords, secretsOf, shownText } from '../stitch/mask.ts';
import type { Message } from '../stitch/message.ts';
import { given, optional, say, word, type Said } from './said.ts';

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

/** Words that are looked for in bytes, one of the two. */
export type Words = Pick<WordsAsked, 'text' | 'pattern'>;

/** Where the words stand in bytes: [start, end) of each place, at most `most`. */
export type Finder = (bytes: Uint8Array, most: number) => (readonly [number, number])[];

export function finderOf({ text, pattern }: Words): Finder {
  if (text !== undefined) return (bytes, most) => textPlaces(Buffer.from(text), bytes, most);
  const compiled = RE2JS.compile(pattern ?? '');
  return (bytes, most) => patternPlaces(compiled, bytes, most);
}

function textPlaces(needle: Buffer, bytes: Uint8Array, most: number): [number, number][] {
  const places: [number, number][] = [];
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = all.indexOf(needle);
  while (at >= 0 && places.length < most) {
    places.push([at, at + needle.length]);
    at = all.indexOf(needle, at + needle.length);
  }
  return places;
}

/** Offsets are told in UTF-8 again; where the bytes are no UTF-8 they may be a few bytes off, the verdict is not. */
function patternPlaces(compiled: RE2JS, bytes: Uint8Array, most: number): [number, number][] {
  const places: [number, number][] = [];
  const words = DECODER.decode(bytes);
  const matcher = compiled.matcher(words);
  while (places.length < most && matcher.find()) {
    const start = Buffer.byteLength(words.slice(0, matcher.start()));
    places.push([start, start + Math.max(1, Buffer.byteLength(matcher.group() ?? ''))]);
  }
  return places;
}

/** "with the words "hello"", for a sentence that may go without. */
export const wordsAsked = (asked: WordsAsked): ReturnType<typeof optional<'words'>> =>
  optional('words', askedWords(asked));

function askedWords({ text, equals, pattern }: WordsAsked): Said | null {
  if (text !== undefined) return say('check-words-text', { text: quoted(text) });
  if (equals !== undefined) return say('check-words-equals', { text: quoted(equals) });
  return pattern === undefined
    ? null
    : say('check-words-pattern', { pattern: patternWords(pattern) });
}

export const patternWords = (pattern: string): Said =>
  say('check-pattern', { pattern: word(pattern) });

const MOST_QUOTED = 60;

/** Captured or given text in quotation marks, shortened. Not escaped. */
export function quoted(text: string): Said {
  const characters = Array.from(text);
  const short =
    characters.length > MOST_QUOTED ? `${characters.slice(0, MOST_QUOTED).join('')}…` : text;
  return say('check-quoted', { text: given(short) });
}

/** What a message says, its passwords masked. */
export function messageWords(message: Message): Said {
  if (message.http !== undefined) {
    const { kind, method, target, status, reason } = message.http;
    const line = kind === 'request' ? `${method} ${target}` : `${status} ${reason ?? ''}`.trim();
    return given(maskWords(line, secretsOf(message)));
  }
  const text = shownText(message);
  return text === null ? say('check-no-text', { count: message.len }) : quoted(trimLine(text));
}
