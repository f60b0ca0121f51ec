// A SYN with another number on the ports of a connection that is open, and goes on (RFC 9293 3.10.7.4, RFC 5961 4).
import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/collect/analysis.ts';
import { explainAnalysis } from '../../src/explained.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { analyzeBytes } from '../../src/index.ts';
import { trace } from '../support/trace.ts';
import { explained, headlineOf, textOf } from './made-rows.ts';

const FORGED = 900_000;

/** So many forged SYNs in the middle of a conversation, each answered by a challenge ACK. */
async function attacked(times = 1): Promise<Analysis> {
  const t = trace().handshake();
  t.client.data('one');
  t.server.data('echo one');
  t.client.ack();
  for (let nth = 0; nth < times; nth++) {
    const forger = t.connection({ client: { isn: FORGED + 50_000 * nth } });
    t.undelivered(() => forger.client.syn());
    t.server.ack();
  }
  t.wait(500).client.data('two');
  t.server.data('echo two');
  t.client.fin();
  t.server.fin();
  t.client.ack();
  return analyzeBytes(t.capture(), 'trace');
}

const story = (whole: Analysis): string => explainAnalysis(whole).story.map(plainText).join(' ');
const sentences = (whole: Analysis, stream: number): string =>
  explainAnalysis(whole).connections[stream]!.sentences.map(plainText).join(' ');
const limits = (whole: Analysis): string => explainAnalysis(whole).limits.map(plainText).join(' ');

describe('a forged SYN', () => {
  test('opens a stream for Wireshark, and no connection', async () => {
    const whole = await attacked();
    expect(whole.rows.map(({ stream }) => stream)).toEqual([
      ...Array.from({ length: 6 }, () => 0),
      ...Array.from({ length: 7 }, () => 1),
    ]);
    const told = story(whole);
    expect(told).toContain('13 TCP segments of one connection');
    expect(told).toContain('Wireshark counts one more, from row 7 on');
    expect(told).toContain('The connection is closed by both sides, in good order');
    expect(told).not.toContain('still open');
    expect(limits(whole)).not.toContain('still open');
    expect(limits(whole)).not.toContain('part of its handshake');
  });

  test('the two parts point at each other', async () => {
    const whole = await attacked();
    expect(sentences(whole, 0)).toContain('It goes on in connection 1');
    expect(sentences(whole, 0)).not.toContain('Nobody closes it');
    expect(sentences(whole, 1)).toContain('It is the rest of connection 0');
    expect(sentences(whole, 1)).toContain('goes on with the numbers of before in row 9');
  });

  test('no end leaves its state, and no program calls anything', async () => {
    const whole = await attacked();
    const told = explained(whole, 7);
    expect(headlineOf(told)).toBe('A SYN for a connection that is open: it changes nothing');
    expect(textOf(told)).not.toContain('called connect()');
    expect(textOf(told)).not.toContain('This is a new one');
    const states = whole.rows.slice(6, 9).map((row) => [row.clientState, row.serverState]);
    expect(states).toEqual(states.map(() => ['ESTABLISHED', 'ESTABLISHED']));
  });

  test('what answers it is told as the refusal of an open connection', async () => {
    const text = textOf(explained(await attacked(), 8));
    expect(text).toContain('a bare ACK with the numbers of the connection that is open');
    expect(text).not.toContain('SYN-SENT');
    expect(text).not.toContain('has lost or dropped it');
  });

  test('several of them are no connections either', async () => {
    const told = story(await attacked(3));
    expect(told).toContain('segments of one connection');
    expect(told).toContain('Wireshark counts 3 more');
    expect(told).toContain('The connection is closed by both sides');
  });
});

test('a client that was started anew goes on with the new numbers', async () => {
  const old = trace().handshake();
  old.client.data('one');
  old.server.ack();
  const t = old.connection({ client: { isn: FORGED }, server: { isn: 70_000 } });
  t.handshake();
  t.client.data('two');
  const whole = await analyzeBytes(t.capture(), 'trace');
  expect(whole.resumed.size).toBe(0);
  expect(story(whole)).toContain('of 2 connections');
  expect(headlineOf(explained(whole, 6))).not.toContain('changes nothing');
});
