// Bytes as text: UTF-8 without the control characters that text does not have.

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

const SPACE = 0x20;
const DELETE = 0x7f;
/** Tab, line feed, form feed, carriage return, and the escape of coloured text. */
const ALLOWED = [0x09, 0x0a, 0x0c, 0x0d, 0x1b];
/** By byte: 1 where it is in no text. */
const FOREIGN = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte < SPACE || byte === DELETE) && !ALLOWED.includes(byte) ? 1 : 0,
);

/** No byte that text does not have; the charset is not judged. */
export function isPlainText(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if (FOREIGN[bytes[at]!] === 1) return false;
  return true;
}

/** The text of the bytes; null when they are not text in UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  if (!isPlainText(bytes)) return null;
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Text for the eye, whatever the bytes are: what cannot be decoded shows as U+FFFD. */
export const looseText = (bytes: Uint8Array): string => lenient.decode(bytes);

/** Part of a word: letters and digits of ASCII, underscore, and every byte of a character beyond ASCII. */
export const isWordByte = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x5f ||
    byte >= 0x80);

const WORD_CHARACTER = /[\p{L}\p{M}\p{N}_]/u;
const WORDS = /[\p{L}\p{M}\p{N}_]+/gu;
const characterBefore = (text: string, at: number): string =>
  at <= 0 ? ' ' : (text.slice(Math.max(0, at - 2), at).match(/.$/su)?.[0] ?? ' ');
const characterAt = (text: string, at: number): string =>
  at >= text.length ? ' ' : String.fromCodePoint(text.codePointAt(at) ?? SPACE);

/** The runs of letters and digits in the text. */
export const wordsIn = (text: string): readonly string[] => text.match(WORDS) ?? [];

/** Where `name` stands in the text as a word of its own from `from` on; -1 nowhere. */
export function wordIndex(text: string, name: string, from = 0): number {
  if (name === '') return -1;
  for (let at = text.indexOf(name, from); at >= 0; at = text.indexOf(name, at + 1)) {
    const behind = characterAt(text, at + name.length);
    if (!WORD_CHARACTER.test(characterBefore(text, at)) && !WORD_CHARACTER.test(behind)) return at;
  }
  return -1;
}
