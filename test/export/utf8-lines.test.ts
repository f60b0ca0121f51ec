// Numbers and texts as bytes are what String() and UTF-8 make of them.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { specials, utf8Of, Utf8Lines } from '../../src/export/utf8-lines.ts';

const written = (write: (lines: Utf8Lines) => void): string => {
  const lines = new Utf8Lines();
  write(lines);
  return Buffer.from(lines.take()).toString();
};
const numberText = (value: number): string => written((lines) => lines.number(value));

test.each([
  0,
  -0,
  7,
  10,
  99,
  1_000_000_000,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 53,
  -1,
  1e21,
  0.5,
  0.1 + 0.2,
  1e-6,
  1.5e-6,
  9.99e-7,
  1e-9,
  0.000_000_001_5,
  1.000000001,
  999_999.999_999_999,
  1_000_000.000_000_001,
  12_345_678.25,
  -0.25,
  Math.PI,
  Number.MIN_VALUE,
  Number.MAX_VALUE,
  Number.NaN,
  Number.POSITIVE_INFINITY,
])('the number %d is written as String() writes it', (value) => {
  expect(numberText(value)).toBe(String(value));
});

test('any number is written as String() writes it, and any time of whole nanoseconds', () => {
  const ns = fc.oneof(fc.nat({ max: 1e7 }), fc.maxSafeNat());
  const value = fc.oneof(
    fc.double(),
    fc.integer(),
    ns.map((time) => time / 1e9),
  );
  fc.assert(
    fc.property(value, (number) => {
      expect(numberText(number)).toBe(String(number));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  '',
  'plain',
  '\u007f\u0080\u07ff',
  '·FDASS',
  '\u0800 €',
  'a😀b',
  '\ud800 alone',
  'é'.repeat(2000),
])('the text %j is written as UTF-8', (text) => {
  expect(written((lines) => lines.text(text))).toBe(Buffer.from(text).toString());
});

test('a text that has to be written otherwise leaves nothing behind', () => {
  const special = specials('",');
  expect(
    written((lines) => {
      expect(lines.plain('a,b', special)).toBe(false);
      expect(lines.plain('a€', special)).toBe(false);
      expect(lines.plain('x'.repeat(5000), special)).toBe(false);
      expect(lines.plain('ab', special, 0x22)).toBe(true);
    }),
  ).toBe('"ab"');
});

test('texts and numbers follow each other where the buffer has to grow', () => {
  const name = utf8Of('€,');
  const line = `${'x'.repeat(4999)}·2.5 7€,`;
  const lines = new Utf8Lines();
  for (let i = 0; i < 100; i++) {
    lines.text('x'.repeat(4999));
    lines.text('·');
    lines.number(2.5);
    lines.ascii(0x20);
    lines.number(7);
    lines.copy(name);
  }
  expect(Buffer.from(lines.take()).toString()).toBe(line.repeat(100));
});

test('what was taken is not written to again', () => {
  const lines = new Utf8Lines();
  lines.text('first');
  const first = lines.take();
  expect(lines.length).toBe(0);
  lines.text('other');
  expect(Buffer.from(first).toString()).toBe('first');
  expect(Buffer.from(lines.take()).toString()).toBe('other');
});
