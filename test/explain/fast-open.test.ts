// TCP Fast Open in words (RFC 7413): who asks for a cookie, who has one, and what becomes of the bytes in a SYN.
import { expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import { explained, textOf } from './made-rows.ts';

const COOKIE = [1, 2, 3, 4, 5, 6, 7, 8];
const asking = Uint8Array.of(34, 2, 1, 1);
const cookie = Uint8Array.of(34, 10, ...COOKIE, 1, 1);
const experimental = Uint8Array.of(254, 12, 0xf9, 0x89, ...COOKIE);

/** What is said of a frame; the server takes so many of 20 bytes in the SYN. */
async function said(frame: number, taken: number, options = cookie): Promise<string> {
  const t = trace();
  t.client.raw({ flags: 0x02, payload: 20, options });
  t.server.synAck({ ack: 1 + taken });
  t.client.ack({ seq: 21 });
  return saidOf(t, frame);
}

async function saidOf(t: Trace, frame: number): Promise<string> {
  return textOf(explained(await analyzeBytes(t.capture(), 'trace'), frame));
}

test.each([cookie, experimental])('a SYN with a cookie and bytes (option %j)', async (options) => {
  const text = await said(1, 20, options);
  expect(text).toContain('Fast Open cookie (TFO, 8 bytes)');
  expect(text).toContain('It already carries payload (20 bytes): TCP Fast Open.');
  expect(text).toContain('MSG_FASTOPEN');
});

test('bytes in a SYN without the option may be anything', async () => {
  const text = await said(1, 20, new Uint8Array(0));
  expect(text).toContain('a packet built by hand');
  expect(text).not.toContain('cookie');
});

test('a SYN that asks for a cookie, and the answer that brings one', async () => {
  const t = trace();
  t.client.syn({ options: asking });
  t.server.synAck({ options: cookie });
  t.client.ack();
  expect(await saidOf(t, 1)).toContain('It asks for a Fast Open cookie');
  expect(await saidOf(t, 1)).toContain('either call waits for the answer. The server');
  expect(await saidOf(t, 2)).toContain('the call that asked returns when this row arrives');
  expect(await saidOf(t, 2)).toContain('It hands the client a Fast Open cookie (TFO, 8 bytes)');
});

test('a SYN that asks for a cookie, and gets no answer', async () => {
  const t = trace();
  t.client.syn({ options: asking });
  expect(await saidOf(t, 1)).toContain('MSG_FASTOPEN');
  expect(await saidOf(t, 1)).toContain('Whether a server');
});

test('bytes that are taken: accept() may return before the third step', async () => {
  expect(await said(2, 20)).toContain('plus 20 for the bytes that came with it. So the server has');
  expect(await said(2, 20)).toContain('without waiting for the third step');
  expect(await said(3, 20)).toContain('accept() could return before this row');
});

test('of which some must come again', async () => {
  expect(await said(2, 5)).toContain('only these of its 20 bytes; 15 must come again');
});

test('bytes that are not taken', async () => {
  expect(await said(2, 0)).toContain('The 20 bytes that came with it are not confirmed');
  expect(await said(2, 0)).not.toContain('without waiting for the third step');
  expect(await said(3, 0)).toContain('hands the connection to the program: accept() can return');
});

test.each([
  ['a cookie', cookie],
  ['none', new Uint8Array(0)],
])(
  'bytes of a SYN that the server leaves are confirmed only when they come again: %s',
  async (_, options) => {
    const t = trace();
    t.client.raw({ flags: 0x02, payload: 'early\n', options });
    t.server.synAck({ ack: 1 });
    t.client.ack({ seq: 1 });
    t.client.data('early\n', { seq: 1 });
    t.server.ack({ ack: 7 });
    t.server.data('echo early\n', { ack: 7 });
    const whole = await analyzeBytes(t.capture(), 'trace');
    expect(whole.rows.map(({ links }) => links.acknowledges).slice(4, 5)).toEqual([[4]]);
    const again = textOf(explained(whole, 4));
    expect(again).toContain('It was needed: row 2 confirms the SYN without the bytes');
    expect(again).not.toContain('recorded twice');
    expect(again).not.toContain('a network that loses packets');
    expect(again.includes('(TCP Fast Open)')).toBe(options === cookie);
    const answer = textOf(explained(whole, 6));
    expect(answer).toContain('the reply to what came the other way in row 4');
  },
);
