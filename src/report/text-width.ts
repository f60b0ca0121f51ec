// Widths and wrapping of text in columns of a terminal. What nearly all text is made of takes one column a character
// and is measured and wrapped here; everything else (colour codes, wide characters, marks, words longer than a line)
// is left to string-width and wrap-ansi, with the same result: they go through text by grapheme clusters.

import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/**
 * Text of printable ASCII, Latin letters, Greek, Cyrillic, dashes, quotation marks, arrows and the minus: each
 * character a cluster of its own, one column wide. No control character, no other space, no mark that joins.
 */
const NARROW =
  /^[ -~\u00a1-\u00a8\u00aa-\u00ac\u00af-\u024f\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2190-\u2193\u2212]*$/;

/** Columns that the text takes. */
export const textWidth = (text: string): number =>
  NARROW.test(text) ? text.length : stringWidth(text);

/** `text` wrapped at spaces to lines of `width` columns; longer words are broken. */
export const wrapText = (text: string, width: number): string =>
  (NARROW.test(text) ? wrapNarrow(text, width) : null) ?? wrapAnsi(text, width, { hard: true });

/** Null when a word is longer than a line. */
function wrapNarrow(text: string, width: number): string | null {
  if (text.length <= width) return text.trim();
  let lines = '';
  let line = '';
  for (const word of text.split(' ')) {
    if (word.length > width) return null;
    if (line !== '') line += ' ';
    if (word !== '' && line !== '' && line.length + word.length > width) {
      lines += `${line.trimEnd()}\n`;
      line = '';
    }
    line += word;
  }
  return lines + line.trimEnd();
}
