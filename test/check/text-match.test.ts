// What a check's sentences quote of a message: its text without its framing, its passwords masked as everywhere.

import { expect, test } from 'vitest';
import { given } from '../../src/check/said.ts';
import { messageWords, quoted } from '../../src/check/text-match.ts';
import { analyzeBytes } from '../../src/index.ts';
import { trace } from '../support/trace.ts';

const prefixed = (text: string): string => `\0\0\0${String.fromCharCode(text.length)}${text}`;

test.each([
  ['lines', (text: string) => `${text}\n`],
  ['messages with their length in front', prefixed],
])('of %s', async (_, framed) => {
  const t = trace().handshake();
  t.client.data(framed('SIGN_IN ann kitten99'));
  t.server.data(framed('OK welcome ann'));
  t.client.data(framed('hello everybody'));
  t.client.data(framed('how are you'));
  const { conversation } = await analyzeBytes(t.capture(), 'made');
  expect(conversation.messages.map(messageWords)).toEqual(
    ['SIGN_IN ann ********', 'OK welcome ann', 'hello everybody', 'how are you'].map(quoted),
  );
});

test('of a request with a password in its target', async () => {
  const t = trace().handshake();
  const body = 'user=ann&password=kitten99';
  t.client.data(`POST /login HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  t.client.data('GET /me?key=kitten99 HTTP/1.1\r\n\r\n');
  const { conversation } = await analyzeBytes(t.capture(), 'made');
  expect(conversation.messages.map(messageWords)).toEqual(
    ['POST /login', 'GET /me?key=********'].map(given),
  );
});
