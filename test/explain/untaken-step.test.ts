// A SYN-ACK that comes again after the third step: the server has not taken that (RFC 9293 3.10.7.4, fifth).
import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/collect/analysis.ts';
import { analyzeBytes } from '../../src/index.ts';
import { afterFrame, rowsAt } from '../sockets/netstat.ts';
import { type Trace, trace } from '../support/trace.ts';
import { explained, headlineOf, textOf } from './made-rows.ts';

const analyzed = (t: Trace): Promise<Analysis> => analyzeBytes(t.capture(), 'trace');
const statesOf = ({ rows }: Analysis): string[] =>
  rows.map(({ clientState, serverState }) => `${clientState} ${serverState}`);

/** The kernel's queue is full: it drops the third step and the bytes, until the program takes a connection out. */
function fullQueue(): Trace {
  const t = trace({ timestamps: true }).handshake();
  const first = t.client.data('hello');
  t.at(1000).server.synAck({ seq: 0, ack: 1 });
  t.client.ack();
  t.at(1200).client.retransmit(first);
  t.at(2600).client.retransmit(first);
  t.server.ack();
  return t;
}

/** The program wants connections with their first bytes only. */
function deferred(): Trace {
  const t = trace({ timestamps: true }).handshake();
  t.at(1000).server.synAck({ seq: 0, ack: 1 });
  t.client.ack();
  t.at(3000).client.data('hello');
  t.server.ack();
  return t;
}

describe('the server repeats its SYN-ACK', () => {
  test('it stays in SYN-RECEIVED until something is taken', async () => {
    expect(statesOf(await analyzed(fullQueue())).slice(1)).toEqual([
      'ESTABLISHED SYN-RECEIVED',
      'ESTABLISHED SYN-RECEIVED',
      'ESTABLISHED SYN-RECEIVED',
      'ESTABLISHED SYN-RECEIVED',
      'ESTABLISHED SYN-RECEIVED',
      'ESTABLISHED SYN-RECEIVED',
      'ESTABLISHED ESTABLISHED',
      'ESTABLISHED ESTABLISHED',
    ]);
    expect(statesOf(await analyzed(deferred())).slice(2)).toEqual([
      'ESTABLISHED SYN-RECEIVED',
      'ESTABLISHED SYN-RECEIVED',
      'ESTABLISHED ESTABLISHED',
      'ESTABLISHED ESTABLISHED',
      'ESTABLISHED ESTABLISHED',
    ]);
  });

  test('the third step is told as one that is not taken', async () => {
    const told = explained(await analyzed(fullQueue()), 3);
    expect(headlineOf(told)).toBe('The client confirms, but the server does not take it');
    const text = textOf(told);
    expect(text).toContain('it repeats its SYN, ACK in row 5');
    expect(text).toContain('connect() returned when row 2 arrived');
    expect(text).toContain('accept() goes on waiting');
    expect(text).not.toContain('accept() can return');
    expect(text).not.toContain('both sides are ESTABLISHED');
  });

  test('the copy says what may have become of it, and nothing of connect() anew', async () => {
    const told = explained(await analyzed(deferred()), 4);
    expect(headlineOf(told)).toBe('The server repeats its SYN, ACK: it has not taken row 3');
    const text = textOf(told);
    expect(text).toContain('the queue of connections that wait for accept() is full');
    expect(text).toContain('TCP_DEFER_ACCEPT');
    expect(text).toContain('connect() had returned before: row 3 shows it');
    expect(text).not.toContain('connect() returns when this row arrives');
    expect(text).toContain('a program that calls accept() too seldom');
  });

  test('with bytes behind the third step no program waits for these', async () => {
    const text = textOf(explained(await analyzed(fullQueue()), 5));
    expect(text).toContain('is full');
    expect(text).not.toContain('TCP_DEFER_ACCEPT');
  });

  test('in a capture that begins after the first copy', async () => {
    const t = trace({ timestamps: true });
    t.unseen(() => t.handshake());
    t.client.data('hello');
    t.at(1000).server.synAck({ seq: 0, ack: 1 });
    t.client.ack();
    const whole = await analyzed(t);
    expect(headlineOf(explained(whole, 2))).toContain('it has not taken row 1');
    const text = textOf(explained(whole, 3));
    expect(text).toContain('connect() had returned before: row 1 shows it');
    expect(text).toContain('accept() can return');
  });

  test('sockets: it is back in SYN_RECV', async () => {
    const states = (await rowsAt(fullQueue().capture(), afterFrame(5))).map(({ state }) => state);
    expect(states).toContain('SYN_RECV');
  });
});

describe('no sign of that', () => {
  test('the step may still have been on its way: a long round trip', async () => {
    const t = trace({ timestamps: true });
    t.client.syn();
    t.at(1500).server.synAck();
    t.client.ack();
    t.at(2500).server.synAck({ seq: 0, ack: 1 });
    t.client.ack();
    const whole = await analyzed(t);
    expect(headlineOf(explained(whole, 3))).toBe('The client confirms: the connection is open');
    expect(statesOf(whole)[2]).toBe('ESTABLISHED ESTABLISHED');
  });

  test('the server has gone on before', async () => {
    const t = trace({ timestamps: true }).handshake();
    t.server.data('banner');
    t.client.ack();
    t.at(2000).server.synAck({ seq: 0, ack: 1 });
    const whole = await analyzed(t);
    expect(statesOf(whole)[2]).toBe('ESTABLISHED ESTABLISHED');
    expect(textOf(explained(whole, 3))).toContain('accept() can return');
  });
});

describe('a SYN that comes again before any answer', () => {
  function overflow(): Trace {
    const t = trace({ timestamps: true });
    t.undelivered(() => t.client.syn());
    t.at(1000).undelivered(() => t.client.syn({ seq: 0 }));
    t.at(3000).client.syn({ seq: 0 });
    t.server.synAck({ ack: 1 });
    t.client.ack({ seq: 1 });
    return t;
  }

  test('whether it arrived does not show, and the states say the same', async () => {
    const whole = await analyzed(overflow());
    expect(statesOf(whole).slice(0, 3)).toEqual([
      'SYN-SENT unknown',
      'SYN-SENT unknown',
      'SYN-SENT SYN-RECEIVED',
    ]);
    expect(textOf(explained(whole, 2))).toContain('Whether it arrived');
  });

  test('many of them need not mean a lossy network', async () => {
    const text = textOf(explained(await analyzed(overflow()), 2));
    expect(text).toContain('or a server whose queue of connections is full');
  });

  test('an earlier copy was answered', async () => {
    const t = trace({ timestamps: true });
    t.client.syn();
    const { tsRecent } = t.server;
    t.at(1000).client.syn({ seq: 0 });
    t.server.synAck({ ack: 1, tsEcr: tsRecent });
    expect(statesOf(await analyzed(t))[0]).toBe('SYN-SENT SYN-RECEIVED');
  });
});

test('another answer with another number does not hide it', async () => {
  const other = trace({ timestamps: true });
  other.client.syn();
  other.at(5).undelivered(() => other.server.synAck());
  other.client.ack({ seq: 1, ack: 1 });
  other.at(1500).undelivered(() => other.server.synAck({ seq: 0, ack: 1 }));
  other.at(1600).undelivered(() => other.server.synAck({ seq: 70_000, ack: 1 }));
  expect(statesOf(await analyzed(other))[2]).toBe('ESTABLISHED SYN-RECEIVED');
});
