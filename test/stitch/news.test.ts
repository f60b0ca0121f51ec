// What a server tells of somebody else who did something is news, and no answer.

import { describe, expect, test } from 'vitest';
import type { DraftMessage } from '../../src/stitch/draft-message.ts';
import type { Naming } from '../../src/stitch/names.ts';
import { newsTest } from '../../src/stitch/news.ts';
import type { ToldConnection } from '../../src/stitch/taped-connection.ts';

const naming = (name: string, later: readonly string[] = []): Naming => ({
  name,
  certainty: 'certain',
  evidence: [],
  introducedBy: null,
  confirmedBy: null,
  ...(later.length === 0 ? {} : { later: later.map((one) => naming(one)) }),
});
const client = (stream: number, endedNs = Infinity): ToldConnection =>
  ({ stream, endedNs }) as unknown as ToldConnection;
const spoke = (lastTimeNs: number): DraftMessage =>
  ({ fromClient: true, lastTimeNs }) as unknown as DraftMessage;
const told = (stream: number, text: string | null, timeNs: number): DraftMessage =>
  ({ stream, text, timeNs }) as unknown as DraftMessage;

/** Streams 0 to 3 at one program, 9 at another. */
const isNews = newsTest(
  new Map([
    [0, naming('dana')],
    [1, naming('tom', ['tommy'])],
    [2, naming('guest')],
    [3, naming('guest')],
    [9, naming('nina')],
  ]),
  new Map([
    [0, [spoke(10)]],
    [1, [spoke(20), spoke(30)]],
    [2, [spoke(40)]],
    [3, [spoke(50)]],
    [9, [spoke(10)]],
  ]),
  (stream) => (stream === 9 ? 'other' : 'one'),
  (node) => (node === 'one' ? [client(0, 60), client(1), client(2), client(3)] : [client(9)]),
);

describe('a message of the server is news', () => {
  test.each<[string, boolean, DraftMessage, number]>([
    ['when it names somebody who spoke since', true, told(0, 'tom is typing', 25), 15],
    ['by a name taken later', true, told(0, 'tommy is typing', 35), 25],
    ['when he left since', true, told(1, 'dana has left', 65), 55],
    ['not when he spoke before', false, told(0, 'tom is typing', 35), 30],
    ['not when he speaks after it', false, told(0, 'tom is typing', 19), 5],
    ['not when it names its receiver', false, told(1, 'tom is typing', 35), 15],
    ['when another of that name spoke', true, told(2, 'guest is typing', 55), 45],
    ['not when only its receiver of that name spoke', false, told(3, 'guest is typing', 55), 45],
    ['not of who is at another program', false, told(0, 'nina is typing', 15), 5],
    ['not without a word of text', false, told(0, null, 25), 15],
  ])('%s', (_, expected, message, sinceNs) => {
    expect(isNews(message, sinceNs)).toBe(expected);
  });
});
