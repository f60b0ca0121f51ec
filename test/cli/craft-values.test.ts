// Values of craft's options, as they are read.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { momentOf } from '../../src/cli/craft-values.ts';

const MIDNIGHT = 1_735_689_600_000_000_000n; // 2025-01-01T00:00:00Z
const NOON = MIDNIGHT + 12n * 3_600_000_000_000n;

describe('a moment, wherever the computer is', () => {
  const zone = process.env['TZ'];
  beforeEach(() => {
    process.env['TZ'] = 'Asia/Tokyo';
  });
  afterEach(() => {
    process.env['TZ'] = zone ?? 'UTC';
  });

  test.each([
    ['2025-01-01', MIDNIGHT],
    ['2025-01-01T12:00', NOON],
    ['2025-01-01 12:00', NOON],
    ['2025-01-01 12:00:00 UTC', NOON],
    ['2025-01-01T12:00:00.000000001Z', NOON + 1n],
    ['2025-01-01T21:00:00+0900', NOON],
    ['2025-01-01T21:00:00+09:00', NOON],
  ])('%s', (text, epochNs) => {
    expect(new Date(0).getTimezoneOffset()).toBe(-540);
    expect(momentOf(text)).toBe(epochNs);
  });

  test.each(['1 Jan 2025', '2025-02-30', '1969-12-31', '12', 'noon'])('is not %s', (text) => {
    expect(() => momentOf(text)).toThrow('It must be a moment since 1970');
  });
});
