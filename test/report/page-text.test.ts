import { describe, expect, it } from 'vitest';
import { PageText } from '../../src/report/page-text.ts';

const decoded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

function written(pieces: readonly string[], options?: { oneEmptyLine: boolean }): string {
  const text = new PageText(options);
  for (const piece of pieces) text.put(piece);
  return decoded(text.bytes());
}

describe('the text of a page', () => {
  // Longer than any piece it is put together from, and than the buffer it begins with.
  const long = Array.from({ length: 90_000 }, (_, i) => `${i}: ש → 😀 é\n`);

  it('is what was put, in UTF-8', () => {
    expect(written(long)).toBe(long.join(''));
    expect(written([])).toBe('');
  });

  it('does not tear what comes in two halves', () => {
    const [high, low] = ['\ud83d', '\ude00'];
    for (const before of [0, 4094, 4095, 4096, 4097]) {
      const start = 'x'.repeat(before);
      expect(written([start, high, low, 'y'])).toBe(`${start}😀y`);
    }
    expect(written([high, 'y'])).toBe('\ufffdy');
    expect(written(['y', high])).toBe('y\ufffd');
  });

  it('has one empty line where several were put, wherever the pieces end', () => {
    for (const before of [0, 4094, 4095, 4096, 4097]) {
      const start = 'x'.repeat(before);
      expect(written([start, '\n', '\n', '\n', '\n\n', 'y'], { oneEmptyLine: true })).toBe(
        `${start}\n\ny`,
      );
      expect(written([`${start}\n\n\n`, 'y\n\n\n'], { oneEmptyLine: true })).toBe(
        `${start}\n\ny\n\n`,
      );
    }
    expect(written(['x\n\n\n', '\ny'])).toBe('x\n\n\n\ny');
  });

  it.each([
    ['  \n\n a\n\n b \t\n\n', 'a\n\n b\n'],
    ['a', 'a\n'],
    ['', '\n'],
    [' \n ', '\n'],
    ['x'.repeat(300_000), `${'x'.repeat(300_000)}\n`],
  ])('trimmed, stands without white space around it and ends its line (%#)', (put, trimmed) => {
    const text = new PageText({ oneEmptyLine: true });
    text.put(put);
    expect(decoded(text.trimmedBytes())).toBe(trimmed);
  });
});
