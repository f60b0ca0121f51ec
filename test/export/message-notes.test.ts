// What is told of a conversation as a whole, where it has very many people.

import { expect, test } from 'vitest';
import { ConversationNotes } from '../../src/export/message-notes.ts';
import { clients, analyzed, says } from '../stitch/conversation.ts';

/** The notes of a program that asks each of so many connections from one computer for a name. */
async function notesOf(count: number): Promise<string[]> {
  const { tape, on } = clients(count);
  on.forEach((one, at) => {
    says(one, 'server', 'NICK\n');
    says(one, 'client', `user${at}\n`);
  });
  const { conversation } = await analyzed(tape);
  const [first] = conversation.participants;
  expect(new Set(conversation.participants.map((one) => one.computerStreams))).toEqual(
    new Set([first?.computerStreams]),
  );
  const notes = new ConversationNotes(false);
  notes.add(conversation);
  return notes.lines();
}

test('connections of one computer are named with each other, itself left out', async () => {
  const [first, , third] = await notesOf(3);
  expect(first).toMatch(/^user0 is at .*; the same computer as stream 1, 2\.$/);
  expect(third).toMatch(/^user2 is at .*; the same computer as stream 0, 1\.$/);
});

test('of many connections of one computer 63 are named, and the others counted', async () => {
  const [first] = await notesOf(70);
  expect(first).toMatch(/^user0 is at .*; the same computer as stream 1, 2, .*, 63 and 6 more\.$/);
  const [fewer] = await notesOf(65);
  expect(fewer).toMatch(/, 63, 64\.$/);
});
