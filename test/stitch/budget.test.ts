// Bounded: what stitching keeps does not grow with the capture, and what is beyond the budget is said.
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import type { Conversation } from '../../src/stitch/conversation.ts';
import type { StitchOptions } from '../../src/stitch/stitch-options.ts';
import { StitchSink } from '../../src/stitch/stitch-sink.ts';
import { trace, type Trace } from '../support/trace.ts';
import { clients, says } from './conversation.ts';

async function conversation(tape: Trace, options: StitchOptions): Promise<Conversation> {
  const reader = await CaptureReader.open(fromBytes(tape.capture(), 'made'));
  const sink = new StitchSink(options);
  await analyze(reader, [sink]);
  return sink.conversation();
}

describe('what is beyond the budget', () => {
  test('of a direction is left out and counted; what came first stays', async () => {
    const t = trace().handshake();
    for (let i = 0; i < 100; i++) t.client.data(1000);
    const { messages, leftOut } = await conversation(t, { directionBytes: 10_000 });
    expect(messages.reduce((sum, { len }) => sum + len, 0)).toBe(10_000);
    expect(leftOut).toEqual({ streams: 1, bytes: 90_000, messages: 0 });
  });

  test('of one direction leaves room for the other', async () => {
    const t = trace().handshake();
    for (let i = 0; i < 50; i++) {
      t.server.data(1000);
      t.client.data(`line ${i}\n`);
    }
    const { messages, leftOut } = await conversation(t, { directionBytes: 10_000 });
    const lines = messages.filter(({ fromClient }) => fromClient).map(({ text }) => text);
    expect(lines).toEqual(Array.from({ length: 50 }, (_, i) => `line ${i}`));
    expect(leftOut).toEqual({ streams: 1, bytes: 40_000, messages: 0 });
  });

  test('of all connections is left out and counted', async () => {
    const { tape, on } = clients(10);
    for (const one of on) says(one, 'client', 'x'.repeat(5000));
    const { messages, leftOut } = await conversation(tape, { budgetBytes: 20_000 });
    expect(messages).toHaveLength(2);
    expect(leftOut).toEqual({ streams: 8, bytes: 40_000, messages: 0 });
  });

  test('of messages is what came last, whichever connection it was on: the others keep their copies', async () => {
    const { tape, on } = clients(3);
    for (let i = 0; i < 20; i++) {
      says(on[0], 'client', `the words of number ${i}\n`);
      says(on[1], 'server', `the words of number ${i}\n`);
      says(on[2], 'server', `the words of number ${i}\n`);
    }
    const { messages, relays, leftOut } = await conversation(tape, { mostMessages: 30 });
    expect(messages.map(({ id }) => id)).toEqual(messages.map((_, i) => `m${i + 1}`));
    expect(messages.map(({ text }) => text)).toEqual(
      Array.from({ length: 30 }, (_, i) => `the words of number ${Math.floor(i / 3)}`),
    );
    expect(relays.map(({ copies }) => copies.length)).toEqual(Array(10).fill(2));
    expect(leftOut.messages).toBe(30);
  });

  test('is nothing in a small capture', async () => {
    const t = trace().handshake();
    t.client.data('hello');
    expect((await conversation(t, {})).leftOut).toEqual({ streams: 0, bytes: 0, messages: 0 });
  });
});

test('hostile text is stitched in linear time: long runs, no ends, all alike', async () => {
  const { tape, on } = clients(4);
  for (let i = 0; i < 120; i++) {
    says(on[i % 2], 'client', `${'a'.repeat(1200)}${i % 3 === 0 ? '\n' : ''}`);
    says(on[2 + (i % 2)], 'server', `${'a '.repeat(600)}b`);
    says(on[0], 'client', `HTTP/1.1 ${'('.repeat(400)}`);
    says(on[1], 'client', `GET ${' '.repeat(700)}`);
  }
  const { messages } = await conversation(tape, {});
  expect(messages.length).toBeGreaterThan(100);
}, 10_000);
