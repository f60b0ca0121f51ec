// Headers of which the capture kept only a part: fields lie where they are, and nothing is missing that may have been cut.
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { reduced } from '../support/reduced.ts';
import { trace } from '../support/trace.ts';
import { explained, textOf } from './made-rows.ts';

/** Ethernet, IP and TCP header without options. */
const BARE = 54;
const OPTIONS = { mss: 1460, sackPermitted: true, windowShift: 7 };

const cutTo = (capLen: number) => {
  const t = trace().handshake(OPTIONS);
  t.client.data('x');
  return analyzeBytes(
    reduced(
      t.capture(),
      () => true,
      () => capLen,
    ).file,
    'made',
  );
};

describe('the flags byte', () => {
  test.each([BARE, BARE + 4, BARE + 6])('of a frame cut to %d bytes', async (capLen) => {
    const text = textOf(explained(await cutTo(capLen), 1));
    expect(text).toContain('Byte 47 of the frame holds the flags: 0x02, which is SYN');
  });

  test('of a header that says it is longer than its segment', async () => {
    const t = trace().handshake();
    t.client.data('hello', { dataOffset: 15 });
    const text = textOf(explained(await analyzeBytes(t.capture(), 'made'), 4));
    expect(text).toContain('Byte 47 of the frame holds the flags: 0x18');
  });
});

describe('an offer behind the end of the captured options', () => {
  test.each([1, 2])('is not said to be missing, row %d', async (frame) => {
    const text = textOf(explained(await cutTo(BARE + 6), frame));
    expect(text).toContain('It offers MSS=1460');
    expect(text).toContain('Whether it offers WS and TSval does not show');
    expect(text).not.toContain('It offers no');
  });

  test('leaves no option to be told where none was kept', async () => {
    const text = textOf(explained(await cutTo(BARE), 1));
    expect(text).toContain('Whether it offers MSS, WS, SACK_PERM and TSval does not show');
    expect(text).not.toContain('It offers no');
  });

  test('leaves the factor of a window unknown, though the handshake is there', async () => {
    const text = textOf(explained(await cutTo(BARE + 6), 3));
    expect(text).toContain('in the handshake, whose options the capture cut short');
    expect(text).not.toContain('not in this capture');
  });

  test('is none of a header that was kept whole', async () => {
    const text = textOf(explained(await cutTo(BARE + 12), 1));
    expect(text).toContain('It offers window scaling');
    expect(text).not.toContain('does not show');
  });
});
