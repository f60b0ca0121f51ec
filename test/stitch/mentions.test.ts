// Who is spoken of, and who is addressed, found for many names at once.

import { describe, expect, test } from 'vitest';
import type { DraftMessage } from '../../src/stitch/draft-message.ts';
import { Mentions } from '../../src/stitch/mentions.ts';

const said = (frame: number, who: 'client' | 'server', text: string | null): DraftMessage =>
  ({ frames: [frame], fromClient: who === 'client', text }) as unknown as DraftMessage;

const firstRow = (
  messages: readonly DraftMessage[],
  name: string,
  afterFrame: number,
  isIt: (message: DraftMessage) => boolean = () => true,
): number | undefined =>
  new Mentions(messages, ['dana', 'tom']).firstOf(name, afterFrame, isIt)?.frames[0];

describe('the first message with a name', () => {
  const all = [
    said(1, 'client', 'dana'),
    said(2, 'server', 'dana has joined'),
    said(3, 'server', 'danach passiert nichts'),
    said(4, 'client', 'dana, are you there?'),
    said(5, 'client', '@dana are you there?'),
    said(6, 'server', null),
    said(7, 'server', 'error: dana is not known here'),
    said(8, 'server', 'dana has left'),
  ];

  test('is a server’s that says something of it, or one that is addressed to it', () => {
    expect(firstRow(all, 'dana', 0)).toBe(2);
    expect(firstRow(all, 'dana', 2)).toBe(5);
    expect(firstRow(all, 'dana', 5)).toBe(8);
    expect(firstRow(all, 'dana', 8)).toBeUndefined();
  });

  test('is none of a name that nobody uses, or that was not asked for', () => {
    expect(firstRow(all, 'tom', 0)).toBeUndefined();
    expect(firstRow(all, 'nobody', 0)).toBeUndefined();
  });

  test('is the first that fits', () => {
    expect(firstRow(all, 'dana', 0, ({ fromClient }) => fromClient)).toBe(5);
  });

  test('is found where a part of a conversation begins with later rows', () => {
    const parts = [
      said(9, 'server', 'dana has gone'),
      said(4, 'server', 'dana is here'),
      said(6, 'server', 'dana is back'),
      said(12, 'server', 'dana is asleep'),
    ];
    expect(firstRow(parts, 'dana', 5)).toBe(9);
    expect(firstRow(parts, 'dana', 9)).toBe(12);
    expect(firstRow(parts, 'dana', 5, ({ frames: [row] }) => row !== 9)).toBe(6);
  });
});
