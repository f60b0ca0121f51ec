// Text laid out in columns of a terminal: wrapped paragraphs, labelled paragraphs, tables. Widths are what is seen:
// colour codes and isolates count nothing, wide characters two.

import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** Below this, a label stands above its paragraph instead of beside it. */
const NARROW = 60;
const LABEL_WIDTH = 16;

/** `text` wrapped at spaces to `width` columns, every line indented. */
export const paragraph = (text: string, width: number, indent = 0): string => {
  const margin = ' '.repeat(indent);
  const lines = wrapAnsi(text, Math.max(20, width - indent), { hard: true });
  return lines
    .split('\n')
    .map((line) => margin + line)
    .join('\n');
};

const padTo = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** A paragraph with its label in a column before it. */
export const labelled = (label: string, text: string, width: number): string => {
  if (width < NARROW) return `  ${label}\n${paragraph(text, width, 4)}`;
  const indent = LABEL_WIDTH + 4;
  return `  ${padTo(label, LABEL_WIDTH)}  ${paragraph(text, width, indent).slice(indent)}`;
};

/** `text` cut to `width` columns; the cut is shown by an ellipsis. */
export const cutTo = (text: string, width: number): string => {
  if (stringWidth(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && stringWidth(characters.join('')) > width - 1) characters.pop();
  return `${characters.join('')}…`;
};

export interface Column {
  readonly title: string;
  readonly right?: boolean;
}

/**
 * Lines of a table: a title line and one a row, the last column cut to what is left of `width`.
 * `paint` colours a finished line: 0 is the title line, n the nth row.
 */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: (line: string, row: number) => string,
): string => {
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, at) =>
    all.reduce((most, cells) => Math.max(most, stringWidth(cells[at] ?? '')), 0),
  );
  const lines = all.map((cells, row) => {
    const padded = cells.map((cell, at) => {
      const wide = widths[at] ?? 0;
      if (columns[at]?.right === true)
        return ' '.repeat(Math.max(0, wide - stringWidth(cell))) + cell;
      return at === cells.length - 1 ? cell : padTo(cell, wide);
    });
    return paint(cutTo(`  ${padded.join('  ')}`, width), row);
  });
  return lines.join('\n');
};
