// A conversation told in parts is the conversation: every message, with the same rows and the same sources, whatever
// the memory; and memory does not grow with what was told.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { fromBytes, openFile, type ByteSource } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import type { Conversation } from '../../src/stitch/conversation.ts';
import type { Message } from '../../src/stitch/message.ts';
import type { StitchOptions } from '../../src/stitch/stitch-options.ts';
import { StitchSink } from '../../src/stitch/stitch-sink.ts';
import { transcript } from '../../src/stitch/transcript.ts';
import { type Trace, trace } from '../support/trace.ts';
import { clients, says } from './conversation.ts';

const CAPTURES = join(import.meta.dirname, '../../captures');

async function partsOf(source: ByteSource, options: StitchOptions): Promise<Conversation[]> {
  const reader = await CaptureReader.open(source);
  const parts: Conversation[] = [];
  const sink = new StitchSink({ ...options, onPart: (part) => parts.push(part) });
  await analyze(reader, [sink]);
  await reader.close();
  return [...parts, sink.conversation()];
}

async function wholeOf(path: string): Promise<Conversation> {
  const reader = await CaptureReader.open(await openFile(path));
  const sink = new StitchSink();
  await analyze(reader, [sink]);
  await reader.close();
  return sink.conversation();
}

/** Messages by their rows and words; sources by theirs, for numbers may differ where framing was found late. */
function told(messages: readonly Message[]): string[] {
  const byId = new Map(messages.map((one) => [one.id, one]));
  const key = ({ stream, frames, text, len }: Message): string =>
    `${stream} ${frames.join(',')} ${len} ${text ?? ''}`;
  return messages
    .map(
      (one) =>
        `${key(one)} < ${one.relayOf.map(({ id, certainty }) => `${certainty} ${byId.get(id) ? key(byId.get(id)!) : id}`).join(' | ')}`,
    )
    .sort();
}

const captures = readdirSync(CAPTURES).filter((name) => /\.pcap(?:ng)?$/.test(name));

describe.each(captures)('%s', (file) => {
  test.each([16_000, 30_000, 60_000])('in parts of %i bytes', async (budgetBytes) => {
    const path = join(CAPTURES, file);
    expect(existsSync(path)).toBe(true);
    const whole = await wholeOf(path);
    const parts = await partsOf(await openFile(path), { budgetBytes });
    const messages = parts.flatMap((part) => part.messages);
    expect(told(messages)).toEqual(told(whole.messages));
  });
});

const partsOfTape = (tape: Trace, options: StitchOptions): Promise<Conversation[]> =>
  partsOf(fromBytes(tape.capture(), 'made'), options);

describe('a chat of many parts', () => {
  const chat = (): Trace => {
    const { tape, on } = clients(4);
    on.forEach((one, i) => {
      says(one, 'client', `name${i}\n`);
      for (const other of on) if (other !== one) says(other, 'server', `name${i} joined\n`);
    });
    for (let i = 0; i < 200; i++) {
      const from = i % 4;
      says(on[from], 'client', `the words of number ${i}\n`);
      tape.wait(5);
      on.forEach((one, to) => {
        if (to !== from) says(one, 'server', `name${from}: the words of number ${i}\n`);
      });
      tape.wait(300);
    }
    return tape;
  };

  test('leaves nothing out, and numbers go on', async () => {
    const parts = await partsOfTape(chat(), { budgetBytes: 40_000 });
    expect(parts.length).toBeGreaterThan(5);
    const messages = parts.flatMap((part) => part.messages);
    expect(messages.map(({ id }) => id)).toEqual(messages.map((_, i) => `m${i + 1}`));
    expect(messages.filter(({ relayOf }) => relayOf.length > 0)).toHaveLength(600);
    expect(parts.every(({ leftOut }) => leftOut.bytes + leftOut.messages === 0)).toBe(true);
  });

  test('says of every message that it went to all, across the parts too', async () => {
    const parts = await partsOfTape(chat(), { budgetBytes: 40_000 });
    const lines = parts
      .flatMap((part) => transcript(part))
      .filter(({ text }) => text?.includes('the words'));
    expect(lines).toHaveLength(200);
    expect(lines.filter(({ to, from }) => to.length !== 3 || !from.startsWith('name'))).toEqual([]);
    const relays = parts.flatMap((part) => part.relays);
    expect(
      relays.every(({ missed, kinds }) => missed.length === 0 && kinds[0] === 'broadcast'),
    ).toBe(true);
  });

  test('where the memory ends, what is not there is not taken for not sent', async () => {
    const reader = await CaptureReader.open(fromBytes(chat().capture(), 'made'));
    const sink = new StitchSink({ mostMessages: 410 });
    await analyze(reader, [sink]);
    const { relays, messages, leftOut } = sink.conversation();
    expect(leftOut.messages).toBeGreaterThan(0);
    expect(messages).toHaveLength(410);
    for (const { kinds, missed } of relays) expect([kinds, missed]).toEqual([['broadcast'], []]);
  });
});

test('a message longer than is kept is told in pieces, each incomplete, and what follows as ever', async () => {
  const t = trace({ server: { port: 8080 } }).handshake();
  for (const len of [40_000, 3]) {
    t.client.data('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    t.server.data(`HTTP/1.1 200 OK\r\nContent-Length: ${len}\r\n\r\n`);
    for (let left = len; left > 0; left -= 1000) t.server.data(Math.min(left, 1000));
    t.wait(2000);
  }
  const parts = await partsOfTape(t, { directionBytes: 10_000 });
  const messages = parts.flatMap((part) => part.messages);
  const answers = messages.filter(({ fromClient }) => !fromClient);
  expect(answers.reduce((sum, { len }) => sum + len, 0)).toBe(40_083);
  expect(answers[0]).toMatchObject({ incomplete: true, answers: 'm1' });
  expect(answers.at(-1)).toMatchObject({ incomplete: false, http: { status: 200 }, len: 41 });
  expect(answers.slice(1, -1).every(({ incomplete }) => incomplete)).toBe(true);
});

test('connections that were silent for long are followed again', async () => {
  const { tape, on } = clients(40);
  for (let round = 0; round < 3; round++) {
    on.forEach((one, i) => says(one, 'client', `round ${round} of ${i}\n`));
    tape.wait(5000);
  }
  const parts = await partsOfTape(tape, { budgetBytes: 30_000 });
  expect(parts.flatMap((part) => part.messages).map(({ text }) => text)).toEqual(
    [0, 1, 2].flatMap((round) => on.map((_, i) => `round ${round} of ${i}`)),
  );
});
