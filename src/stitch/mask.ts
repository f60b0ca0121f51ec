// Passwords out of sight: where they stand in messages, and text with a mask in their place.

import { decoded } from './credential-texts.ts';
import type { CredentialFound } from './credentials.ts';
import type { DraftMessage } from './draft-message.ts';
import type { Message, SecretRange } from './message.ts';
import { looseText } from './text.ts';
import { WordIndex } from './word-index.ts';

/** What stands for a password; its length tells nothing. */
export const MASK = '********';
/** A shorter one is likely to be part of other words; it is masked only where it was sent as a password. */
const SHORTEST_ELSEWHERE = 6;
/** Of letters alone, a shorter one is likely to be a word that others say too. */
const SHORTEST_OF_LETTERS = 8;

/**
 * Marks every password in the messages. The rule: where it was given, always; in other messages of the same connection
 * when it has 6 characters; on every other connection too when it has 6 and not only letters, or 8. `known` are those of
 * earlier messages; returns all that have 6 characters.
 */
export function markSecrets(
  credentials: readonly CredentialFound[],
  messages: readonly DraftMessage[],
  known: ReadonlySet<string>,
): Set<string> {
  const words = new Set(known);
  const onStream = new Map<number, Set<string>>();
  for (const { stream, places, secret } of credentials) {
    for (const { message, token, lead } of places) if (token !== '') markLast(message, token, lead);
    const ownWords = onStream.get(stream) ?? new Set();
    onStream.set(stream, ownWords);
    for (const word of [secret, ...places.map(({ token }) => decoded(token))]) {
      if (word.length < SHORTEST_ELSEWHERE) continue;
      ownWords.add(word);
      if (words.size < MOST_SECRETS) words.add(word);
    }
  }
  const uncommon = [...words].filter(isUncommon);
  const anywhere = uncommon.length === 0 ? null : new WordIndex(uncommon);
  const own = new Map([...onStream].map(([stream, ownWords]) => [stream, markerOf(ownWords)]));
  for (const message of messages) {
    own.get(message.stream)?.(message);
    for (const [start, end] of anywhere?.placesIn(message.bytes) ?? []) mark(message, start, end);
  }
  return words;
}

const MOST_SECRETS = 10_000;
/** Words that are looked for one by one. */
const FEW_WORDS = 8;

/** Marks every one of the words in a message. */
function markerOf(words: ReadonlySet<string>): (message: DraftMessage) => void {
  if (words.size <= FEW_WORDS)
    return (message) => {
      for (const word of words) markAll(message, word);
    };
  const index = new WordIndex(words);
  return (message) => {
    for (const [start, end] of index.placesIn(message.bytes)) mark(message, start, end);
  };
}

const isUncommon = (word: string): boolean =>
  word.length >= SHORTEST_OF_LETTERS || (word.length >= SHORTEST_ELSEWHERE && /\P{L}/u.test(word));

/** In its own message it stands behind `lead`, the last time: the user's name may be the same word. */
function markLast(message: DraftMessage, token: string, lead: string): void {
  const needle = Buffer.from(token, 'latin1');
  const bytes = bufferOf(message);
  const before = Buffer.from(lead, 'latin1');
  const behind = bytes.lastIndexOf(Buffer.concat([before, needle]));
  const at = behind < 0 ? bytes.lastIndexOf(needle) : behind + before.length;
  if (at >= 0) mark(message, at, at + needle.length);
}

function markAll(message: DraftMessage, word: string): void {
  const needle = Buffer.from(word);
  const bytes = bufferOf(message);
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + needle.length))
    mark(message, at, at + needle.length);
}

const bufferOf = ({ bytes }: DraftMessage): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** All that the message says is masked. */
export const markBody = (message: DraftMessage): void =>
  mark(message, message.bodyStart, message.bodyEnd);

/** Ranges that overlap become one: of two words the longer may begin with the shorter. */
function mark(message: DraftMessage, start: number, end: number): void {
  const touches = (range: SecretRange): boolean => start < range.end && range.start < end;
  const own = message.secrets.filter(touches);
  const one = {
    start: Math.min(start, ...own.map((range) => range.start)),
    end: Math.max(end, ...own.map((range) => range.end)),
  };
  const others = message.secrets.filter((range) => !touches(range));
  message.secrets = [...others, one].sort((x, y) => x.start - y.start);
}

/** The message's text with its passwords masked; null when it is not text. Captured text, hostile. */
export function shownText(message: Message, showSecrets = false): string | null {
  const { text, secrets, bytes, bodyStart, bodyEnd } = message;
  if (text === null || showSecrets || secrets.length === 0) return text;
  let shown = '';
  let from = bodyStart;
  for (const { start, end } of within(secrets, bodyStart, bodyEnd)) {
    shown += looseText(bytes.subarray(from, start)) + MASK;
    from = end;
  }
  return shown + looseText(bytes.subarray(from, bodyEnd));
}

/** The message's body as bytes, with asterisks in place of passwords. */
export function shownBytes(message: Message, showSecrets = false): Uint8Array {
  const { bytes, bodyStart, bodyEnd, secrets } = message;
  if (showSecrets || secrets.length === 0) return bytes.subarray(bodyStart, bodyEnd);
  const shown = bytes.slice();
  for (const { start, end } of secrets) shown.fill(0x2a, start, end);
  return shown.subarray(bodyStart, bodyEnd);
}

const within = (ranges: readonly SecretRange[], from: number, to: number): SecretRange[] =>
  ranges.filter(({ start, end }) => start >= from && end <= to);

/** The passwords in a message. */
export const secretsOf = ({ bytes, secrets }: Message): string[] =>
  secrets.map(({ start, end }) => looseText(bytes.subarray(start, end)));

/** Any text with these words masked. */
export const maskWords = (text: string, words: Iterable<string>): string => {
  let masked = text;
  for (const word of words) masked = masked.replaceAll(word, MASK);
  return masked;
};
