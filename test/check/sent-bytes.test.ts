// What a sender said before: held against all copies, gone through one by one.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SentBytes, type Novelty } from '../../src/check/watch/sent-bytes.ts';
import { TcpFlag } from '../../src/decode/tcp-view.ts';

interface Sent {
  readonly seq: number;
  readonly text: string;
  readonly clock: number | null;
  readonly isKeepAlive: boolean;
}

const taken = (sent: SentBytes, { seq, text, clock, isKeepAlive }: Sent): Novelty => {
  const packet = Buffer.from(text, 'latin1');
  const segment = {
    seq,
    flags: TcpFlag.ACK,
    len: packet.length,
    payloadStart: 0,
    payloadEnd: packet.length,
    clock,
  };
  const novelty = sent.take(segment, isKeepAlive ? 'keep-alive' : 'data', packet);
  // Nothing lent may be read later.
  packet.fill(0x3f);
  return novelty;
};

/** The verdict on the last one, and whether an earlier one is the same in the same place. */
function judged(all: readonly Sent[]): { novelty: Novelty; isCopy: boolean } {
  const earlier = all.slice(0, -1);
  const last = all.at(-1)!;
  const end = last.seq + last.text.length;
  const verdicts = earlier.flatMap((one) => {
    const places = [...Array(last.text.length).keys()].filter(
      (i) => one.text[last.seq + i - one.seq] !== undefined,
    );
    if (places.length === 0) return [];
    const isSame = places.every((i) => one.text[last.seq + i - one.seq] === last.text[i]);
    return [{ one, isSame }];
  });
  const isCopy = verdicts.some(
    ({ one, isSame }) => isSame && one.seq === last.seq && one.text.length === last.text.length,
  );
  const again: Novelty = last.isKeepAlive ? 'new' : 'again';
  if (verdicts.length === 0) {
    const isLate = earlier.some(
      (one) =>
        one.clock !== null && last.clock !== null && end <= one.seq && last.clock > one.clock,
    );
    return { novelty: isLate ? again : 'new', isCopy };
  }
  const movedOn = all.some(({ seq }) => seq !== all[0]!.seq);
  const isOther = verdicts.some(({ one, isSame }) => !isSame && !one.isKeepAlive);
  const agrees = verdicts.some(({ isSame }) => isSame);
  const isAgain = (!isOther || movedOn) && (agrees || verdicts.every(({ isSame }) => isSame));
  return { novelty: isAgain ? again : 'other', isCopy };
}

const segments = fc.array(
  fc.record({
    seq: fc.oneof(fc.constant(100), fc.integer({ min: 95, max: 105 })),
    text: fc.constantFrom(
      'a',
      'ab',
      'abc',
      'abd',
      'abcabcabcabcabcabcabcx',
      'abcabcabcabcabcabcabcy',
    ),
    clock: fc.constantFrom(null, 1, 2, 3),
    isKeepAlive: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('what a sender sent before', () => {
  test('is judged as if every copy had been kept', () => {
    fc.assert(
      fc.property(segments, (all) => {
        const sent = new SentBytes();
        const found = all.map((one) => ({ novelty: taken(sent, one), isCopy: sent.isCopy }));
        expect(found).toEqual(all.map((_, i) => judged(all.slice(0, i + 1))));
      }),
      { seed: 381, numRuns: 1000 },
    );
  });

  test('is kept once, however often it was sent', () => {
    const sent = new SentBytes();
    const one = { seq: 1, text: 'hello', clock: null, isKeepAlive: false };
    expect(taken(sent, one)).toBe('new');
    for (let i = 0; i < 50; i++) expect(taken(sent, one)).toBe('again');
    expect(sent.keptBytes).toBe(5);
    expect(taken(sent, { ...one, text: 'HELLO' })).toBe('other');
    expect(sent.keptBytes).toBe(10);
  });
});
