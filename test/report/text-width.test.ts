// Widths and wrapping are string-width's and wrap-ansi's, which know every script; ours are the same, sooner.
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import wrapAnsi from 'wrap-ansi';
import { textWidth, wrapText } from '../../src/report/text-width.ts';

it('every character of the first plane has the width string-width gives it, alone and among others', () => {
  const other: string[] = [];
  for (let code = 0; code <= 0xffff; code++) {
    const text = String.fromCharCode(code);
    for (const one of [text, `→${text}ж`])
      if (textWidth(one) !== stringWidth(one)) other.push(code.toString(16));
  }
  expect(other).toEqual([]);
});

const piece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(' ', 'a', 'word', 'longer-word', '→', 'ß', 'ж', '·', '−', '"'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\u0301', '漢', '👍', '\u001b[36m', '\u001b[39m', '\u00a0', '\t'),
  },
);
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

it('text is wrapped as wrap-ansi wraps it', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (given, width) => {
      expect(wrapText(given, width)).toBe(wrapAnsi(given, width, { hard: true }));
    }),
    { numRuns: 3000 },
  );
});

it('characters that are measured here form no cluster with their neighbours', () => {
  fc.assert(
    fc.property(text, (given) => {
      expect(textWidth(given)).toBe(stringWidth(given));
    }),
    { numRuns: 3000 },
  );
});
