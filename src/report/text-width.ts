// Widths and wrapping of text in columns of a terminal. What nearly all text is made of takes one column a character
// and is measured and wrapped here; everything else (colour codes, wide characters, marks) is left to string-width and
// wrap-ansi, which go through text by grapheme clusters.

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
  NARROW.test(text) ? wrapNarrow(text, width) : wrapAnsi(text, width, { hard: true });

function wrapNarrow(text: string, width: number): string {
  if (text.length <= width) return text.trim();
  const lines: string[] = [];
  let line = '';
  const endLine = (): void => {
    lines.push(line.trimEnd());
    line = '';
  };
  for (const word of text.split(' ')) {
    if (line !== '') line += ' ';
    if (word.length > width) {
      // A word that must be broken begins on this line, unless that makes more pieces of it.
      const pieces = 1 + Math.ceil((word.length - (width - line.length)) / width);
      if (Math.ceil(word.length / width) < pieces) endLine();
      let from = 0;
      for (let room = width - line.length; word.length - from > room; room = width) {
        line += word.slice(from, from + room);
        from += room;
        endLine();
      }
      line += word.slice(from);
    } else {
      if (word !== '' && line !== '' && line.length + word.length > width) endLine();
      line += word;
    }
  }
  endLine();
  return lines.join('\n');
}
