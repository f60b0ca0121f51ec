// Cells in NDJSON (RFC 8259), CSV (RFC 4180) and the table.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowWriter, type Column, type RowFormat } from '../../src/export/formats.ts';
import { Utf8Lines } from '../../src/export/utf8-lines.ts';

function lineOf<Row>(format: RowFormat, columns: readonly Column<Row>[], row: Row): string {
  const lines = new Utf8Lines();
  rowWriter(format, columns).write(row, lines);
  return Buffer.from(lines.take()).toString();
}

const named = <Row extends object>(name: string & keyof Row): Column<Row> => ({
  name,
  of: (row) => row[name] as ReturnType<Column<Row>['of']>,
});

const single = (format: RowFormat, cell: Column<object>['of']): string =>
  lineOf<object>(format, [{ name: 'cell', of: cell, width: -3 }], {});

describe('a CSV cell', () => {
  test.each([
    ['plain', 'plain'],
    ['with "quotes"', '"with ""quotes"""'],
    ['a,b', '"a,b"'],
    ['line\nbreak', '"line\nbreak"'],
    ['carriage\rreturn', '"carriage\rreturn"'],
    ['·, and €', '"·, and €"'],
    ['€', '€'],
    [`${'x'.repeat(3000)},`, `"${'x'.repeat(3000)},"`],
    [null, ''],
    [undefined, ''],
    [true, 'true'],
    [false, 'false'],
    [0.000_002, '0.000002'],
    [1e-7, '1e-7'],
    [Number.NaN, 'NaN'],
    [['a', 'b=1'], 'a b=1'],
    [['a,b', 'c'], '"a,b c"'],
    [[], ''],
  ])('of %j is %j', (cell, text) => {
    expect(single('csv', () => cell)).toBe(`${text}\r\n`);
  });
});

describe('an NDJSON row', () => {
  test('is what JSON.stringify makes of the record', () => {
    const names = ['a', 'b', 'quo"te', 'ö'] as const;
    const record = fc.record(Object.fromEntries(names.map((name) => [name, fc.jsonValue()])));
    fc.assert(
      fc.property(record, (row) => {
        const columns = names.map((name) => named<Record<string, unknown>>(name));
        expect(lineOf('ndjson', columns, row)).toBe(`${JSON.stringify(row)}\n`);
      }),
    );
  });

  test.each([
    ['with "quotes" and \\'],
    ['controls \u0000\u001f\n\u007f\u009f'],
    ['\ud800 a lone surrogate'],
    ['·€😀'],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [-0],
    [1e-7],
    [null],
    [true],
    [{}],
    [{ retransmission: 2 }],
    [['SYN', 'ACK']],
    [[]],
  ])('tells %j as JSON.stringify does', (cell) => {
    expect(single('ndjson', () => cell)).toBe(`${JSON.stringify({ cell })}\n`);
  });

  test('leaves out what is undefined, be it the first', () => {
    const columns = ['a', 'b', 'c'].map((name) => named<Record<string, number | undefined>>(name));
    expect(lineOf('ndjson', columns, { a: undefined, b: 1, c: undefined })).toBe('{"b":1}\n');
    expect(lineOf('ndjson', columns, {})).toBe('{}\n');
  });
});

test('a table cell is padded to its width, and the last one is not', () => {
  const columns: Column<object>[] = [
    { name: 'left', of: () => 'a', width: -6 },
    { name: 'right', of: () => 0.25, width: 6 },
    { name: 'last', of: () => ['b', 'c'], width: -9 },
  ];
  expect(rowWriter('table', columns).header).toBe('left     right  last\n');
  expect(lineOf('table', columns, {})).toBe('a         0.25  b c\n');
});
