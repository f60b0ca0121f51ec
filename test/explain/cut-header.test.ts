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
