// Where the capture was taken: proved by frames too short for the wire, loopback addresses, unfinished checksums.
import { describe, expect, test } from 'vitest';
import type { VantageFacts } from '../../src/collect/analysis.ts';
import { analyzeBytes } from '../../src/index.ts';
import type { CraftedRecord } from '../../src/craft/capture-writer.ts';
import { writePcap } from '../../src/craft/capture-writer.ts';
import { type Trace, trace } from '../support/trace.ts';

const vantage = async (capture: Uint8Array): Promise<VantageFacts> =>
  (await analyzeBytes(capture, 'trace')).vantage;

const handshake = (padding: 'none' | 'minimum'): Trace =>
  trace({ link: { kind: 'ethernet', padding } }).handshake();

/** Frames of the client as a wire would show them, those of the server as its own computer does. */
function atServer(): Uint8Array {
  const padded = handshake('minimum').records;
  const bare = handshake('none').records;
  const records: CraftedRecord[] = padded.map((record, i) => (i === 1 ? bare[1]! : record));
  return writePcap(records, { linkType: 1 });
}

describe('the capture was taken', () => {
  test('on the host whose short frames alone are not padded, most likely', async () => {
    expect(await vantage(atServer())).toEqual({
      host: '10.0.0.2',
      reason: 'unpadded-short-frames',
      certainty: 'likely',
      frames: [2],
    });
  });

  test('on that host possibly, where the other sends no short frames: nobody may pad', async () => {
    const t = trace({ link: { kind: 'ethernet', padding: 'none' } });
    t.client.data(100);
    t.server.ack();
    expect(await vantage(t.capture())).toMatchObject({ host: '10.0.0.2', certainty: 'possible' });
  });

  test('not by frames of a host behind a router: the router sent them so', async () => {
    const t = trace({ link: { kind: 'ethernet', padding: 'none' }, server: { ttl: 57 } });
    t.client.data(100);
    t.server.ack();
    expect(await vantage(t.capture())).toMatchObject({ host: '10.0.0.1', reason: 'unrouted' });
  });

  test.each(['minimum', 'none'] as const)(
    'nowhere in particular when both ends look alike: %s',
    async (padding) => {
      expect(await vantage(handshake(padding).capture())).toMatchObject({
        host: null,
        reason: null,
      });
    },
  );

  test('on the one computer there is, over loopback', async () => {
    const t = trace({
      client: { address: '127.0.0.1' },
      server: { address: '127.0.0.1' },
    }).handshake();
    expect(await vantage(t.capture())).toMatchObject({
      host: '127.0.0.1',
      reason: 'loopback',
      certainty: 'certain',
    });
  });

  test.each([
    ['two IPv4 loopback addresses', '127.0.0.1', '127.0.0.2'],
    ['IPv6 loopback', '::1', '::1'],
  ])('on the one computer there is: %s', async (_, client, server) => {
    const t = trace({ client: { address: client }, server: { address: server } }).handshake();
    expect((await vantage(t.capture())).reason).toBe('loopback');
  });

  test('likely on the host that leaves its checksums to its card', async () => {
    const t = trace({ client: { checksum: 'offloaded' } }).handshake();
    expect(await vantage(t.capture())).toEqual({
      host: '10.0.0.1',
      reason: 'offloaded-checksums',
      certainty: 'likely',
      frames: [1, 3],
    });
  });

  test('there also, when one of its checksums was finished: kernels do that for a reset', async () => {
    const t = trace({ client: { checksum: 'offloaded' } }).handshake();
    t.client.rst({ checksum: 'good' });
    expect(await vantage(t.capture())).toMatchObject({ host: '10.0.0.1', frames: [1, 3] });
  });

  test('before the first router, where frames that came through it lack sums, too: a virtual network', async () => {
    const unfinished = { checksum: 'offloaded' } as const;
    const near = trace({ client: unfinished, server: { ...unfinished, ttl: 63 } }).handshake();
    expect(await vantage(near.capture())).toEqual({
      host: '10.0.0.1',
      reason: 'unrouted',
      certainty: 'possible',
      frames: [1, 2],
    });
    const far = { ...unfinished, ttl: 63 };
    const between = trace({ client: far, server: far }).handshake();
    expect(await vantage(between.capture())).toMatchObject({ host: null, reason: null });
  });

  test.each([1, 144])('there, though its TTL began with a number of its own: %i', async (ttl) => {
    const t = trace({ client: { checksum: 'offloaded', ttl } }).handshake();
    expect(await vantage(t.capture())).toMatchObject({
      host: '10.0.0.1',
      reason: 'offloaded-checksums',
    });
  });

  test('not before a router, where a TTL began with a number of its own', async () => {
    const t = trace({ client: { ttl: 1 }, server: { ttl: 63 } }).handshake();
    expect(await vantage(t.capture())).toMatchObject({ host: null, reason: null });
  });

  test('nowhere in particular, where it was on both sides of a router', async () => {
    const t = trace({ server: { ttl: 63 } }).handshake();
    for (let i = 0; i < 4; i++) t.server.data('x', { ttl: 64 });
    expect(await vantage(t.capture())).toMatchObject({ host: null, reason: null });
  });

  test('not on a host in whose name a device sends a frame that is too short', async () => {
    const t = trace({
      link: { kind: 'ethernet', padding: 'none' },
      client: { ttl: 63 },
      server: { ttl: 63 },
    });
    t.client.data(100);
    t.client.rst({ ttl: 64 });
    t.server.data(100);
    expect(await vantage(t.capture())).toMatchObject({ host: null, reason: null });
  });

  test('not there, when only some of its checksums are unfinished', async () => {
    const t = trace().handshake();
    t.client.data('x', { checksum: 'offloaded' });
    expect(await vantage(t.capture())).toMatchObject({ host: null });
  });

  test('is told with the host it names', async () => {
    const { hosts } = await analyzeBytes(atServer(), 'trace');
    expect(hosts.map(({ address, capturedHere }) => `${address} ${capturedHere}`)).toEqual([
      '10.0.0.1 false',
      '10.0.0.2 true',
    ]);
  });
});

describe('by the times of handshakes the capture was taken', () => {
  /** A client's handshake with one of two servers, at these ms after its SYN. */
  const shake = (t: Trace, startMs: number, answerMs: number, endMs: number): Trace => {
    t.at(startMs).client.syn();
    t.at(startMs + answerMs).server.synAck();
    t.at(startMs + endMs).client.ack();
    return t;
  };
  const nearness = async (t: Trace) => (await analyzeBytes(t.capture(), 'trace')).nearness;

  test('near the host that answers at once', async () => {
    expect(await nearness(shake(trace(), 0, 40, 41))).toEqual({
      host: '10.0.0.1',
      ownNs: 1e6,
      otherNs: 40e6,
      frames: [2, 3],
    });
    expect(await nearness(shake(trace(), 0, 1, 41))).toMatchObject({ host: '10.0.0.2' });
  });

  test.each([
    ['between the hosts', 20, 41],
    ['in a network without a way to speak of', 0.5, 0.6],
    ['where a step may have come again', 1000, 1001],
  ])('nobody can tell near which: %s', async (_, answerMs, endMs) => {
    expect(await nearness(shake(trace(), 0, answerMs, endMs))).toBeNull();
  });

  /** The server's frames alone are as its own computer has them; these times. */
  const bareAtServer = async (answerMs: number, checksum?: number) => {
    const t = (padding: 'none' | 'minimum'): readonly CraftedRecord[] => {
      const one = trace({ link: { kind: 'ethernet', padding } });
      one.at(0).client.syn();
      one.at(answerMs).server.synAck(checksum === undefined ? {} : { checksum });
      one.at(41).client.ack();
      return one.records;
    };
    const bare = checksum === undefined ? t('none') : t('minimum');
    const records = t('minimum').map((record, i) => (i === 1 ? bare[1]! : record));
    const { vantage: seen, nearness: near } = await analyzeBytes(
      writePcap(records, { linkType: 1 }),
      'trace',
    );
    return [seen.host, near?.host ?? null];
  };

  test('frames and times that agree are both told', async () => {
    expect(await bareAtServer(1)).toEqual(['10.0.0.2', '10.0.0.2']);
  });

  test('frames without padding prove nothing against the times', async () => {
    expect(await bareAtServer(40)).toEqual([null, '10.0.0.1']);
  });

  test('unfinished sums and times that contradict each other prove nothing', async () => {
    expect(await bareAtServer(1, 0)).toEqual(['10.0.0.2', '10.0.0.2']);
    expect(await bareAtServer(40, 0)).toEqual([null, null]);
  });

  test('nobody can tell near which, where handshakes show different hosts', async () => {
    const t = shake(trace(), 0, 40, 41);
    shake(t.connection({ client: { port: 40_001 } }), 100, 1, 41);
    expect(await nearness(t)).toBeNull();
  });
});
