// Captures made to mislead: what looks like a relay and is none, and what is one and does not look like it.
import { describe, expect, test } from 'vitest';
import type { Trace } from '../support/trace.ts';
import { trace } from '../support/trace.ts';
import type { Message } from '../../src/stitch/message.ts';
import { analyzed, clients, says } from './conversation.ts';

const messagesOf = async (tape: Trace): Promise<readonly Message[]> =>
  (await analyzed(tape)).conversation.messages;

/** "text < certainty text of the source | ..." */
const sources = (messages: readonly Message[]): string[] => {
  const byId = new Map(messages.map((one) => [one.id, one]));
  return messages
    .filter(({ relayOf }) => relayOf.length > 0)
    .map(
      ({ text, relayOf }) =>
        `${text} < ${relayOf.map(({ id, certainty }) => `${certainty} ${byId.get(id)!.stream} ${byId.get(id)!.text}`).join(' | ')}`,
    );
};

const sure = (messages: readonly Message[]): Message[] =>
  messages.filter(({ relayOf }) => relayOf.some(({ certainty }) => certainty !== 'possible'));

describe('two equal messages at once', () => {
  /** Both called bob, known by name to the others; `first` speaks first. */
  const twoBobs = async (first: 0 | 1): Promise<readonly Message[]> => {
    const { tape, on } = clients(4);
    for (const [one, name] of [
      [on[0], 'bob'],
      [on[1], 'bob'],
      [on[2], 'eve'],
      [on[3], 'dan'],
    ] as const) {
      says(one, 'client', `${name}\n`);
      for (const other of on) if (other !== one) says(other, 'server', `${name} joined the chat\n`);
    }
    tape.wait(3000);
    says(on[first], 'client', 'me too\n');
    says(on[1 - first], 'client', 'me too\n');
    for (let i = 0; i < 2; i++)
      for (const one of [on[2], on[3]]) says(one, 'server', 'bob: me too\n');
    return messagesOf(tape);
  };

  test.each([0, 1] as const)(
    'of two people of one name are both candidates for every copy (%i first)',
    async (first) => {
      const messages = await twoBobs(first);
      const copies = messages.filter(({ text }) => text === 'bob: me too');
      expect(copies).toHaveLength(4);
      for (const { relayOf, ambiguous } of copies) {
        expect(relayOf.map(({ certainty }) => certainty)).toEqual(['possible', 'possible']);
        expect(ambiguous).toBe(true);
      }
    },
  );

  test('without names are both candidates too', async () => {
    const { tape, on } = clients(3);
    says(on[0], 'client', 'the same words again');
    says(on[1], 'client', 'the same words again');
    says(on[2], 'server', 'the same words again');
    says(on[2], 'server', 'the same words again');
    const copies = (await messagesOf(tape)).filter(({ fromClient }) => !fromClient);
    for (const { relayOf, ambiguous } of copies) {
      expect(relayOf.map(({ certainty }) => certainty)).toEqual(['possible', 'possible']);
      expect(ambiguous).toBe(true);
    }
  });
});

test('two servers with the same words at the same time pass on nothing of each other', async () => {
  const { tape, on } = clients(2);
  const other = [0, 1].map((i) =>
    tape.connection({
      client: { port: 50_000 + i, isn: 5000 + 77 * i },
      server: { port: 10_001, isn: 70_000 * (i + 1) },
    }),
  );
  for (const one of other) one.handshake();
  says(on[0], 'client', 'good morning everybody');
  says(other[0], 'client', 'good morning everybody');
  says(on[1], 'server', 'good morning everybody');
  says(other[1], 'server', 'good morning everybody');
  const messages = await messagesOf(tape);
  const byId = new Map(messages.map((one) => [one.id, one]));
  const pairs = messages.flatMap((one) =>
    one.relayOf.map(({ id }) => [byId.get(id)!.dstPort, one.srcPort]),
  );
  expect(pairs).toEqual([
    [10_000, 10_000],
    [10_001, 10_001],
  ]);
});

describe('a relay', () => {
  test('is found for both of two lines that leave in one segment', async () => {
    const { tape, on } = clients(2);
    says(on[0], 'client', 'the first thing I say\n');
    says(on[0], 'client', 'and another after it\n');
    says(on[1], 'server', 'A: the first thing I say\nA: and another after it\n');
    expect(sources(await messagesOf(tape))).toEqual([
      'A: the first thing I say < likely 0 the first thing I say',
      'A: and another after it < likely 0 and another after it',
    ]);
  });

  test('is found when it leaves in two segments', async () => {
    const { tape, on } = clients(2);
    says(on[0], 'client', 'a long thing to say, in one\n');
    says(on[1], 'server', 'A: a long thi');
    says(on[1], 'server', 'ng to say, in one\n');
    const messages = await messagesOf(tape);
    expect(sources(messages)).toEqual([
      'A: a long thing to say, in one < likely 0 a long thing to say, in one',
    ]);
    expect(messages.at(-1)!.frames).toHaveLength(2);
  });

  test('that changes the text is not claimed', async () => {
    const { tape, on } = clients(3);
    says(on[0], 'client', 'shout this to all of them\n');
    says(on[1], 'server', 'SHOUT THIS TO ALL OF THEM\n');
    says(on[2], 'server', 'SHOUT THIS TO ALL OF THEM\n');
    expect(sure(await messagesOf(tape))).toEqual([]);
  });

  test.each([
    ['Hebrew', 'שלום לכולם, מה שלומכם היום'],
    ['Persian', 'سلام به همه، حال شما چطور است'],
    ['Russian', 'Привет всем, как ваши дела'],
    ['emoji', '👋🏽 hello 👨‍👩‍👧 everybody'],
  ])('in %s is one though a segment ends within a character', async (_, text) => {
    const { tape, on } = clients(2);
    const bytes = Buffer.from(`${text}\n`);
    const cut = bytes.findIndex((byte, i) => i > 4 && (byte & 0xc0) === 0x80);
    on[0]!.client.data(bytes.subarray(0, cut));
    on[0]!.client.data(bytes.subarray(cut));
    says(on[1], 'server', `A: ${text}\n`);
    expect(sources(await messagesOf(tape))).toEqual([`A: ${text} < likely 0 ${text}`]);
  });
});

describe('heartbeats of clients that have nothing to do with each other are no relays:', () => {
  test.each([
    ['ping', 'pong'],
    ['ping\n', 'pong\n'],
    ['ping\n', 'ping\n'],
    ['PING 1234567890\n', 'PONG 1234567890\n'],
    ['{"op":"heartbeat","seq":null}\n', '{"op":"heartbeat","seq":null}\n'],
  ])('%j, %j', async (asked, answered) => {
    const { tape, on } = clients(3);
    for (let round = 0; round < 6; round++)
      for (const one of on) {
        says(one, 'client', asked);
        says(one, 'server', answered);
      }
    expect(sure(await messagesOf(tape)).map(({ id }) => id)).toEqual([]);
  });

  test('when the answers come together', async () => {
    const { tape, on } = clients(3);
    for (let round = 0; round < 6; round++) {
      for (const one of on) says(one, 'client', 'heartbeat\n');
      for (const one of on) says(one, 'server', 'heartbeat\n');
      tape.wait(500);
    }
    expect(sure(await messagesOf(tape)).map(({ id }) => id)).toEqual([]);
  });
});

test('pipelined requests on a kept connection are answered in their order', async () => {
  const t = trace({ server: { port: 8080 } }).handshake();
  const get = (path: string): string => `GET /${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
  const ok = (body: string): string =>
    `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  t.client.data(get('a') + get('b').slice(0, 9));
  t.client.data(get('b').slice(9) + get('c'));
  t.server.data(ok('first') + ok('second').slice(0, 20));
  t.server.data(ok('second').slice(20));
  t.server.data(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nthi\r\n2;x=y\r\nrd\r\n0\r\n\r\n',
  );
  const messages = await messagesOf(t);
  const byId = new Map(messages.map((one) => [one.id, one]));
  expect(
    messages
      .filter(({ fromClient }) => !fromClient)
      .map(({ http, answers }) => [
        byId.get(answers!)?.http?.target,
        Buffer.from(http!.body).toString(),
      ]),
  ).toEqual([
    ['/a', 'first'],
    ['/b', 'second'],
    ['/c', 'third'],
  ]);
});
