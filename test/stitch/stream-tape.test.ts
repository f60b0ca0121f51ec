// A tape: bytes in order, the rows that brought them with their PSH, and where bytes are missing.

import { describe, expect, test } from 'vitest';
import { StreamTape } from '../../src/stitch/stream-tape.ts';

const piece = (text: string, frame: number, timeNs = 0): Parameters<StreamTape['piece']>[0] => {
  const bytes = Buffer.from(`xx${text}`);
  return { bytes, start: 2, end: bytes.length, streamOffset: 0, frame, timeNs };
};

const tape = (): StreamTape => new StreamTape(1 << 20, { usedBytes: 0, limitBytes: Infinity });
const rowsOf = ({ pieces }: StreamTape): string[] =>
  pieces.map(({ frame, push }) => `${frame}${push ? ' PSH' : ''}`);

describe('a tape', () => {
  test('has the PSH of rows that waited for earlier bytes', () => {
    const one = tape();
    one.announce(1, 0, true);
    one.announce(2, 0, false);
    one.announce(3, 0, true);
    one.announce(4, 0, false);
    for (const frame of [4, 1, 2, 3]) one.piece(piece('text', frame));
    expect(rowsOf(one)).toEqual(['4', '1 PSH', '2', '3 PSH']);
  });

  test('has the PSH that a row was announced with last', () => {
    const one = tape();
    one.announce(1, 0, false);
    one.announce(1, 0, true);
    one.piece(piece('a', 1));
    one.announce(2, 0, true);
    one.announce(3, 0, true);
    one.announce(2, 0, false);
    one.piece(piece('b', 2));
    one.piece(piece('c', 3));
    expect(rowsOf(one)).toEqual(['1 PSH', '2', '3 PSH']);
  });

  test('keeps all bytes, however it grows, and where some are missing', () => {
    const one = tape();
    const texts = ['a', 'b'.repeat(300), 'c'.repeat(9000), 'd', 'e'.repeat(70_000)];
    texts.forEach((text, at) => {
      one.piece(piece(text, at + 1));
      if (at === 1)
        one.gap({ streamOffset: 0, lenBytes: 5, cause: 'missing', afterFrame: 0, beforeFrame: 0 });
    });
    expect(Buffer.from(one.bytes).toString()).toBe(texts.join(''));
    expect([...one.gaps]).toEqual([301]);
    one.numberAt(301, 'm2');
    one.forget(300, 0);
    expect(Buffer.from(one.bytes).toString()).toBe(`b${texts.slice(2).join('')}`);
    expect([...one.gaps]).toEqual([1]);
    expect(one.idAt(1)).toBe('m2');
    expect(one.idAt(0)).toBeUndefined();
  });
});
