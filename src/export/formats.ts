// Rows as text: NDJSON, CSV (RFC 4180) and a table for the eye. One row in, one line out.

import { specials, utf8Of, type Utf8Lines } from './utf8-lines.ts';

export const ROW_FORMATS = ['ndjson', 'csv', 'table'] as const;

export type RowFormat = (typeof ROW_FORMATS)[number];

/** Objects are for NDJSON alone, which leaves out what is undefined. */
type Cell = string | number | boolean | null | undefined | readonly string[] | object;

export interface Column<Row> {
  readonly name: string;
  readonly of: (row: Row) => Cell;
  /** Width in the table; negative: aligned left. */
  readonly width?: number;
}

export interface RowWriter<Row> {
  /** Lines before the first row, newline included; may be empty. */
  readonly header: string;
  /** Writes the row's line, newline included. */
  write(row: Row, lines: Utf8Lines): void;
}

/** How rows with these columns are written in `format`. */
export function rowWriter<Row>(format: RowFormat, columns: readonly Column<Row>[]): RowWriter<Row> {
  switch (format) {
    case 'ndjson':
      return ndjsonWriter(columns);
    case 'csv':
      return csvWriter(columns);
    case 'table':
      return {
        header: tableLine(columns, (column) => column.name),
        write: (row, lines) =>
          lines.text(tableLine(columns, (column) => plainText(column.of(row)))),
      };
  }
}

const Ascii = {
  LineFeed: 0x0a,
  CarriageReturn: 0x0d,
  Quote: 0x22,
  Comma: 0x2c,
  BraceOpen: 0x7b,
  BraceClose: 0x7d,
} as const;

/** Characters that a cell cannot hold as they are (RFC 4180 2.6, RFC 8259 7). */
const CSV_SPECIAL = specials('",\r\n');
const CONTROLS = String.fromCharCode(...Array.from({ length: 0x20 }, (_, code) => code));
const JSON_SPECIAL = specials(`"\\${CONTROLS}`);

function ndjsonWriter<Row>(columns: readonly Column<Row>[]): RowWriter<Row> {
  const named = columns.map(({ name, of }) => ({
    first: utf8Of(`{${JSON.stringify(name)}:`),
    further: utf8Of(`,${JSON.stringify(name)}:`),
    of,
  }));
  return {
    header: '',
    write(row, lines) {
      let isFirst = true;
      for (const { first, further, of } of named) {
        const cell = of(row);
        if (cell === undefined) continue;
        lines.copy(isFirst ? first : further);
        writeJson(cell, lines);
        isFirst = false;
      }
      if (isFirst) lines.ascii(Ascii.BraceOpen);
      lines.ascii(Ascii.BraceClose);
      lines.ascii(Ascii.LineFeed);
    },
  };
}

function csvWriter<Row>(columns: readonly Column<Row>[]): RowWriter<Row> {
  return {
    header: `${columns.map((column) => column.name).join(',')}\r\n`,
    write(row, lines) {
      for (let i = 0; i < columns.length; i++) {
        if (i > 0) lines.ascii(Ascii.Comma);
        writeCsv(columns[i]!.of(row), lines);
      }
      lines.ascii(Ascii.CarriageReturn);
      lines.ascii(Ascii.LineFeed);
    },
  };
}

function writeJson(cell: Cell, lines: Utf8Lines): void {
  if (typeof cell === 'number' && Number.isFinite(cell)) lines.number(cell);
  else if (cell === null || typeof cell === 'boolean') lines.text(String(cell));
  else if (typeof cell !== 'string' || !lines.plain(cell, JSON_SPECIAL, Ascii.Quote))
    lines.text(JSON.stringify(cell));
}

function writeCsv(cell: Cell, lines: Utf8Lines): void {
  if (typeof cell === 'number') return lines.number(cell);
  const text = plainText(cell);
  if (lines.plain(text, CSV_SPECIAL)) return;
  lines.text(/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
}

function plainText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (Array.isArray(cell)) return cell.join(' ');
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

function tableLine<Row>(
  columns: readonly Column<Row>[],
  text: (column: Column<Row>) => string,
): string {
  const cells = columns.map((column) => {
    const { width = 0 } = column;
    return width < 0 ? text(column).padEnd(-width) : text(column).padStart(width);
  });
  return `${cells.join('  ').trimEnd()}\n`;
}
