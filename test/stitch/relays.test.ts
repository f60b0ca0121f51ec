// A message that comes in on one connection and goes out on another: found by its bytes, proved by a name.
import { describe, expect, test } from 'vitest';
import { analyzed, clients, says } from './conversation.ts';
import type { Trace } from '../support/trace.ts';
import type { RelayFacts } from '../../src/stitch/relay-facts.ts';

/** "inStream>outStream common certainty" of every relay. */
async function relays(tape: Trace): Promise<string[]> {
  const told = (await analyzed(tape)).relays;
  return told.map((one) => `${one.inStream}>${one.outStream} ${one.common} ${one.certainty}`);
}

describe('a relay', () => {
  test.each([
    ['plain text', 'ann', 'bob', 'see you at noon'],
    ['Hebrew', 'אליעד', 'דנה', 'שלום לכם'],
    ['emoji', 'ann', 'bob', 'well done 👍🏽🎉'],
    ['a short word', 'ann', 'bob', 'yes'],
  ])('of a private message is certain by its names: %s', async (_, sender, receiver, text) => {
    const { tape, on } = clients(2);
    says(on[0], 'client', `${sender}\n`);
    says(on[0], 'server', `welcome ${sender}\n`);
    says(on[1], 'client', `${receiver}\n`);
    says(on[1], 'server', `welcome ${receiver}\n`);
    says(on[0], 'client', `@${receiver} ${text}\n`);
    tape.wait(2);
    says(on[1], 'server', `${sender}: ${text}\n`);
    const { relays: told, rows } = await analyzed(tape);
    expect(told).toEqual([
      {
        inFrame: rows.length - 1,
        outFrame: rows.length,
        inStream: 0,
        outStream: 1,
        delayNs: 3e6,
        removed: `@${receiver} `,
        removedBehind: '',
        added: `${sender}: `,
        addedBehind: '',
        common: text,
        certainty: 'certain',
        isHistory: false,
      } satisfies RelayFacts,
    ]);
  });

  test('without names is likely when much is in common, possible when little', async () => {
    const { tape, on } = clients(2);
    says(on[0], 'client', 'a long enough sentence');
    says(on[1], 'server', '> a long enough sentence');
    expect(await relays(tape)).toEqual(['0>1 a long enough sentence likely']);
    const { tape: little, on: two } = clients(2);
    says(two[0], 'client', 'noon');
    says(two[1], 'server', '> noon');
    expect(await relays(little)).toEqual(['0>1 noon possible']);
  });

  test('to everybody else is one relay for each', async () => {
    const { tape, on } = clients(3);
    says(on[0], 'client', 'good morning all');
    says(on[1], 'server', '* good morning all');
    says(on[2], 'server', '* good morning all');
    expect(await relays(tape)).toEqual([
      '0>1 good morning all likely',
      '0>2 good morning all likely',
    ]);
  });

  test('that fits two messages alike is told for both, as possible', async () => {
    const { tape, on } = clients(3);
    says(on[0], 'client', 'good morning all');
    says(on[1], 'client', 'good morning all');
    says(on[2], 'server', '* good morning all');
    expect(await relays(tape)).toEqual([
      '0>2 good morning all possible',
      '1>2 good morning all possible',
    ]);
  });

  test.each<[string, (on: Trace[], tape: Trace) => unknown]>([
    [
      'the same words back on the same connection: an echo',
      (on) => [says(on[0], 'client', 'good morning'), says(on[0], 'server', 'good morning')],
    ],
    ['too little in common', (on) => [says(on[0], 'client', 'ab'), says(on[1], 'server', 'ab')]],
    [
      'a scrap of a long message',
      (on) => [
        says(on[0], 'client', 'a very long sentence about the weather and so on'),
        says(on[1], 'server', 'the weathercock'),
      ],
    ],
    [
      'more than a second between them',
      (on, tape) => [
        says(on[0], 'client', 'good morning'),
        tape.wait(1001),
        says(on[1], 'server', 'good morning'),
      ],
    ],
    [
      'out before in',
      (on) => [says(on[1], 'server', 'good morning'), says(on[0], 'client', 'good morning')],
    ],
    [
      'two clients say the same',
      (on) => [says(on[0], 'client', 'good morning'), says(on[1], 'client', 'good morning')],
    ],
    [
      'blanks alone in common',
      (on) => [says(on[0], 'client', 'x       \n\n\n'), says(on[1], 'server', 'y       \n\n\n')],
    ],
  ])('is not: %s', async (_, script) => {
    const { tape, on } = clients(2);
    script(on, tape);
    expect(await relays(tape)).toEqual([]);
  });

  test('is not told twice when the relayed segment is sent again', async () => {
    const { tape, on } = clients(2);
    says(on[0], 'client', 'a long enough sentence');
    const out = on[1]!.server.data('> a long enough sentence');
    tape.wait(300);
    on[1]!.server.retransmit(out);
    expect(await relays(tape)).toHaveLength(1);
  });
});

describe('which message it was', () => {
  /** Two people, no names, words as short as people use. */
  async function pair(words: readonly string[]): Promise<string[]> {
    const { tape, on } = clients(2);
    for (const word of words) {
      says(on[0], 'client', word);
      says(on[1], 'server', word);
      tape.wait(300);
      says(on[1], 'client', word);
      says(on[0], 'server', word);
      tape.wait(300);
    }
    return relays(tape);
  }

  test('what both say after each other comes from the other, and a habit makes it likely', async () => {
    const told = await pair(['hello', 'ok', 'fine']);
    expect(told).toEqual(
      ['hello', 'ok', 'fine'].flatMap((word) => [`0>1 ${word} likely`, `1>0 ${word} likely`]),
    );
  });

  test('a single one may be chance', async () => {
    expect(await pair(['hello'])).toEqual(['0>1 hello possible', '1>0 hello possible']);
  });

  test('an answer that is a number is told of nobody', async () => {
    const { tape, on } = clients(2);
    says(on[0], 'client', '4');
    says(on[1], 'client', '2+2');
    says(on[1], 'server', '4');
    expect(await relays(tape)).toEqual([]);
  });

  test('the address and port in front name the sender', async () => {
    const { tape, on } = clients(3);
    says(on[0], 'client', 'ok');
    says(on[1], 'client', 'ok');
    says(on[2], 'server', '<10.0.0.1:40001> ok');
    says(on[2], 'server', '<10.0.0.1:40000> ok');
    expect(await relays(tape)).toEqual(['1>2 ok likely', '0>2 ok likely']);
  });

  test('more equal messages than are held against one', async () => {
    const { tape, on } = clients(2);
    for (let i = 0; i < 40; i++) says(on[0], 'client', 'again and again');
    for (let i = 0; i < 40; i++) says(on[1], 'server', 'again and again');
    const told = (await analyzed(tape)).relays;
    expect(told.map(({ inFrame }) => inFrame)).toEqual(Array.from({ length: 40 }, (_, i) => 7 + i));
  });

  test('columns of fixed width stand without space between', async () => {
    const { tape, on } = clients(3);
    says(on[0], 'client', '11        hello there');
    for (const other of [on[1], on[2]])
      says(other, 'server', '5         maria11        hello there');
    expect(await relays(tape)).toHaveLength(2);
  });

  test('a JSON message is compared from a value on, not from within one', async () => {
    const { tape, on } = clients(3);
    says(on[0], 'client', '{"type": "msg", "text": "hello red room"}');
    for (const other of [on[1], on[2]])
      says(other, 'server', '{"type": "msg", "from": "alice", "text": "hello red room"}');
    const told = (await analyzed(tape)).relays;
    expect(told.map(({ common }) => common)).toEqual(
      Array.from({ length: 2 }, () => '"text": "hello red room"}'),
    );
  });

  test('bytes of other charsets are counted as they were sent', async () => {
    const { tape, on } = clients(2);
    on[0]!.client.data(Buffer.from('f9ece5ed20ecebecebe5', 'hex'));
    on[1]!.server.data(Buffer.from('e3e5e33a20f9ece5ed20ecebecebe5', 'hex'));
    const [told] = (await analyzed(tape)).relays;
    expect(told?.lengths).toEqual({ added: 5, removed: 0, addedBehind: 0, removedBehind: 0 });
  });
});
