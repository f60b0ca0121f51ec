// Intl is the judge: what is written without it is the same.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { englishNumber, englishPlural, type NumberOptions } from '../../src/explain/number-text.ts';

const TWO_DIGITS = { minimumSignificantDigits: 2, maximumSignificantDigits: 2 } as const;
const OPTIONS: readonly NumberOptions[] = [
  {},
  { useGrouping: false },
  { maximumFractionDigits: 0 },
  TWO_DIGITS,
];
const intl = (value: number, options: NumberOptions): string =>
  new Intl.NumberFormat('en', options).format(value);

const numbers = fc.oneof(
  fc.integer(),
  fc.nat(120_000),
  fc.double(),
  fc.double({ min: 0, max: 200, noNaN: true }),
  // What durations are: nanoseconds in a larger unit.
  fc.nat(2_000_000).map((ns) => ns / 1e4),
  fc.nat(20_000).map((ns) => ns / 1e3),
);

it.each(OPTIONS)('numbers with %o are written as Intl writes them', (options) => {
  fc.assert(
    fc.property(numbers, (value) => {
      const text = englishNumber(value, options);
      expect(text ?? intl(value, options)).toBe(intl(value, options));
    }),
    { numRuns: 5000 },
  );
});

it.each(OPTIONS)('numbers with %o are counted as Intl counts them', (options) => {
  const rules = new Intl.PluralRules('en', options);
  fc.assert(
    fc.property(fc.oneof(numbers, fc.integer({ min: -2, max: 2 })), (value) => {
      const category = rules.select(value);
      expect(englishPlural(value, options) ?? category).toBe(category);
    }),
  );
  expect(englishPlural(1, {})).toBe('one');
});

it.each([
  [0, {}, '0'],
  [999, {}, '999'],
  [1_000_000, {}, '1,000,000'],
  [55841, { useGrouping: false }, '55841'],
  [123.5, { maximumFractionDigits: 0 }, '124'],
  [1.45, TWO_DIGITS, '1.5'],
  [9.96, TWO_DIGITS, '10'],
  [0.996, TWO_DIGITS, '1.0'],
  [0.1, TWO_DIGITS, '0.10'],
  [46.51, TWO_DIGITS, '47'],
])('%d with %o is %s', (value, options, text) => {
  expect(englishNumber(value, options)).toBe(text);
  expect(intl(value, options)).toBe(text);
});

it.each([-1, -0, Number.NaN, Infinity, 2 ** 60, 0.5])('%d is left to Intl', (value) => {
  expect(englishNumber(value, {})).toBeNull();
});

it('so are digits nobody asks for', () => {
  expect(englishNumber(5, { minimumSignificantDigits: 3 })).toBeNull();
  expect(englishNumber(0.05, TWO_DIGITS)).toBeNull();
});
