// Multipath TCP in words (RFC 8684): what an option asks for, once in full where every row has it.
import { expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { trace } from '../support/trace.ts';
import { explained, headlineOf, textOf } from './made-rows.ts';

const option = (subtype: number, ...rest: readonly number[]): Uint8Array =>
  Uint8Array.of(30, 4 + rest.length, subtype << 4, ...rest, 0);

test.each([
  ['MP_CAPABLE', 0, 'It asks for Multipath TCP'],
  ['MP_JOIN', 1, 'It asks to add this connection'],
])('%s in a SYN', async (_, subtype, words) => {
  const t = trace();
  t.client.syn({ options: option(subtype) });
  expect(textOf(explained(await analyzeBytes(t.capture(), 'trace'), 1))).toContain(words);
});

test.each([
  ['ADD_ADDR', 3, 'It tells of another address at which the client can be reached'],
  ['REMOVE_ADDR', 4, 'is no longer there'],
  ['MP_PRIO', 5, 'only when others fail'],
  ['MP_FAIL', 6, 'bytes came changed'],
  ['MP_FASTCLOSE', 7, 'breaks off the whole'],
  ['MP_TCPRST', 8, 'why this one subflow is reset'],
])('%s', async (_, subtype, words) => {
  const t = trace().handshake();
  t.client.ack({ options: option(subtype) });
  expect(textOf(explained(await analyzeBytes(t.capture(), 'trace'), 4))).toContain(words);
});

test('the shared numbers are explained once, the end of the stream where it is', async () => {
  const t = trace().handshake();
  t.client.data('a', { options: option(2, 0x04, 0, 0, 0) });
  t.client.data('b', { options: option(2, 0x14, 0, 0, 0) });
  const whole = await analyzeBytes(t.capture(), 'trace');
  const [first, second] = [4, 5].map((frame) => textOf(explained(whole, frame)));
  expect(first).toContain('the stream that all subflows share');
  expect(first).not.toContain('DATA_FIN');
  expect(second).not.toContain('the stream that all subflows share');
  expect(second).toContain('DSS carries DATA_FIN');
});

test('a connection without it', async () => {
  const t = trace().handshake();
  expect(textOf(explained(await analyzeBytes(t.capture(), 'trace'), 1))).not.toContain('Multipath');
});

test('a further subflow is no matter of a program', async () => {
  const t = trace();
  t.client.syn({ options: option(1) });
  expect(textOf(explained(await analyzeBytes(t.capture(), 'trace'), 1))).not.toContain(
    'program called',
  );
});

test('MP_FASTCLOSE: who breaks off what, and why the other side resets', async () => {
  const t = trace().handshake();
  t.client.data('question');
  t.server.data('answer');
  t.client.ack();
  t.client.ack({ options: option(7, 0, 1, 2, 3, 4, 5, 6, 7) });
  t.server.raw({ flags: 0x14 });
  const whole = await analyzeBytes(t.capture(), 'trace');
  expect(headlineOf(explained(whole, 7))).toBe(
    'The client breaks off the whole Multipath TCP connection',
  );
  const [close, reset] = [7, 8].map((frame) => textOf(explained(whole, frame)));
  expect(close).toContain('The program at the client asked for a hard close, or ended');
  expect(close).not.toContain('proves that the bytes reached');
  expect(reset).toContain(
    'Most likely the client broke off the whole Multipath TCP connection (MP_FASTCLOSE in row 7)',
  );
  expect(reset).not.toContain('linger');
});

test('a repeated acknowledgement that brings an option reports no hole', async () => {
  const t = trace().handshake();
  t.client.data('question');
  t.server.ack();
  for (const address of [1, 2, 3]) t.server.ack({ options: option(3, address, 0, 0, 0) });
  const whole = await analyzeBytes(t.capture(), 'trace');
  expect(whole.rows[7]?.labels).toEqual(['duplicate_ack']);
  const text = textOf(explained(whole, 8));
  expect(text).toContain('It was sent for its Multipath TCP option, and reports no hole');
});
