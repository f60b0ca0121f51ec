// What is said of segments that got no further by an ICMP error, and what the program gets to know of it.
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import { explained, headlineOf, textOf } from './made-rows.ts';

const toldOf = async (t: Trace, frame: number) =>
  explained(await analyzeBytes(t.capture(), 'trace'), frame);

const said = async (t: Trace, frame: number): Promise<string> => textOf(await toldOf(t, frame));

const asked = (): Trace => {
  const t = trace();
  t.undelivered(() => t.client.syn());
  return t;
};

const WAITS = 'connect() and waits';

describe('connect()', () => {
  test.each<[name: string, header: readonly [number, number], error: string]>([
    ['a port', [3, 3], 'ECONNREFUSED'],
    ['TCP itself', [3, 2], 'ENOPROTOOPT'],
    ['a filter', [3, 13], 'EHOSTUNREACH'],
    ['a network that is closed to it', [3, 9], 'ENETUNREACH'],
  ])('fails for what will not pass: %s', async (_, [type, code], error) => {
    const text = await said(asked().icmpError(type, code), 1);
    expect(text).toContain('Most likely the error in frame 2 makes it fail');
    expect(text).toContain(error);
    expect(text).not.toContain(WAITS);
  });

  test.each<[name: string, header: readonly [number, number], error: string]>([
    ['a network', [3, 0], 'ENETUNREACH'],
    ['a host', [3, 1], 'EHOSTUNREACH'],
    ['a TTL', [11, 0], 'EHOSTUNREACH'],
  ])('may fail for what may pass: %s', async (_, [type, code], error) => {
    const text = await said(asked().icmpError(type, code), 1);
    expect(text).toContain('a kernel should take note of it and go on asking');
    expect(text).toContain(error);
    expect(text).not.toContain(WAITS);
  });

  test('goes on where its kernel asks again', async () => {
    const t = asked().icmpError(3, 3);
    t.undelivered(() => t.wait(1000).client.syn({ seq: 0 }));
    expect(await said(t, 1)).toContain('the error in frame 2: its kernel asks again in row 3');
  });

  test('waits where nothing is heard, and whether the SYN arrived does not show', async () => {
    const text = await said(asked(), 1);
    expect(text).toContain(WAITS);
    expect(text).toContain('Whether it arrived at 10.0.0.2');
  });

  test('fails no more when the refusal itself gets no further', async () => {
    const t = trace();
    t.client.syn();
    t.undelivered(() => t.server.raw({ flags: 0x14, seq: -5000, ack: 1 }));
    t.icmpError(3, 1);
    expect(await said(t, 2)).not.toContain('connect() fails');
  });
});

const LEARNS = 'No program at the server learns of it: it did not get there.';

test('a reset: its sender is done, the other end goes on', async () => {
  const t = trace().handshake();
  t.undelivered(() => t.client.rst());
  const told = await toldOf(t.icmpError(3, 1), 4);
  expect(headlineOf(told)).toBe(
    'The client breaks the connection off, and the other side does not learn of it',
  );
  expect(textOf(told)).toContain('at the server nothing ends with it');
  expect(textOf(told)).toContain(LEARNS);
  expect(textOf(told)).not.toContain('fails with "connection reset"');
});

test('a kernel that gives up tells its program so', async () => {
  const t = trace().handshake();
  t.client.data('x');
  t.server.ack();
  for (const _ of [1, 2, 3]) t.wait(1000).undelivered(() => t.client.keepAlive());
  t.wait(1000).undelivered(() => t.client.rst({ flags: 0x14 }));
  const text = await said(t, 9);
  expect(text).toContain('gave the connection up');
  expect(text).toContain('"connection timed out" (ETIMEDOUT)');
  expect(text).not.toContain('the program called close()');
});

test.each<[kind: string, send: (t: Trace) => unknown, call: string]>([
  ['data', (t) => t.client.data('x'), 'send() at the client. '],
  ['a FIN', (t) => t.client.fin(), 'close() at the client. '],
])('%s', async (_, send, call) => {
  const t = trace().handshake();
  t.undelivered(() => send(t));
  const text = await said(t.icmpError(3, 1), 4);
  expect(text).toContain(`${call}${LEARNS}`);
  expect(text).not.toContain('recv()');
});

test('an acknowledgement confirms nothing then', async () => {
  const t = trace().handshake();
  t.client.data('x');
  t.undelivered(() => t.server.ack());
  const told = await toldOf(t.icmpError(3, 1), 5);
  expect(headlineOf(told)).toBe('The server sends an acknowledgement that does not arrive');
  expect(await said(t, 4)).toContain('No row of this capture confirms it.');
});
