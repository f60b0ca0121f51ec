// JSON that is safe to look at: characters that terminals or editors obey are written as escapes. The data stay the same.

// C1 controls, zero-width and bidi characters, line separators, tags: JSON.stringify leaves them as they are.
const INVISIBLE =
  /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');

/** Indented JSON with its last line end. */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(INVISIBLE, escaped)}\n`;
