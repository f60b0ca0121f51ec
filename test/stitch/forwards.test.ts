// Programs that hand on whatever comes, both ways: the same words on two connections, one after the other.
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';

const HOSTS = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'];

/** Connections from one host to the next: `hosts.length` - 1 of them. */
function chain(hosts: readonly string[] = HOSTS.slice(0, 3)): { tape: Trace; on: Trace[] } {
  const tape = trace();
  const on = hosts.slice(1).map((address, i) =>
    tape.connection({
      client: { address: hosts[i]!, port: 40_000 + i, isn: 1000 * (i + 1) },
      server: { address, port: 9000 + i, isn: 700_000 * (i + 1) },
    }),
  );
  for (const one of on) one.handshake();
  return { tape, on };
}

/** The question goes along the chain, and the answer comes back. */
function asks(on: readonly Trace[], question: string, answer: string): void {
  for (const one of on) one.client.data(question);
  for (const one of on.toReversed()) one.server.data(answer);
}

const relaysOf = async (tape: Trace) => {
  const { conversation } = await analyzeBytes(tape.capture(), 'chain');
  const textOf = (id: string) => conversation.messages.find((one) => one.id === id)!;
  return conversation.relays.map(({ source, copies, kinds, certainty }) => ({
    text: textOf(source).text,
    from: textOf(source).stream,
    to: copies.map(({ stream }) => stream),
    kinds,
    certainty,
  }));
};

describe('a program between two others', () => {
  test('hands on questions and answers', async () => {
    const { tape, on } = chain();
    asks(on, 'ADD 3 4\n', '7\n');
    asks(on, 'MUL 12 12\n', '144\n');
    const forward = { kinds: ['forward'], certainty: 'certain' };
    const to = [1];
    const back = [0];
    expect(await relaysOf(tape)).toEqual([
      { text: 'ADD 3 4', from: 0, to, ...forward },
      { text: '7', from: 1, to: back, ...forward },
      { text: 'MUL 12 12', from: 0, to, ...forward },
      { text: '144', from: 1, to: back, ...forward },
    ]);
  });

  test('and another behind it: each hands on what the one before did', async () => {
    const { tape, on } = chain(HOSTS);
    asks(on, 'a question that goes far\n', 'an answer from afar\n');
    expect((await relaysOf(tape)).map(({ text, from, to }) => [text, from, to[0]])).toEqual([
      ['a question that goes far', 0, 1],
      ['a question that goes far', 1, 2],
      ['an answer from afar', 2, 1],
      ['an answer from afar', 1, 0],
    ]);
  });

  test('on one computer does so most likely: the address does not show it', async () => {
    const { tape, on } = chain(Array<string>(3).fill('127.0.0.1'));
    asks(on, 'what is the time\n', 'late\n');
    expect((await relaysOf(tape)).map(({ certainty }) => certainty)).toEqual(['likely', 'likely']);
  });

  test('has been asked, and answers all the same', async () => {
    const { tape, on } = chain();
    asks(on, 'what is the time\n', 'late\n');
    const { conversation } = await analyzeBytes(tape.capture(), 'chain');
    expect(conversation.exchanges.map(({ request, answer }) => [request, answer])).toEqual([
      ['m2', 'm3'],
      ['m1', 'm4'],
    ]);
  });

  test('is told as one line from end to end', async () => {
    const { tape, on } = chain();
    asks(on, 'what is the time\n', 'late\n');
    const { transcript } = await analyzeBytes(tape.capture(), 'chain');
    expect(transcript.map(({ from, to, text }) => [from, to, text])).toEqual([
      ['10.0.0.1:40000', ['10.0.0.3:9001'], 'what is the time'],
      ['10.0.0.3:9001', ['10.0.0.1:40000'], 'late'],
    ]);
  });
});

describe('no program hands on', () => {
  test.each<[string, (on: Trace[]) => unknown]>([
    [
      'what it says first itself',
      ([near, far]) => [
        far!.client.data('hello there\n'),
        near!.client.data('hello there\n'),
        far!.server.data('hello\n'),
        near!.server.data('hello\n'),
      ],
    ],
    [
      'what it answers in other words',
      ([near, far]) => [
        near!.client.data('hello there\n'),
        far!.client.data('hello there\n'),
        far!.server.data('good evening\n'),
        near!.server.data('good morning\n'),
      ],
    ],
    ['one word', ([near, far]) => [near!.client.data('hello\n'), far!.client.data('hello\n')]],
    [
      'half of what it is told',
      ([near, far]) => [
        near!.client.data('one thing\n'),
        far!.client.data('one thing\n'),
        near!.client.data('another\n'),
        near!.client.data('a third\n'),
        far!.server.data('good to know\n'),
        near!.server.data('good to know\n'),
      ],
    ],
  ])('%s', async (_, script) => {
    const { tape, on } = chain();
    script(on);
    expect((await relaysOf(tape)).filter(({ kinds }) => kinds.includes('forward'))).toEqual([]);
  });

  test('from another host', async () => {
    const { tape, on } = chain(['10.0.0.1', '10.0.0.2']);
    const other = tape.connection({
      client: { address: '10.0.0.9', port: 50_000 },
      server: { address: '10.0.0.3', port: 9001 },
    });
    other.handshake();
    asks([on[0]!, other], 'what is the time\n', 'late\n');
    expect(await relaysOf(tape)).toEqual([]);
  });

  test('when two clients ask the same, and nobody knows for whom', async () => {
    const { tape, on } = chain();
    const second = tape.connection({
      client: { address: '10.0.0.1', port: 41_000, isn: 5 },
      server: { address: '10.0.0.2', port: 9000, isn: 6 },
    });
    second.handshake();
    second.client.data('what is the time\n');
    asks(on, 'what is the time\n', 'late\n');
    second.server.data('late\n');
    const forwards = (await relaysOf(tape)).filter(({ kinds }) => kinds.includes('forward'));
    expect(forwards).toEqual([]);
  });
});
