// Who is the client: seen in the SYN or the SYN-ACK, else judged, and then said what it was judged by.
import { describe, expect, test } from 'vitest';
import { rolesOf } from '../../src/tcp/roles.ts';
import { type Trace, trace } from '../support/trace.ts';
import { follow } from './follow.ts';

/** "client port by evidence" of each stream. */
async function roles(t: Trace): Promise<string[]> {
  const { connections } = await follow(t);
  const told = rolesOf(connections);
  return connections.map((connection) => {
    const role = told.get(connection.stream)!;
    return `${connection.ports[role.client]} by ${role.evidence}`;
  });
}

const midstream = (client: number, server: number): Trace =>
  trace({ client: { port: client }, server: { port: server } });

describe('the client', () => {
  test('sent the SYN, whatever the ports', async () => {
    expect(await roles(midstream(80, 50_000).handshake())).toEqual(['80 by syn']);
  });

  test('sent the first SYN, where two cross (RFC 9293 3.5, figure 7)', async () => {
    const t = midstream(40_000, 40_001);
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.syn());
    t.client.synAck({ seq: 0, ack: 1 });
    t.server.synAck({ seq: 0, ack: 1 });
    expect(await roles(t)).toEqual(['40000 by syn']);
  });

  test('and still when the second one comes again', async () => {
    const t = midstream(40_000, 40_001);
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.syn());
    t.wait(1000);
    t.undelivered(() => t.server.syn({ seq: 0 }));
    expect(await roles(t)).toEqual(['40000 by syn']);
  });

  test('sent the second SYN, where the first was forgotten: the answer has another number', async () => {
    const t = midstream(40_000, 40_001);
    t.undelivered(() => t.client.syn());
    t.wait(600_000);
    t.undelivered(() => t.server.syn());
    t.client.synAck({ seq: 90_000, ack: 1 });
    expect(await roles(t)).toEqual(['40001 by syn']);
  });

  test('sent the SYN that was answered, whatever SYN-ACK it sends itself then', async () => {
    const t = midstream(40_000, 80);
    t.client.syn();
    t.server.synAck();
    t.undelivered(() => t.client.synAck({ seq: 90_000, ack: 1 }));
    expect(await roles(t)).toEqual(['40000 by syn']);
  });

  test('sent the second SYN, where the first was refused', async () => {
    const t = midstream(40_000, 40_001);
    t.client.syn();
    t.server.raw({ flags: 0x14, seq: 1, ack: 1 });
    t.undelivered(() => t.server.syn({ seq: 0 }));
    t.client.synAck({ seq: 50, ack: 1 });
    expect(await roles(t)).toEqual(['40001 by syn']);
  });

  test('received the SYN-ACK where the SYN was not captured', async () => {
    const t = midstream(80, 50_000);
    t.unseen(() => t.client.syn());
    t.server.synAck();
    expect(await roles(t)).toEqual(['80 by syn-ack']);
  });

  test('is the end with the port of its own, where several connections share the other', async () => {
    const t = midstream(9000, 40_000);
    t.client.data('x');
    t.connection({ client: { port: 9001 } }).client.data('x');
    expect(await roles(t)).toEqual(['9000 by shared-port', '9001 by shared-port']);
  });

  test.each([
    ['the higher port sends first', 40_000, 80, 40_000],
    ['the lower port sends first', 80, 40_000, 40_000],
    ['the ports lie on both sides of 32768', 32_767, 32_768, 32_768],
    ['a system port sends first to one below the dynamic range', 443, 1221, 1221],
    ['the ports lie on both sides of 512', 512, 511, 512],
  ])('is the end with the port of the dynamic range: %s', async (_, first, second, client) => {
    const t = midstream(first, second);
    t.client.data('x');
    expect(await roles(t)).toEqual([`${client} by port`]);
  });

  test.each([
    ['both ports are in the dynamic range', 55_000, 44_000],
    ['neither is', 3000, 2000],
  ])('is who spoke first, where %s', async (_, first, second) => {
    const t = midstream(first, second);
    t.client.data('x');
    t.server.data('y');
    expect(await roles(t)).toEqual([`${first} by first-sender`]);
  });
});
