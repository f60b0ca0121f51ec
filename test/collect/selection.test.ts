// --frames and --stream: which segments were asked for.
import { describe, expect, test } from 'vitest';
import { parseRanges, rangeTest, SELECT_ALL, selectionTest } from '../../src/collect/selection.ts';

describe('ranges of frames', () => {
  test.each([
    ['5', [[5, 5]]],
    ['1-16', [[1, 16]]],
    ['-10', [[0, 10]]],
    ['30-', [[30, Infinity]]],
    [
      '1-16,20,30-',
      [
        [1, 16],
        [20, 20],
        [30, Infinity],
      ],
    ],
    [
      ' 3 - 4 , 9 ',
      [
        [3, 4],
        [9, 9],
      ],
    ],
    ['7-7', [[7, 7]]],
  ])('%j', (text, want) => {
    expect(parseRanges(text)).toEqual(want);
  });

  test.each([
    ['', '"" is no range: write 5, 1-16, -10 or 30-, separated by commas'],
    ['1,,2', '"" is no range'],
    ['-', '"-" is no range'],
    ['a', '"a" is no range'],
    ['1-2-3', '"1-2-3" is no range'],
    ['1.5', '"1.5" is no range'],
    ['9-3', '"9-3" ends before it begins'],
  ])('%j is refused, and why', (text, why) => {
    expect(() => parseRanges(text)).toThrow(RangeError);
    expect(() => parseRanges(text)).toThrow(why);
  });
});

test('a segment is selected by its frame and its stream', () => {
  const selection = { frames: parseRanges('2-4,9'), streams: new Set([1]) };
  const asked = [
    [2, 1],
    [4, 1],
    [9, 1],
    [1, 1],
    [5, 1],
    [2, 0],
  ] as const;
  expect(asked.map(([frame, stream]) => selectionTest(selection)(frame, stream))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(selectionTest(SELECT_ALL)(123, 456)).toBe(true);
});

test('ranges may come in any order, and overlap', () => {
  const isIn = rangeTest(parseRanges('30-,5,3-6,10-12,4-8,11'));
  const found = Array.from({ length: 40 }, (_, number) => number).filter(isIn);
  expect(found).toEqual([3, 4, 5, 6, 7, 8, 10, 11, 12, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39]);
});
