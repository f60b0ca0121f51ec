// Which connection a segment belongs to: both endpoints, in either direction, and a new stream for a new SYN.
import { describe, expect, test } from 'vitest';
import { trace } from '../support/trace.ts';
import { follow } from './follow.ts';

const streams = async (t: { capture(): Uint8Array }): Promise<string[]> =>
  (await follow(t)).steps.map(
    ({ stream, side, opened }) => `${stream}:${side}${opened ? ' new' : ''}`,
  );

describe('a connection', () => {
  test('is the same in both directions, and side 0 is who sent its first segment', async () => {
    const t = trace().handshake();
    t.server.data('x');
    expect(await streams(t)).toEqual(['0:0 new', '0:1', '0:0', '0:1']);
  });

  test('begins with whoever is seen first, were it the server', async () => {
    const t = trace();
    t.server.data('x');
    t.client.ack();
    expect(await streams(t)).toEqual(['0:0 new', '0:1']);
  });

  test.each([
    ['the other port', { client: { port: 40_001 } }],
    ['the other server port', { server: { port: 81 } }],
    ['the other address', { client: { address: '10.0.0.3' } }],
    ['addresses exchanged', { client: { address: '10.0.0.2' }, server: { address: '10.0.0.1' } }],
  ])('is another one with %s', async (_, options) => {
    const t = trace();
    t.client.syn();
    t.connection(options).client.syn();
    t.server.synAck();
    expect(await streams(t)).toEqual(['0:0 new', '1:0 new', '0:1']);
  });

  test.each([
    ['IPv4', '10.0.0.9', '10.0.0.2'],
    ['IPv4, the higher address first', '200.0.0.9', '10.0.0.2'],
    ['IPv6', '2001:db8::1', '2001:db8::2'],
    ['IPv6 that differs in its first word alone', '2001:db8::1', '3001:db8::1'],
    ['one address with itself', '127.0.0.1', '127.0.0.1'],
  ])('with the same port at both ends is told by the address: %s', async (_, client, server) => {
    const t = trace({
      client: { address: client, port: 179 },
      server: { address: server, port: 179 },
    });
    t.handshake();
    const sides = client === server ? ['0:0 new', '0:0', '0:0'] : ['0:0 new', '0:1', '0:0'];
    expect(await streams(t)).toEqual(sides);
  });

  test('over IPv4 is not the one over IPv6 whose words look alike', async () => {
    const t = trace();
    t.client.syn();
    const alike = { client: { address: '::a00:1' }, server: { address: '::a00:2' } };
    t.connection(alike).client.syn();
    expect(await streams(t)).toEqual(['0:0 new', '1:0 new']);
  });
});

describe('ports used again (RFC 9293 3.4.1)', () => {
  test('a SYN with another initial sequence number opens a new stream on the old ports', async () => {
    const t = trace().handshake();
    t.client.rst();
    const again = t.connection({ client: { isn: 77_000 }, server: { isn: 88_000 } });
    again.handshake();
    const { steps, connections } = await follow(t);
    expect(steps.map(({ stream }) => stream)).toEqual([0, 0, 0, 0, 1, 1, 1]);
    expect(steps[4]?.labels).toEqual(['reused_ports']);
    expect(connections[1]).toMatchObject({ stream: 1, reuses: 0 });
    expect(connections[0]).toMatchObject({ packets: 4, reuses: -1 });
  });

  test('the same SYN again stays in its stream', async () => {
    const t = trace();
    t.client.retransmit(t.client.syn());
    const { steps } = await follow(t);
    expect(steps.map(({ stream }) => stream)).toEqual([0, 0]);
    expect(steps[1]?.labels).toEqual(['retransmission']);
  });

  test('a SYN-ACK with another number stays in its stream, and is labelled', async () => {
    const t = trace();
    t.client.syn();
    t.server.synAck();
    t.server.raw({ flags: 0x12, seq: 4000, ack: 1 });
    const { steps } = await follow(t);
    expect(steps.map(({ stream }) => stream)).toEqual([0, 0, 0]);
    expect(steps[2]).toMatchObject({ relSeq: 0 });
    expect(steps[2]?.labels).toContain('reused_ports');
  });
});

test('five thousand connections keep their streams while the table grows', async () => {
  const t = trace({ stepMs: 0.001 });
  const opened = Array.from({ length: 5000 }, (_, i) => {
    const address = `10.${1 + (i >> 14)}.${(i >> 6) & 255}.${1 + (i & 63)}`;
    const other = t.connection({ client: { address, port: 1024 + ((i * 7) % 60_000) } });
    other.client.syn();
    return other;
  });
  for (const other of opened) other.server.synAck();
  const { steps, connections } = await follow(t);
  expect(connections).toHaveLength(5000);
  expect(steps.map(({ stream }) => stream)).toEqual([...Array(5000).keys(), ...Array(5000).keys()]);
  expect(steps.every(({ side, frame }) => side === (frame <= 5000 ? 0 : 1))).toBe(true);
});
