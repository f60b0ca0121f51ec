import { expect, test } from 'vitest';
import { numberRanges } from '../../src/report/number-ranges.ts';

test.each<[number[], string]>([
  [[], ''],
  [[80], '80'],
  [[80, 81], '80 81'],
  [[80, 81, 82], '80-82'],
  [[1, 80, 81, 82, 90, 91], '1 80-82 90 91'],
])('%j', (numbers, expected) => {
  const text = numberRanges(numbers).map(([first, last]) =>
    first === last ? String(first) : `${first}-${last}`,
  );
  expect(text.join(' ')).toBe(expected);
});
