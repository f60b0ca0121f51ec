import { describe, expect, it } from 'vitest';
import { PageText } from '../../src/report/page-text.ts';

function written(pieces: readonly string[], options?: { paragraphs: boolean }): string {
  const out: Buffer[] = [];
  const text = new PageText((utf8) => out.push(Buffer.from(utf8)), options);
  for (const piece of pieces) text.put(piece);
  text.end();
  return Buffer.concat(out).toString('utf8');
}

/** Lengths about that of a piece, and of the buffer. */
const LENGTHS = [0, 4094, 4095, 4096, 4097, 43_690, 43_691, 131_071, 131_072, 131_073];

describe('the text of a page', () => {
  it('is what was put, in UTF-8', () => {
    const long = Array.from({ length: 90_000 }, (_, i) => `${i}: ש → 😀 é\n`);
    expect(written(long)).toBe(long.join(''));
    expect(written([long.join('')])).toBe(long.join(''));
    expect(written([])).toBe('');
  });

  it('does not tear what comes in two halves', () => {
    const [high, low] = ['\ud83d', '\ude00'];
    for (const before of LENGTHS) {
      const start = 'x'.repeat(before);
      expect(written([start, high, low, 'y'])).toBe(`${start}😀y`);
    }
    expect(written([high, 'y'])).toBe('\ufffdy');
    expect(written(['y', high])).toBe('y\ufffd');
    expect(written(['y', high], { paragraphs: true })).toBe('y\ufffd\n');
  });
});

describe('paragraphs', () => {
  const paragraphs = { paragraphs: true };

  it('stand one empty line apart, wherever the pieces end', () => {
    for (const before of LENGTHS) {
      const start = `a${'x'.repeat(before)}`;
      const expected = `${start}\n\ny\n`;
      expect(written([start, '\n', '\n', '\n', '\n\n', 'y'], paragraphs)).toBe(expected);
      expect(written([`${start}\n\n\n`, 'y\n\n\n'], paragraphs)).toBe(expected);
    }
    expect(written(['x\n\n\n', '\ny'])).toBe('x\n\n\n\ny');
  });

  it.each([
    ['  \n\n a\n\n b \t\n\n', 'a\n\n b\n'],
    ['a', 'a\n'],
    ['', '\n'],
    [' \n ', '\n'],
    [`${' '.repeat(5000)}x`, 'x\n'],
    [`x${' \n'.repeat(5000)}`, 'x\n'],
    ['x'.repeat(300_000), `${'x'.repeat(300_000)}\n`],
  ])('have no white space around them, and end their line (%#)', (put, expected) => {
    expect(written([put], paragraphs)).toBe(expected);
    expect(written([...Array.from(put.slice(0, 9000)), put.slice(9000)], paragraphs)).toBe(
      expected,
    );
  });
});
