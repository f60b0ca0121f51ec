import { describe, expect, test } from 'vitest';
import {
  bytes,
  captured,
  code,
  digits,
  duration,
  list,
  row,
  rows,
} from '../../src/explain/args.ts';
import { catalogueFrom, openCatalogue } from '../../src/explain/catalogue.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { english } from './made-rows.ts';

const PARTS = `
part-row = row { $frame }
part-row-number = { $frame }
part-list-one = { $item }
part-list-last = { $item } and { $rest }
part-list-more = { $item }, { $rest }
`;
const made = (source: string, direction: 'ltr' | 'rtl' = 'ltr') =>
  catalogueFrom('en', PARTS + source, direction);

describe('a message becomes spans that keep their meaning', () => {
  test('words between backticks are code, with the numbers in them', () => {
    expect(made('said = It says `Ack={ $ack }`, no more.').text('said', { ack: 53 })).toEqual([
      { kind: 'text', text: 'It says ' },
      { kind: 'code', text: 'Ack=53' },
      { kind: 'text', text: ', no more.' },
    ]);
  });

  test('a row is named by the language and can be linked to', () => {
    expect(made('said = See { $row }.').text('said', { row: row(1234) })).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'row', frame: 1234, text: 'row 1234' },
      { kind: 'text', text: '.' },
    ]);
  });

  test('numbers are grouped, ports and frame numbers are not', () => {
    const catalogue = made('said = { $seq } { $port }');
    expect(catalogue.plain('said', { seq: 1843812255, port: digits(50443) })).toBe(
      '1,843,812,255 50443',
    );
  });

  test('a list is joined by the language', () => {
    const items = [code('a'), code('b'), code('c')];
    expect(made('said = { $all }').plain('said', { all: list(items) })).toBe('a, b and c');
  });

  test('a list of thousands names the first and counts the others', () => {
    const items = Array.from({ length: 10_000 }, (_, i) => digits(i));
    const text = english.plain('report-in-rows', { count: items.length, rows: list(items) });
    expect(text).toContain('0, 1, 2, 3');
    expect(text).toContain('61, 62 and 9,937 more');
    expect(text).not.toContain('63');
  });

  test('many rows are told by count, first and last', () => {
    expect(english.plain('ack-headline', { from: 'client', rows: rows([4, 5]) })).toContain(
      'rows 4 and 5',
    );
    expect(
      english.plain('ack-headline', { from: 'client', rows: rows([4, 5, 6, 7, 8]) }),
    ).toContain('5 rows (row 4 to row 8)');
  });
});

describe('captured text cannot change a sentence', () => {
  test.each([
    ['a backtick', '`rm`'],
    ['a marker of ours', '\uE0000\uE001'],
    ['a code edge of ours', '\uE002'],
    ['Fluent syntax', '{ $row }'],
  ])('%s stays inside its own span', (_, hostile) => {
    const spans = made('said = a { $text } b { $row }').text('said', {
      text: captured(hostile),
      row: row(7),
    });
    expect(spans.map(({ kind }) => kind)).toEqual(['text', 'captured', 'text', 'row']);
    expect(spans[1]?.text).toBe(hostile);
  });

  test('a selector word with a marker in it is cleaned', () => {
    const spans = made('said = a { $word } { $row }').text('said', {
      word: '\uE0000\uE001',
      row: row(7),
    });
    expect(spans.filter(({ kind }) => kind === 'row')).toHaveLength(1);
  });
});

describe('a mistake in the program is not hidden', () => {
  test('a missing message throws', () => {
    expect(() => english.text('no-such-message')).toThrow('no message "no-such-message"');
  });
  test('a missing argument throws', () => {
    expect(() => english.text('answered-by', { row: row(1) })).toThrow('answered-by');
  });
  test('an unknown language is named together with those there are', () => {
    expect(() => openCatalogue('xx')).toThrow('no language "xx"; there are: en');
  });
});

test('arguments are isolated in a right-to-left language, and only there', () => {
  const source = 'said = at { $ip }';
  const plainIn = (direction: 'ltr' | 'rtl') =>
    plainText(made(source, direction).text('said', { ip: code('192.0.2.1') }));
  expect(plainIn('rtl')).toBe('at \u2068192.0.2.1\u2069');
  expect(plainIn('ltr')).toBe('at 192.0.2.1');
});

describe('a duration is told in the unit that suits its size', () => {
  test.each([
    [0, '0 s'],
    [300, '300 ns'],
    [58_000, '58 µs'],
    [92_400, '92 µs'],
    [100_000, '0.10 ms'],
    [266_000, '0.27 ms'],
    [1_235_000, '1.2 ms'],
    [46_369_000, '46 ms'],
    [266_300_000, '266 ms'],
    [2_215_941_000, '2.2 s'],
    [53_000_000_000, '53 s'],
    [59_990_000_000, '1 min 0 s'],
    [234_000_000_000, '3 min 54 s'],
    [3_900_000_000_000, '1 h 5 min'],
    [-46_000_000, '46 ms'],
  ])('%d ns is %s', (ns, told) => {
    const catalogue = openCatalogue('en');
    expect(catalogue.plain('handshake-duration', { delay: duration(ns) })).toContain(` ${told}.`);
  });
});

const sends = (count: number): string =>
  english.plain('data-headline', { from: 'client', bytes: bytes(count) });

test('one byte is one byte, two are bytes', () => {
  expect(sends(1)).toBe('the client sends 1 byte');
  expect(sends(2000)).toBe('the client sends 2,000 bytes');
});

describe('rows in a sentence', () => {
  test.each([
    [[7], 'row 7'],
    [[4, 5, 6, 7], 'rows 4, 5, 6 and 7'],
    [[4, 5, 6, 7, 8], '5 rows (row 4 to row 8)'],
    [[14, 16, 20, 31, 35], 'rows 14, 16, 20, 31 and 35'],
    [[1, 3, 5, 7, 9, 11, 13, 15, 17], '9 of the rows 1 to 17'],
  ])('%j: those that follow each other are told from others between', (frames, told) => {
    expect(english.plain('ack-headline', { from: 'client', rows: rows(frames) })).toBe(
      `the client confirms ${told}`,
    );
  });
});
