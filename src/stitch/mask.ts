// Passwords out of sight: where they stand in messages, and text with a mask in their place.

import type { CredentialFound } from './credentials.ts';
import type { Message, SecretRange } from './conversation.ts';
import type { DraftMessage } from './draft-message.ts';
import { looseText } from './text.ts';

/** What stands for a password; its length tells nothing. */
export const MASK = '********';
/** A shorter one is likely to be part of other words; it is masked only where it was sent as a password. */
const SHORTEST_ELSEWHERE = 6;

/** Marks every password in the messages: where it was given, and where the same connection repeats it. */
export function markSecrets(
  credentials: readonly CredentialFound[],
  byStream: ReadonlyMap<number, readonly DraftMessage[]>,
): void {
  for (const { stream, places, secret } of credentials) {
    for (const { message, token } of places) if (token !== '') markLast(message, token);
    const words = new Set([secret, ...places.map(({ token }) => token)]);
    for (const message of byStream.get(stream) ?? [])
      for (const word of words) if (word.length >= SHORTEST_ELSEWHERE) markAll(message, word);
  }
}

/** In its own message the last place is the password: the user's name may be the same word. */
function markLast(message: DraftMessage, word: string): void {
  const needle = Buffer.from(word);
  const at = bufferOf(message).lastIndexOf(needle);
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

function mark(message: DraftMessage, start: number, end: number): void {
  if (message.secrets.some((range) => start < range.end && range.start < end)) return;
  message.secrets = [...message.secrets, { start, end }].sort((a, b) => a.start - b.start);
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

/** Any text with these words masked. */
export const maskWords = (text: string, words: Iterable<string>): string => {
  let masked = text;
  for (const word of words) masked = masked.replaceAll(word, MASK);
  return masked;
};
