// What a stream's row tells: bytes sent twice, round trips, endings, completeness, port reuse, roles.

import { describe, expect, test } from 'vitest';
import { completenessText } from '../../src/streams/completeness-text.ts';
import { Coverage } from '../../src/streams/coverage.ts';
import type { StreamFacts } from '../../src/streams/stream-facts.ts';
import { trace, type Trace } from '../support/trace.ts';
import { streamsOf } from './streams-of.ts';

async function only(t: Trace): Promise<StreamFacts> {
  const streams = await streamsOf(t.capture());
  expect(streams).toHaveLength(1);
  return streams[0]!;
}

const seqAt = (isn: number, n: number): number => (isn + n) | 0;

describe.each([1000, 0xffff_fff0])('with the client counting from %i', (isn) => {
  test('bytes captured again are re-sent, those that fill a hole are new', async () => {
    const t = trace({ client: { isn } }).handshake();
    const first = t.client.data(10);
    const second = t.unseen(() => t.client.data(10)) && t.client.data(10);
    t.client.retransmit(first);
    t.client.retransmit(second);
    t.client.data(10, { seq: 11 });
    const { sides } = await only(t);
    expect(sides[0]).toMatchObject({ payloadBytes: 50, resentBytes: 20 });
  });

  test('a round trip lasts from the data to the acknowledgement that covers it', async () => {
    const t = trace({ client: { isn } }).handshake();
    t.client.data(10);
    t.wait(39).server.ack();
    t.client.data(10);
    t.wait(19).server.ack();
    const { sides } = await only(t);
    expect(sides[0]).toMatchObject({
      rttCount: 2,
      rttMinNs: 20e6,
      rttMedianNs: 30e6,
      rttMaxNs: 40e6,
    });
    expect(sides[1].rttCount).toBe(0);
  });

  test('data sent twice gives no round trip (Karn, RFC 6298 3)', async () => {
    const t = trace({ client: { isn } }).handshake();
    t.client.retransmit(t.client.data(10));
    t.server.ack();
    expect((await only(t)).sides[0].rttCount).toBe(0);
  });

  test('bytes below the first ones captured are new', async () => {
    const t = trace({ client: { isn } }).handshake();
    t.reorder(() => [t.client.data(100), t.client.data(50)]);
    t.client.data(120, { seq: 1 });
    expect((await only(t)).sides[0]).toMatchObject({ payloadBytes: 270, resentBytes: 120 });
  });

  test('data that waited behind a hole gives no round trip: its confirmation waited for the repair', async () => {
    const t = trace({ client: { isn } }).handshake();
    const lost = t.lose(() => t.client.data(10));
    t.client.data(10);
    t.wait(500).client.data(10, { seq: 1 });
    t.server.raw({ flags: 0x10, ack: 21 });
    expect(lost).toBe(t);
    expect((await only(t)).sides[0].rttCount).toBe(0);
  });

  test('a hole is known whatever the sequence numbers', () => {
    const coverage = new Coverage();
    expect(coverage.add(seqAt(isn, 0), seqAt(isn, 10))).toBe(10);
    expect(coverage.add(seqAt(isn, 20), seqAt(isn, 30))).toBe(10);
    expect(coverage.gapsBetween(seqAt(isn, 0), seqAt(isn, 30))).toBe(1);
    expect(coverage.gapsBetween(seqAt(isn, 0), seqAt(isn, 10))).toBe(0);
    expect(coverage.add(seqAt(isn, 5), seqAt(isn, 25))).toBe(10);
    expect(coverage.gapsBetween(seqAt(isn, 0), seqAt(isn, 30))).toBe(0);
  });
});

describe('ending', () => {
  test.each<[string, number, (t: Trace) => unknown]>([
    ['open', -1, () => undefined],
    ['half-closed', 1, (t) => t.server.fin()],
    ['graceful', 0, (t) => [t.client.fin(), t.server.fin()]],
    ['reset', 0, (t) => t.client.rst()],
    ['reset', 0, (t) => [t.client.fin(), t.server.rst()]],
    ['graceful', 0, (t) => [t.client.fin(), t.server.fin(), t.client.rst()]],
    ['graceful', 0, (t) => [t.client.fin(), t.server.fin(), t.client.rst(), t.client.rst()]],
    // What came with the second FIN is lost to the reset.
    ['reset', 0, (t) => [t.client.fin(), t.server.data(10, { flags: 0x19 }), t.client.rst()]],
    ['reset', 0, (t) => [t.client.fin(), t.client.rst(), t.server.fin()]],
  ])('%s, begun by side %i', async (ending, endedBy, script) => {
    const t = trace().handshake();
    script(t);
    expect(await only(t)).toMatchObject({ ending, endedBy });
  });
});

describe("Wireshark's completeness", () => {
  test.each<[number, string, (t: Trace) => unknown]>([
    [1, '·····S', (t) => t.client.syn()],
    [0, '[ Null ]', (t) => t.server.synAck()],
    [0, '[ Null ]', (t) => t.client.data('x')],
    [12, '··DA··', (t) => [t.client.data('x'), t.server.ack()]],
    [7, '···ASS', (t) => t.handshake()],
    [6, '···AS·', (t) => [t.server.synAck({ ack: 1 }), t.client.syn(), t.client.ack()]],
    [63, 'RFDASS', (t) => [t.handshake(), t.client.data('x'), t.client.fin(), t.server.rst()]],
  ])('is %i, %s', async (completeness, text, script) => {
    const t = trace();
    script(t);
    expect((await only(t)).completeness).toBe(completeness);
    expect(completenessText(completeness)).toBe(text);
  });
});

test('a SYN with another number on the same ports begins a stream that names the one before', async () => {
  const t = trace().handshake();
  t.connection({ client: { isn: 777_777 } }).handshake();
  const streams = await streamsOf(t.capture());
  expect(streams.map(({ stream, reuses }) => [stream, reuses])).toEqual([
    [0, -1],
    [1, 0],
  ]);
});

test('the handshake lasts from the first SYN, the initial round trip from the latest', async () => {
  const t = trace();
  const syn = t.undelivered(() => t.client.syn()) && undefined;
  expect(syn).toBeUndefined();
  t.at(1000).client.syn({ seq: 0 });
  t.server.synAck();
  t.client.ack();
  const stream = await only(t);
  expect(stream.handshakeNs - stream.initialRttNs).toBe(1000e6);
});

test('without a handshake the end that several streams share is the server, and the row says so', async () => {
  const t = trace({ client: { port: 50_000 }, server: { port: 40_000 } });
  t.server.data('a');
  t.connection({ client: { port: 50_001 } }).server.data('b');
  const streams = await streamsOf(t.capture());
  expect(streams.map(({ client, roleEvidence }) => [client, roleEvidence])).toEqual([
    [1, 'shared-port'],
    [1, 'shared-port'],
  ]);
});
