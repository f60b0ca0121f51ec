// How messages are told apart in a byte stream: found from the traffic, with the rows of every byte.
import { describe, expect, test } from 'vitest';
import { analyzeBytes, analyzeFile } from '../../src/index.ts';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { trace, type Trace } from '../support/trace.ts';
import type { Message } from '../../src/stitch/message.ts';

const messagesIn = async (tape: Trace): Promise<readonly Message[]> =>
  (await analyzeBytes(tape.capture(), 'made')).conversation.messages;

/** "framing certainty text rows" of what the client sent; rows 1 to 3 are the handshake. */
async function sent(tape: Trace): Promise<string[]> {
  const messages = await messagesIn(tape);
  return messages
    .filter(({ fromClient }) => fromClient)
    .map(({ framing, framingCertainty, text, len, frames }) =>
      [framing, framingCertainty, text ?? `${len} bytes`, frames.join()].join(' '),
    );
}

const ACK_ONLY = { flags: TcpFlag.ACK };

describe('a sender that does not count', () => {
  test('says each payload whole, also where it is longer than all before', async () => {
    const t = trace().handshake();
    t.client.data('hi', { seq: 1 });
    t.client.data('help me, will you', { seq: 1 });
    t.client.data('hello', { seq: 1 });
    expect(await sent(t)).toEqual([
      'send likely hi 4',
      'send possible help me, will you 5',
      'send possible hello 6',
    ]);
  });

  test('is not one whose bytes were damaged: what they are sent with again goes on where they ended', async () => {
    const t = trace().handshake();
    t.client.data('the first of two lines, daXaged\n', { seq: 1 });
    t.client.data('the first of two lines, damaged\nand the second one\n', { seq: 1 });
    expect(await sent(t)).toEqual([
      'line likely the first of two lines, daXaged 4',
      'line likely and the second one 5',
    ]);
  });

  test('the lab of that name is told message by message, as its author sent them', async () => {
    const file = new URL('../../captures/crafted-http-rst.pcap', import.meta.url).pathname;
    const { conversation } = await analyzeFile(file);
    expect(conversation.messages.map(({ text }) => text)).toEqual([
      'GET /index.html HTTP/1.1',
      'HTTP/1.1 200 OK',
      'GET /style.css HTTP/1.1',
      'GET /script.js HTTP/1.1',
      'HTTP/1.1 200 OK (CSS file)',
      'HTTP/1.1 200 OK (JS file)',
      'POST /login HTTP/1.1',
      'HTTP/1.1 302 Found (Redirect)',
      'GET /dashboard HTTP/1.1',
      'HTTP/1.1 200 OK (Dashboard)',
    ]);
  });
});

describe('one send is one message', () => {
  test('where every segment pushes', async () => {
    const t = trace().handshake();
    t.client.data('one');
    t.client.data('two');
    expect(await sent(t)).toEqual(['send likely one 4', 'send likely two 5']);
  });

  test('across full segments: the last one pushes', async () => {
    const t = trace().handshake();
    t.client.data('half a mes', ACK_ONLY);
    t.client.data('sage');
    t.client.data('next');
    expect(await sent(t)).toEqual(['send likely half a message 4,5', 'send likely next 6']);
  });

  test('ended by a pause, or by a turn of the other side, where nothing pushes', async () => {
    const t = trace().handshake();
    t.client.data('ab', ACK_ONLY);
    t.client.data('cd', ACK_ONLY);
    t.wait(500);
    t.client.data('ef', ACK_ONLY);
    t.server.data('x', ACK_ONLY);
    t.client.data('gh', ACK_ONLY);
    expect(await sent(t)).toEqual([
      'send possible abcd 4,5',
      'send possible ef 6',
      'send possible gh 8',
    ]);
  });

  test('whole again when its segments are captured out of order, or sent twice', async () => {
    const t = trace().handshake();
    t.reorder(() => {
      t.client.data('half a mes', ACK_ONLY);
      t.client.data('sage');
    });
    const again = t.client.data('next');
    t.client.retransmit(again);
    expect(await sent(t)).toEqual(['send likely half a message 4,5', 'send likely next 6']);
  });

  test('also at sequence numbers that had been used for other bytes', async () => {
    const t = trace().handshake();
    const first = t.client.data('GET /index');
    t.client.retransmit(first, { payload: 'HTTP 200 x' } as never);
    t.client.raw({ flags: TcpFlag.PSH | TcpFlag.ACK, seq: 1, payload: 'POST /form' });
    expect((await sent(t)).at(-1)).toBe('send possible POST /form 6');
  });
});

describe('lines are messages', () => {
  test.each([
    ['one in a segment', ['a\n', 'b\n', 'c\n'], ['a 4', 'b 5', 'c 6']],
    ['several in one segment', ['a\nb\n', 'c\n'], ['a 4', 'b 4', 'c 5']],
    ['cut inside a letter', ['a\nש', 'לום\n', 'c\n'], ['a 4', 'שלום 4,5', 'c 6']],
    ['with CR LF', ['a\r\n', 'b\r\n', '\r\n'], ['a 4', 'b 5', ' 6']],
  ])('%s', async (_, payloads, expected) => {
    const t = trace().handshake();
    const bytes = Buffer.from(payloads.join(''));
    let from = 0;
    for (const payload of payloads) {
      // A cut inside the first letter: its second byte goes with the next segment.
      const cut = payload.endsWith('ש') ? -1 : 0;
      const end = from + Buffer.byteLength(payload) + cut + (payload.startsWith('לום') ? 1 : 0);
      t.client.data(bytes.subarray(from, end));
      from = end;
    }
    expect(await sent(t)).toEqual(expected.map((line) => `line certain ${line}`));
  });

  test('but a file of text in full segments is not', async () => {
    const t = trace().handshake();
    for (const part of ['line one\nlin', 'e two\nline t', 'hree\nline fo', 'ur\n'])
      t.client.data(part, ACK_ONLY);
    expect((await messagesIn(t)).map(({ framing }) => framing)).toEqual(['send']);
  });

  test('and a half line at the end of the capture is incomplete', async () => {
    const t = trace().handshake();
    for (const line of ['a\n', 'b\n', 'c\n', 'hal']) t.client.data(line);
    expect((await messagesIn(t)).map(({ incomplete }) => incomplete)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('a name without a line end', () => {
  const first = async (pauseMs: number, isAnswered: boolean): Promise<string | undefined> => {
    const t = trace().handshake();
    t.client.data('ann');
    if (isAnswered) t.server.data('welcome ann\n');
    t.wait(pauseMs).client.data('hello everybody\n');
    t.client.data('how are you\n');
    const { conversation } = await analyzeBytes(t.capture(), 'trace');
    return conversation.messages.find(({ fromClient }) => fromClient)?.text ?? undefined;
  };

  test('stands for itself when it is answered, and a pause follows', async () => {
    expect(await first(2000, true)).toBe('ann');
  });

  test.each([
    ['no pause follows', 10, true],
    ['nobody answers', 2000, false],
  ])('is the beginning of a line when %s', async (_, pauseMs, isAnswered) => {
    expect(await first(pauseMs, isAnswered)).toBe('annhello everybody');
  });
});

describe('a length in front of every message', () => {
  const prefixed = (text: string, lenBytes: 2 | 4, bigEndian: boolean): Buffer => {
    const body = Buffer.from(text);
    const out = Buffer.alloc(lenBytes + body.length);
    const at = (byte: number): number => (bigEndian ? lenBytes - 1 - byte : byte);
    for (let byte = 0; byte < lenBytes; byte++) out[at(byte)] = (body.length >>> (8 * byte)) & 0xff;
    body.copy(out, lenBytes);
    return out;
  };

  test.each([
    [2, true],
    [2, false],
    [4, true],
    [4, false],
  ] as const)('of %i bytes, big end first: %s', async (lenBytes, bigEndian) => {
    const t = trace().handshake();
    const all = Buffer.concat(
      ['first', 'second', 'third'].map((s) => prefixed(s, lenBytes, bigEndian)),
    );
    t.client.data(all.subarray(0, 11));
    t.client.data(all.subarray(11));
    expect(await sent(t)).toEqual([
      'length-prefixed certain first 4',
      'length-prefixed certain second 4,5',
      'length-prefixed certain third 5',
    ]);
  });

  test('that does not add up is none', async () => {
    const t = trace().handshake();
    const all = Buffer.concat([prefixed('first', 2, true), prefixed('second', 2, true)]);
    t.client.data(all.subarray(0, all.length - 1));
    expect((await messagesIn(t)).map(({ framing }) => framing)).toEqual(['send']);
  });
});

describe('a gap', () => {
  test('makes the message it lies in incomplete, and no other', async () => {
    const t = trace().handshake();
    t.client.data('one\n');
    t.unseen(() => t.client.data('two\n'));
    t.client.data('three\n');
    t.client.data('four\n');
    t.server.ack();
    const messages = await messagesIn(t);
    expect(messages.map(({ text, incomplete }) => [text, incomplete])).toEqual([
      ['one', false],
      ['three', true],
      ['four', false],
    ]);
  });

  test('parts what stands before it from what stands behind it', async () => {
    const t = trace().handshake();
    t.client.data('one\n');
    t.client.data('tw');
    t.unseen(() => t.client.data('o\nthr'));
    t.client.data('ee\n');
    t.client.data('four\n');
    t.server.ack();
    expect((await messagesIn(t)).map(({ text, incomplete }) => [text, incomplete])).toEqual([
      ['one', false],
      ['tw', true],
      ['ee', true],
      ['four', false],
    ]);
  });
});
