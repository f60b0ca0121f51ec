// Who is behind a connection: what a client says first is a name when somebody uses it later.
import { describe, expect, test } from 'vitest';
import { nameIn } from '../../src/stitch/names.ts';
import { analyzed, clients, says } from './conversation.ts';

describe('a participant', () => {
  test('is certain when the name is used towards somebody else', async () => {
    const { tape, on } = clients(2);
    says(on[0], 'client', 'eliad\n');
    says(on[1], 'server', 'eliad has joined\n');
    expect((await analyzed(tape)).participants).toEqual([
      {
        stream: 0,
        side: 'client',
        name: 'eliad',
        introducedIn: 7,
        confirmedIn: 8,
        certainty: 'certain',
      },
    ]);
  });

  test('is likely when the name comes back to its owner alone: that may be an echo', async () => {
    const { tape, on } = clients(1);
    says(on[0], 'client', 'eliad\n');
    says(on[0], 'server', 'Welcome, eliad!\n');
    expect((await analyzed(tape)).participants).toMatchObject([
      { name: 'eliad', confirmedIn: 5, certainty: 'likely' },
    ]);
  });

  test('is certain when another client addresses it', async () => {
    const { tape, on } = clients(2);
    says(on[0], 'client', 'eliad');
    says(on[1], 'client', '@eliad hello');
    expect((await analyzed(tape)).participants).toMatchObject([
      { stream: 0, certainty: 'certain' },
    ]);
  });

  test.each([
    ['nobody uses it', 'eliad\n', 'Welcome!\n'],
    ['only a longer word holds it', 'ann\n', 'what an annoying day\n'],
    ['it is only echoed', 'hi\n', 'hi\n'],
    ['it is only echoed, with another line end', 'hi', 'hi\r\n'],
    ['it is a sentence', 'hello there\n', 'hello there\n'],
    [
      'it is a command, and the answer a reply by its number',
      'STARTTLS\r\n',
      ':x 670 STARTTLS successful\r\n',
    ],
    ['it is a request', 'GET / HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n'],
  ])('is nobody when %s', async (_, first, answer) => {
    const { tape, on } = clients(1);
    says(on[0], 'client', first);
    says(on[0], 'server', answer);
    expect((await analyzed(tape)).participants).toEqual([]);
  });

  test('is nobody when the server only sends the same word round: that is a chat without names', async () => {
    const { tape, on } = clients(2);
    says(on[0], 'client', 'hi\n');
    says(on[1], 'server', 'hi\n');
    expect((await analyzed(tape)).participants).toEqual([]);
  });

  test("is only what the client says first; the server's greeting comes before it", async () => {
    const { tape, on } = clients(1);
    says(on[0], 'server', 'who are you?\n');
    says(on[0], 'client', 'דנה\n');
    says(on[0], 'client', 'hello\n');
    says(on[0], 'server', 'hello דנה\n');
    expect((await analyzed(tape)).participants.map(({ name }) => name)).toEqual(['דנה']);
  });
});

describe('a name is not', () => {
  const namesOf = async (tape: Parameters<typeof analyzed>[0]): Promise<string[]> =>
    (await analyzed(tape)).participants.map(({ name }) => name);

  test('what everybody says later, where everybody was asked for his name', async () => {
    const { tape, on } = clients(3);
    const people = ['dana', 'eli', 'fadi'];
    for (const [i, name] of people.entries()) {
      says(on[i], 'server', 'Name? ');
      says(on[i], 'client', `${name}\n`);
    }
    for (const word of ['ok', 'yes', 'pizza'])
      for (const [i, name] of people.entries()) {
        says(on[i], 'client', `${word}\n`);
        for (const other of on) if (other !== on[i]) says(other, 'server', `${name}: ${word}\n`);
      }
    expect(await namesOf(tape)).toEqual(people);
  });

  test('a word that somebody else says', async () => {
    const { tape, on } = clients(2);
    says(on[0], 'client', 'bye\n');
    says(on[1], 'client', 'bye all\n');
    says(on[0], 'server', '10.0.0.1: bye all\n');
    expect(await namesOf(tape)).toEqual([]);
  });

  test('any word, where the server answers every word with it', async () => {
    const { tape, on } = clients(1);
    for (const word of ['hello', 'again', 'exit']) {
      says(on[0], 'client', `${word}\n`);
      says(on[0], 'server', `You sent: ${word} (${word.length} bytes)\n`);
    }
    expect(await namesOf(tape)).toEqual([]);
  });

  test.each([
    ['a file', 'notes.txt', 'Sending notes.txt (34 bytes)\n'],
    ['a number', '37', '37 is too low\n'],
  ])('%s', async (_, asked, answer) => {
    const { tape, on } = clients(1);
    says(on[0], 'client', `${asked}\n`);
    says(on[0], 'server', answer);
    expect(await namesOf(tape)).toEqual([]);
  });

  test('one that was refused; the next is', async () => {
    const { tape, on } = clients(1);
    says(on[0], 'server', 'Name? ');
    says(on[0], 'client', 'dana\n');
    says(on[0], 'server', 'dana is already taken. Name? ');
    says(on[0], 'client', 'dana2\n');
    says(on[0], 'server', 'Welcome, dana2!\n');
    expect(await namesOf(tape)).toEqual(['dana2']);
  });
});

describe('a name', () => {
  test.each([
    ['eliad', 'eliad'],
    ['laptop\r\n', 'laptop'],
    ['user_1.x-y', 'user_1.x-y'],
    ['אליעד\n', 'אליעד'],
    ['Zoë', 'Zoë'],
    ['李雷', '李雷'],
  ])('%j', (text, name) => {
    expect(nameIn(new TextEncoder().encode(text))).toBe(name);
  });

  test.each([
    ['two words', 'a b'],
    ['nothing', ''],
    ['a line break alone', '\n'],
    ['two lines', 'a\nb'],
    ['a control character', 'a\x1b[31m'],
    ['a bidi control', 'a\u202eb'],
    ['markup', '<b>a</b>'],
    ['a dash first', '-rf'],
    ['a whole page', 'a'.repeat(65)],
  ])('is not %s', (_, text) => {
    expect(nameIn(new TextEncoder().encode(text))).toBeNull();
  });

  test('is not what is no UTF-8', () => {
    expect(nameIn(Uint8Array.of(0x61, 0xff))).toBeNull();
  });
});
