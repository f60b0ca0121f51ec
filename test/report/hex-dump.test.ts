import { describe, expect, it } from 'vitest';
import { hexDump } from '../../src/report/hex-dump.ts';
import { fieldTable } from '../../src/report/field-table.ts';
import { secondsText, timeDigits, utcText } from '../../src/report/time-text.ts';
import { madeRow } from './made-analysis.ts';

const leftOut = (bytes: number): string => `${bytes} more`;

describe('a hex dump', () => {
  const row = madeRow(1, 'hello|`');
  const dump = hexDump(row, leftOut);
  const fields = fieldTable(row);

  it('shows every byte once, sixteen a line', () => {
    const bytes = dump.lines.flatMap(({ runs }) => runs.flatMap(({ hex }) => hex.split(' ')));
    expect(bytes).toEqual([...row.bytes].map((byte) => byte.toString(16).padStart(2, '0')));
    expect(dump.lines.map(({ offset }) => offset)).toEqual(['0000', '0010', '0020', '0030']);
  });

  it('names the field a byte belongs to, on every line the field spans', () => {
    const sequence = dump.lines[2]?.runs.find(({ title }) => title?.startsWith('Sequence'));
    expect(sequence).toMatchObject({ title: 'Sequence Number: 1843812255', hex: '26 27 28 29' });
  });

  it('joins fields that share their bytes', () => {
    expect(dump.lines[0]?.runs.map(({ title }) => title)).toContain(
      'Version: 4; Header Length: 20 bytes',
    );
  });

  it('gives narrow fields their bytes back from wide ones', () => {
    const wide = { layer: 'tcp', name: 'Wide', start: 34, end: 42, value: '' };
    const runs = hexDump({ ...row, fields: { all: [...row.fields.all, wide] } }, leftOut).lines[2]
      ?.runs;
    expect(runs?.map(({ title, hex }) => [title, hex.split(' ').length])).toEqual([
      [null, 2],
      ['Source Port: 55841', 2],
      ['Wide', 2],
      ['Sequence Number: 1843812255', 4],
      [null, 6],
    ]);
  });

  it('names the fields of its own row where another row is divided in the same way', () => {
    const named = (name: string) => ({
      ...row,
      fields: {
        all: row.fields.all.map((field) => (field.start === 34 ? { ...field, name } : field)),
      },
    });
    const titleOf = (name: string) =>
      hexDump(named(name), leftOut).lines[2]?.runs.find(({ run }) => run >= 0)?.title;
    expect([titleOf('One'), titleOf('Two')]).toEqual(['One: 55841', 'Two: 55841']);
    const moved = { ...row, payloadStart: row.payloadStart + 1 };
    const parts = hexDump(moved, leftOut).lines.flatMap(({ runs }) => runs);
    expect(parts.filter(({ part }) => part === 'payload').map(({ ascii }) => ascii)).toEqual([
      'ello|`',
    ]);
  });

  it('puts a short last line in column', () => {
    const width = ({ runs, fill }: (typeof dump.lines)[number]): number =>
      runs.map(({ hex }) => hex).join(' ').length + fill.length;
    expect(new Set(dump.lines.map(width))).toEqual(new Set([47]));
  });

  it('groups the fields by layer, with the extent of each', () => {
    expect(fields.map(({ layer, part }) => [layer, part])).toEqual([
      ['eth', 'link'],
      ['ip', 'network'],
      ['tcp', 'transport'],
    ]);
    expect(fields[2]?.fields[0]).toMatchObject({ name: 'Source Port', first: 34, last: 35 });
  });

  it('shows so many payload bytes and says how many are left out', () => {
    const cut = hexDump(madeRow(1, 'x'.repeat(300)), leftOut);
    expect(cut.leftOut).toBe('44 more');
    expect(
      cut.lines
        .flatMap(({ runs }) => runs)
        .filter(({ part }) => part === 'payload')
        .map(({ ascii }) => ascii)
        .join(''),
    ).toHaveLength(256);
    expect(hexDump(madeRow(1, 'x'.repeat(256)), leftOut).leftOut).toBeNull();
  });

  it('tells padding from payload', () => {
    const padded = { ...row, payloadEnd: row.payloadStart + 5 };
    const last = hexDump(padded, leftOut)
      .lines.at(-1)
      ?.runs.map(({ part, ascii }) => [part, ascii]);
    expect(last?.slice(-2)).toEqual([
      ['payload', 'hello'],
      ['padding', '|`'],
    ]);
  });
});

describe('times', () => {
  it.each([
    [0, 6, '0.000000'],
    [291_451_842_999, 6, '291.451842'],
    [17_959_253_976, 9, '17.959253976'],
    [-1_500, 6, '-0.000001'],
    [1_999_999_999, 0, '1'],
  ])('%d ns with %d decimals is %s', (ns, digits, text) => {
    expect(secondsText(ns, digits)).toBe(text);
  });

  it('follow the resolution of the capture, nine decimals where it is none of ten', () => {
    expect(['10^-6 s', '10^-9 s', 'mixed', '2^-20 s'].map(timeDigits)).toEqual([6, 9, 9, 9]);
  });

  it('are dates in UTC', () => {
    expect(utcText(1_700_000_000_123_456_789n)).toBe('2023-11-14 22:13:20.123456 UTC');
  });
});
