// Passwords are masked by their place in the stream, wherever its bytes were captured.

import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/collect/analysis.ts';
import { alignments } from '../../src/explain/alignments.ts';
import { maskSecrets } from '../../src/explain/mask-secrets.ts';
import { NO_CONVERSATION } from '../../src/stitch/conversation.ts';
import type { Message } from '../../src/stitch/message.ts';
import { analysis, row } from './made-rows.ts';

const SAID = 'SIGN_IN eliad laptop123';
const SECRET = { start: 14, end: 23 };

const message = (
  text: string,
  frames: readonly number[],
  changes: Partial<Message> = {},
): Message => ({
  id: 'm1',
  stream: 0,
  fromClient: true,
  src: '',
  srcPort: 0,
  dst: '',
  dstPort: 0,
  sender: null,
  receiver: null,
  timeNs: 0,
  lastTimeNs: 0,
  frames,
  len: text.length,
  bytes: new TextEncoder().encode(text),
  bodyStart: 0,
  bodyEnd: text.length,
  text,
  framing: 'line',
  framingCertainty: 'certain',
  incomplete: false,
  secrets: [SECRET],
  relayOf: [],
  answers: null,
  ambiguous: false,
  ...changes,
});

/** A data row whose first byte has this sequence number. */
const data = (frame: number, seq: number, payload: string, stream = 0) =>
  row({ frame, kind: 'data', flags: ['ACK'], payload, stream, tcp: { seq: seq >>> 0 } });

const payloads = ({ rows }: Analysis): string[] =>
  rows.map(({ bytes, payloadStart, payloadEnd }) =>
    new TextDecoder().decode(bytes.subarray(payloadStart, payloadEnd)),
  );

const masked = (rows: Analysis['rows'], said: Message, facts: Partial<Analysis> = {}) =>
  maskSecrets(
    analysis([...rows], { conversation: { ...NO_CONVERSATION, messages: [said] }, ...facts }),
  );

test('the same line twenty times in one row: each of its passwords', () => {
  const line = `${SAID}\n`;
  const messages = Array.from({ length: 20 }, (_, i) => message(line, [1], { id: `m${i}` }));
  const conversation = { ...NO_CONVERSATION, messages };
  const { analysis: shown } = maskSecrets(
    analysis([data(1, 1000, line.repeat(20))], { conversation }),
  );
  expect(payloads(shown)).toEqual(['SIGN_IN eliad *********\n'.repeat(20)]);
});

/** Plain, and with the password across the wrap of sequence numbers (RFC 9293 3.4). */
describe.each([1000, 2 ** 32 - 18])('a password sent from sequence number %d on', (seq) => {
  test('in one segment', () => {
    const { analysis: told, frames } = masked([data(1, seq, SAID)], message(SAID, [1]));
    expect(payloads(told)).toEqual(['SIGN_IN eliad *********']);
    expect([...frames]).toEqual([1]);
  });

  test('in two segments, cut within the password', () => {
    const rows = [data(1, seq, SAID.slice(0, 17)), data(2, seq + 17, SAID.slice(17))];
    const { analysis: told } = masked(rows, message(SAID, [1, 2]));
    expect(payloads(told)).toEqual(['SIGN_IN eliad ***', '******']);
  });

  test('one byte a segment, the first of them not kept', () => {
    const rows = Array.from(SAID).map((letter, at) => data(at + 1, seq + at, letter));
    const { analysis: told } = masked(
      rows.slice(1),
      message(
        SAID,
        rows.map(({ frame }) => frame),
      ),
    );
    expect(payloads(told).join('')).toBe('IGN_IN eliad *********');
  });

  test('sent again in other pieces, in a row that is not of the message', () => {
    const rows = [data(1, seq, SAID), data(2, seq + 10, SAID.slice(10, 20))];
    const { analysis: told } = masked(rows, message(SAID, [1]));
    expect(payloads(told)[1]).toBe('iad ******');
  });

  test('behind other bytes of the same segment', () => {
    const { analysis: told } = masked([data(1, seq, `HELP\n${SAID}\n`)], message(SAID, [1]));
    expect(payloads(told)).toEqual(['HELP\nSIGN_IN eliad *********\n']);
  });
});

describe('nothing else is masked', () => {
  test('the same word on another connection, or other bytes at the same place', () => {
    const rows = [
      data(1, 1000, SAID),
      data(2, 1000, SAID, 1),
      data(3, 1000, 'SIGN_IN eliad something'),
    ];
    const { analysis: told } = masked(rows, message(SAID, [1]));
    expect(payloads(told).slice(1)).toEqual([SAID, 'SIGN_IN eliad something']);
  });

  test('when the analysis was collected to show secrets', () => {
    const { analysis: told, frames } = masked([data(1, 1000, SAID)], message(SAID, [1]), {
      showSecrets: true,
    });
    expect(payloads(told)).toEqual([SAID]);
    expect(frames.size).toBe(0);
  });

  test('and what was given stays as it was', () => {
    const rows = [data(1, 1000, SAID)];
    masked(rows, message(SAID, [1]));
    expect(payloads(analysis(rows))).toEqual([SAID]);
  });
});

test('what a relay says of a message with a password is masked, byte for byte', () => {
  const relay = {
    inFrame: 1,
    outFrame: 2,
    inStream: 0,
    outStream: 1,
    delayNs: 1,
    removed: '',
    removedBehind: '',
    added: 'eliad: ',
    addedBehind: '',
    common: SAID,
    certainty: 'certain',
    isHistory: false,
  } as const;
  const rows = [data(1, 1000, SAID)];
  const { analysis: told } = masked(rows, message(SAID, [1]), { relays: [relay] });
  expect(told.relays[0]?.common).toBe('SIGN_IN eliad *********');
});

describe('where a message lies in a payload', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  test.each([
    ['begins it', 'hello', 'hello', [0]],
    ['begins within it', 'xxhello', 'hello', [2]],
    ['begins before it', 'lo world', 'hello world', [-3]],
    ['goes on behind it', 'xxhello', 'hello world', [2]],
    ['is not in it', 'something', 'hello', []],
    ['is there twice', 'hello hello', 'hello', [0, 6]],
  ])('it %s', (_, payload, said, expected) => {
    expect(alignments(bytes(payload), bytes(said))).toEqual(expected);
  });

  test('bytes that all repeat give a few places, not thousands', () => {
    expect(alignments(bytes('a'.repeat(5000)), bytes('a'.repeat(100))).length).toBeLessThan(10);
  });
});
