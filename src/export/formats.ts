// Rows as text: NDJSON, CSV (RFC 4180) and a table for the eye. One row in, one line out.

export const ROW_FORMATS = ['ndjson', 'csv', 'table'] as const;

export type RowFormat = (typeof ROW_FORMATS)[number];

type Cell = string | number | null | readonly string[];

export interface Column<Row> {
  readonly name: string & keyof Row;
  /** Width in the table; negative: aligned left. */
  readonly width: number;
}

export interface RowWriter<Row> {
  /** Lines before the first row, newline included; may be empty. */
  readonly header: string;
  /** The row's line, newline included. */
  line(row: Row): string;
}

/** How rows with these columns are written in `format`. */
export function rowWriter<Row extends object>(
  format: RowFormat,
  columns: readonly Column<Row>[],
): RowWriter<Row> {
  switch (format) {
    case 'ndjson':
      return { header: '', line: (row) => `${JSON.stringify(row)}\n` };
    case 'csv':
      return {
        header: `${columns.map((column) => column.name).join(',')}\r\n`,
        line: (row) => `${columns.map((column) => csvCell(cellOf(row, column))).join(',')}\r\n`,
      };
    case 'table':
      return {
        header: tableLine(columns, (column) => column.name),
        line: (row) => tableLine(columns, (column) => plainCell(cellOf(row, column))),
      };
  }
}

const cellOf = <Row extends object>(row: Row, column: Column<Row>): Cell =>
  (row[column.name] ?? null) as Cell;

const plainCell = (cell: Cell): string =>
  cell === null ? '' : Array.isArray(cell) ? cell.join(' ') : String(cell);

function csvCell(cell: Cell): string {
  const text = plainCell(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function tableLine<Row>(
  columns: readonly Column<Row>[],
  text: (column: Column<Row>) => string,
): string {
  const cells = columns.map((column) =>
    column.width < 0 ? text(column).padEnd(-column.width) : text(column).padStart(column.width),
  );
  return `${cells.join('  ').trimEnd()}\n`;
}
