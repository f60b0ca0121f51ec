// Which bytes are text.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainText } from '../../src/stitch/text.ts';

/** Tab, line feed, form feed, carriage return, escape, and all that is no control character. */
const isOfText = (byte: number): boolean =>
  [0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte) || (byte >= 0x20 && byte !== 0x7f);

test('text has no control characters but those of lines and colours, wherever they stand', () => {
  const mostlyText = fc.oneof(
    { weight: 40, arbitrary: fc.integer({ min: 0x20, max: 0xff }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x7f }) },
  );
  fc.assert(
    fc.property(fc.array(mostlyText, { maxLength: 40 }), fc.nat(3), (bytes, start) => {
      // At any place in memory.
      const text = Uint8Array.from([...Array(start).fill(0), ...bytes]).subarray(start);
      expect(isPlainText(text)).toBe(bytes.every(isOfText));
    }),
    { numRuns: 2000 },
  );
});

test.each(Array.from({ length: 256 }, (_, byte) => byte))('byte %i among letters', (byte) => {
  for (let at = 0; at < 9; at++) {
    const text = new Uint8Array(9).fill(0x61);
    text[at] = byte;
    expect(isPlainText(text)).toBe(isOfText(byte));
  }
});
