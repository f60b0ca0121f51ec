// Text laid out in columns of a terminal: wrapped paragraphs, labelled paragraphs, tables. Widths are what is seen:
// colour codes and isolates count nothing, wide characters two.

import { textWidth, wrapText } from './text-width.ts';

/** Below this, a label stands above its paragraph instead of beside it. */
const NARROW = 60;
/** A last column that has less than this, and less than it needs, goes on lines of its own. */
const LAST_COLUMN = 36;

/** `text` wrapped at spaces to `width` columns, every line indented. */
export const paragraph = (text: string, width: number, indent = 0): string => {
  const margin = ' '.repeat(indent);
  const lines = wrapText(text, Math.max(20, width - indent));
  return lines
    .split('\n')
    .map((line) => margin + line)
    .join('\n');
};

const padTo = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - textWidth(text)));

/** The column that holds all these labels. */
export const labelColumn = (labels: readonly string[]): number =>
  labels.reduce((most, label) => Math.max(most, textWidth(label)), 0);

/** A paragraph with its label in a column of `column` before it. */
export const labelled = (label: string, text: string, width: number, column: number): string => {
  if (width < NARROW) return `  ${label}\n${paragraph(text, width, 4)}`;
  const indent = column + 4;
  return `  ${padTo(label, column)}  ${paragraph(text, width, indent).slice(indent)}`;
};

export interface Column {
  readonly title: string;
  readonly right?: boolean;
}

/** Columns of the table when no cell wraps. */
export const tableWidth = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): number =>
  columns.reduce(
    (sum, { title }, at) => sum + 2 + labelColumn([title, ...rows.map((cells) => cells[at] ?? '')]),
    0,
  );

/**
 * Lines of a table: a title line and one a row; the last column wraps in what is left of `width`, or below its row
 * when that is too little. `paint` colours a finished row: 0 is the title line, n the nth row.
 */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: (line: string, row: number) => string,
): string => {
  const all = [columns.map(({ title }) => title), ...rows];
  const first = columns.slice(0, -1);
  const widths = first.map((_, at) => labelColumn(all.map((cells) => cells[at] ?? '')));
  const indent = 2 + widths.reduce((sum, wide) => sum + wide + 2, 0);
  const widest = labelColumn(all.map((cells) => cells[columns.length - 1] ?? ''));
  const below = width - indent < Math.min(LAST_COLUMN, widest);
  const lines = all.map((cells, row) => {
    const padded = first.map(({ right }, at) => {
      const cell = cells[at] ?? '';
      const wide = widths[at] ?? 0;
      return right === true
        ? ' '.repeat(Math.max(0, wide - textWidth(cell))) + cell
        : padTo(cell, wide);
    });
    const start = `  ${padded.join('  ')}  `;
    const last = cells[columns.length - 1] ?? '';
    const line = below
      ? `${start.trimEnd()}\n${paragraph(last, width, 6)}`
      : start + paragraph(last, width, indent).slice(indent);
    return paint(line.trimEnd(), row);
  });
  return lines.join('\n');
};
