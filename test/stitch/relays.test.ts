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
