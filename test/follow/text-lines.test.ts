// Lines of a side's bytes: what a decoder makes of them read as a whole, wherever segments cut them.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decoderFactory } from '../../src/follow/charset.ts';
import { TextLines } from '../../src/follow/text-lines.ts';

/** Letters of one to four bytes, and a byte order mark. */
const letters = fc.string({
  unit: fc.constantFrom('a', 'Z', '~', '\x7f', 'é', '€', '𝄞', '\ufeff'),
});

const CHARSETS: Readonly<Record<string, (text: string) => Uint8Array>> = {
  'utf-8': (text) => Buffer.from(text, 'utf8'),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  // Bytes of another charset: what matters is that they are read as this one.
  shift_jis: (text) => Buffer.from(text, 'utf8'),
};

describe('lines of text', () => {
  test.each(Object.keys(CHARSETS))('%s: cut anywhere, the text is the same', (charset) => {
    const newDecoder = decoderFactory(charset)!;
    fc.assert(
      fc.property(letters, fc.array(fc.nat(60)), (text, cuts) => {
        const bytes = CHARSETS[charset]!(text);
        const lines = new TextLines(newDecoder());
        const edges = [0, ...cuts.filter((cut) => cut < bytes.length), bytes.length];
        edges.sort((a, b) => a - b);
        const read = edges
          .slice(1)
          .flatMap((end, i) => lines.read(bytes.subarray(edges[i], end)))
          .map((line) => (line.kind === 'text' ? line.text : '?'.repeat(line.lenBytes)));
        // What is no text is counted, not shown: these are other cases.
        fc.pre(!read.join('').includes('?'));
        expect(read.join('') + lines.rest()).toBe(newDecoder().decode(bytes));
      }),
      { seed: 3629, numRuns: 300 },
    );
  });
});
