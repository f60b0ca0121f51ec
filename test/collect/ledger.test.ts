// What a capture cannot show: entries appear where they hold, name their rows, and lower the findings they weaken.
import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/collect/analysis.ts';
import { WEAKNESSES, type LedgerKind } from '../../src/collect/ledger.ts';
import { analyzeBytes } from '../../src/index.ts';
import { reduced } from '../support/reduced.ts';
import { type Trace, trace } from '../support/trace.ts';

const analysisOf = (script: (t: Trace) => unknown, timestamps = false): Promise<Analysis> => {
  const t = trace({ timestamps });
  script(t);
  return analyzeBytes(t.capture(), 'trace');
};

const OPTIONS = { mss: 1460, sackPermitted: true };

const CASES: readonly [LedgerKind, string, (t: Trace) => unknown, readonly number[] | null][] = [
  ['begins-inside', 'data comes first', (t) => [t.client.data('x'), t.server.ack()], []],
  ['begins-inside', 'not: the handshake is there', (t) => t.handshake(), null],
  [
    'begins-inside',
    'not: there never was a connection',
    (t) => [t.client.data('x', { ack: 0 }), t.server.raw({ flags: 4, seq: 0 })],
    null,
  ],
  [
    'no-handshake',
    'the SYN is missing',
    (t) => {
      t.unseen(() => t.client.syn());
      t.server.synAck();
      t.client.ack();
      t.client.data('x');
    },
    [],
  ],
  [
    'no-handshake',
    'not: a SYN that is sent again and again, and all there is',
    (t) => [t.client.syn(), t.client.syn({ seq: 0 }), t.client.syn({ seq: 0 })],
    null,
  ],
  [
    'one-side-only',
    'acknowledgements of a side that is not there',
    (t) => {
      t.unseen(() => t.handshake());
      t.client.data('x');
      t.unseen(() => t.server.data('y'));
      t.client.ack();
    },
    [2],
  ],
  ['one-side-only', 'not: a SYN nobody answers', (t) => t.client.retransmit(t.client.syn()), null],
  ['ends-inside', 'nobody closes', (t) => t.handshake(), []],
  ['ends-inside', 'not: reset', (t) => t.handshake().client.rst(), null],
  [
    'gaps',
    'bytes are missing',
    (t) => {
      t.handshake().client.data(10);
      t.lose(() => t.client.data(10));
      t.client.data(10);
    },
    [5],
  ],
  ['giant-segments', 'more than the MSS', (t) => t.handshake(OPTIONS).client.data(2920), [4]],
  ['giant-segments', 'not: a full segment', (t) => t.handshake(OPTIONS).client.data(1460), null],
  [
    'no-timestamps',
    'something was sent again',
    (t) => t.wait(300).client.retransmit(t.handshake().client.data(5)),
    [],
  ],
  ['no-timestamps', 'not: nothing was sent again', (t) => t.handshake().client.data(5), null],
];

const delayed = (lost: boolean) => (t: Trace) => {
  t.handshake().client.data(10);
  t.wait(45).server.ack();
  if (lost) t.lose(() => t.client.data(10));
  t.client.data(10);
};

const certaintyOf = async (lost: boolean) =>
  (await analysisOf(delayed(lost))).rows[4]?.findings.map(({ certainty }) => certainty);

describe('the ledger', () => {
  test.each(CASES)('%s: %s', async (kind, _, script, frames) => {
    const { ledger } = await analysisOf(script);
    const entry = ledger.find((one) => one.kind === kind);
    const { weakens } = WEAKNESSES[kind];
    expect(entry).toEqual(frames === null ? undefined : { kind, streams: [0], frames, weakens });
  });

  test('cut frames make what rests on their bytes less sure, and checksums unverifiable', async () => {
    const t = trace();
    t.wait(300).client.retransmit(t.handshake().client.data(100));
    const less = reduced(
      t.capture(),
      () => true,
      () => 100,
    );
    const { ledger, rows } = await analyzeBytes(less.file, 'cut');
    expect(ledger.find(({ kind }) => kind === 'cut-frames')?.frames).toEqual([4, 5]);
    expect(ledger.find(({ kind }) => kind === 'checksums-not-verifiable')?.frames).toEqual([4, 5]);
    expect(rows[4]?.findings[0]).toMatchObject({ kind: 'retransmission', certainty: 'likely' });
  });

  test('missing bytes leave a delayed acknowledgement possible where it was likely', async () => {
    expect(await certaintyOf(false)).toEqual(['likely']);
    expect(await certaintyOf(true)).toEqual(['possible']);
  });
});

describe('what a sender waited for', () => {
  test('its own program: everything was confirmed long before it went on', async () => {
    const { pacing } = await analysisOf((t) => {
      t.handshake(OPTIONS);
      for (let i = 0; i < 12; i++) {
        t.client.data(100);
        t.server.ack();
        t.wait(98);
      }
    });
    expect(pacing).toHaveLength(1);
    expect(pacing[0]).toMatchObject({ stream: 0, side: 'client', dataSegments: 12 });
    // It had no more while the last bytes were under way, either.
    expect(pacing[0]).toMatchObject({
      senderLimitedNs: 11 * (1e6 + 99e6 - 2 * 2e6),
      networkLimitedNs: 0,
    });
  });

  /** A packet of the client is lost before it is captured, in every pause; a round trip takes 20 ms. */
  const pausesFrom = (toServerMs: number) =>
    analysisOf((t) => {
      t.at(0).client.syn(OPTIONS);
      t.at(toServerMs).server.synAck(OPTIONS);
      t.at(20).client.ack();
      for (let i = 0; i < 12; i++) {
        t.client.data(100);
        t.server.ack();
        t.wait(98);
        t.lose(() => t.client.ack());
      }
    });

  test('nobody can tell, where something was lost before it was captured', async () => {
    const { pacing } = await pausesFrom(10);
    expect(pacing[0]!.senderLimitedNs).toBe(0);
    expect(pacing[0]!.quietNs).toBeGreaterThan(10 * 50e6);
  });

  test('its own program, where it is so near that nothing is lost before', async () => {
    const { pacing } = await pausesFrom(18);
    expect(pacing[0]!.quietNs).toBe(0);
    expect(pacing[0]!.senderLimitedNs).toBeGreaterThan(10 * 50e6);
  });

  test('the network, where what it sends next is not what comes next', async () => {
    const { pacing } = await analysisOf((t) => {
      t.handshake(OPTIONS);
      for (let i = 0; i < 12; i++) {
        const sent = t.client.data(100);
        t.server.ack();
        t.wait(300).client.retransmit(sent);
        t.server.ack();
      }
    });
    expect(pacing[0]!.senderLimitedNs).toBe(0);
    expect(pacing[0]!.networkLimitedNs).toBeGreaterThan(11 * 290e6);
  });

  test('the receiver: its window has no room for a segment', async () => {
    const { pacing } = await analysisOf((t) => {
      t.handshake(OPTIONS);
      for (let i = 0; i < 12; i++) {
        t.client.data(1000);
        t.server.ack({ window: 0 });
        t.wait(98).server.ack();
      }
    });
    expect(pacing[0]!.receiverLimitedNs).toBeGreaterThan(10 * 98e6);
    expect(pacing[0]!.senderLimitedNs).toBeLessThan(50e6);
  });

  test('the network: room is there, and only a confirmation lets it go on', async () => {
    const { pacing } = await analysisOf((t) => {
      t.handshake(OPTIONS);
      for (let i = 0; i < 12; i++) {
        for (let full = 0; full < 4; full++) t.client.data(1460);
        t.wait(97).server.ack();
      }
    });
    expect(pacing[0]!.networkLimitedNs).toBeGreaterThan(10 * 97e6);
  });

  test('the network, where a small segment waits for the one before it (RFC 9293 3.7.4)', async () => {
    const { pacing } = await analysisOf((t) => {
      t.handshake(OPTIONS);
      for (let i = 0; i < 12; i++) {
        t.client.data(100);
        t.wait(97).server.ack();
      }
    });
    expect(pacing[0]!.networkLimitedNs).toBeGreaterThan(10 * 97e6);
    expect(pacing[0]!.senderLimitedNs).toBe(0);
  });

  test('the network, from the last bytes to their repetition, whatever is confirmed between', async () => {
    const { pacing } = await analysisOf((t) => {
      t.handshake(OPTIONS);
      for (let i = 0; i < 12; i++) {
        t.client.data(1000);
        t.undelivered(() => t.client.data(1000));
        t.wait(100).server.ack({ ack: 2000 * i + 1001 });
        t.wait(300).client.raw({ seq: 2000 * i + 1001, payload: 1000, flags: 0x18 });
        t.server.ack({ ack: 2000 * i + 2001 });
      }
    });
    expect(pacing[0]!.networkLimitedNs).toBeGreaterThan(11 * 398e6);
  });

  test('the network, as far as its congestion window reaches since the latest loss (RFC 5681 3.1)', async () => {
    const { pacing } = await analysisOf((t) => {
      t.handshake(OPTIONS);
      for (let full = 0; full < 8; full++) t.client.data(1460);
      t.wait(97).server.ack();
      const sent = t.client.data(1460);
      t.wait(300).client.retransmit(sent);
      t.server.ack();
      for (let i = 0; i < 12; i++) {
        for (let full = 0; full < 4; full++) t.client.data(1460);
        t.wait(97).server.ack();
      }
    });
    expect(pacing[0]!.networkLimitedNs).toBeGreaterThan(300e6 + 10 * 97e6);
  });

  test('nobody can tell, where as much was under way before, and no small segment waits', async () => {
    const { pacing } = await analysisOf((t) => {
      t.handshake(OPTIONS);
      for (let i = 0; i < 12; i++) {
        t.client.data(100);
        t.client.data(100);
        t.wait(97).server.ack();
      }
    });
    expect(pacing[0]).toMatchObject({ senderLimitedNs: 0, quietNs: 0, networkLimitedNs: 0 });
  });

  test('is not told of a conversation of a few segments', async () => {
    const { pacing } = await analysisOf((t) => [
      t.handshake(OPTIONS).client.data(5),
      t.server.ack(),
    ]);
    expect(pacing).toEqual([]);
  });
});
