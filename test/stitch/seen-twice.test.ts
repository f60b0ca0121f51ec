// One connection on both sides of an address translation, known by its numbers where it says little.
import { expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { trace } from '../support/trace.ts';

interface Copy {
  readonly isn?: number;
  readonly ipId?: number;
  readonly said?: string;
}

/** A client that says "hi", and what was recorded of it behind the translation. */
async function pairs({ isn = 77_123_456, ipId = 4711, said = 'hi' }: Copy) {
  const client = { isn: 77_123_456, ipId: 4711 };
  const inside = trace({ client });
  const outside = inside.connection({ client: { isn, ipId, address: '192.0.2.1', ttl: 63 } });
  const each = (text: readonly string[]): void => {
    for (const [i, one] of [inside, outside].entries()) one.client.data(text[i]!);
  };
  for (const one of [inside, outside]) one.handshake();
  each(['hi', said]);
  for (const one of [inside, outside]) one.server.data('ok');
  const { conversation } = await analyzeBytes(inside.capture(), 'trace');
  return conversation.seenTwice.map(({ first, second, evidence, translated }) => [
    first.stream,
    second.stream,
    evidence.join(' '),
    translated,
  ]);
}

test('a few bytes are enough beside both initial numbers and the IP identifications', async () => {
  expect(await pairs({})).toEqual([[0, 1, 'isn ip-id', true]]);
});

test.each([
  ['another initial number', { isn: 77_123_457 }],
  ['other IP identifications', { ipId: 1000 }],
  ['other words', { said: 'ho' }],
])('not with %s', async (_, copy) => {
  expect(await pairs(copy)).toEqual([]);
});
