// The moment people ask for, and that reading ends there.
import { describe, expect, test } from 'vitest';
import { type ByteSource, fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { type Moment, parseMoment } from '../../src/sockets/moment.ts';
import { readSockets } from '../../src/sockets/read-sockets.ts';
import { type Trace, trace } from '../support/trace.ts';
import { afterFrame, atNs, END, statesAt } from './netstat.ts';

const FIRST_NS = 1_735_689_600_000_000_000n; // 2025-01-01T00:00:00Z, where traces begin
const absolute = (epochNs: bigint): Moment => ({ kind: 'absolute', epochNs });

describe('a time is', () => {
  test.each<[string, Moment]>([
    ['0', atNs(0)],
    ['12.5', atNs(12_500_000_000)],
    ['0.000000001', atNs(1)],
    ['8999999.999999999', atNs(8_999_999_999_999_999)],
    ['2025-01-01T00:00:00Z', absolute(FIRST_NS)],
    ['2025-01-01T00:00:00', absolute(FIRST_NS)],
    ['2025-01-01 00:00:00.5', absolute(FIRST_NS + 500_000_000n)],
    ['2025-01-01 00:00:00.000001 UTC', absolute(FIRST_NS + 1000n)],
    ['2025-01-01T00:00:00.123456789Z', absolute(FIRST_NS + 123_456_789n)],
    ['2025-01-01T02:00:00+02:00', absolute(FIRST_NS)],
    ['2024-12-31T19:00-05:00', absolute(FIRST_NS)],
  ])('%s', (text, moment) => expect(parseMoment(text)).toEqual(moment));
});

describe('no time is', () => {
  test.each([
    '',
    '-1',
    '1e3',
    '12.',
    '.5',
    '0.0000000001',
    '99999999',
    '2025-01-01',
    '2025-02-30T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-01-01T25:00:00Z',
    '2025-01-01T00:00:00 CET',
    'noon',
  ])('%s', (text) => expect(parseMoment(text)).toBeNull());
});

/** SYN at 0 ms, SYN,ACK at 1, ACK at 2. */
const opened = (): Trace => trace().handshake();

describe('what has been captured at the moment counts', () => {
  test.each<[string, Moment, string]>([
    [
      'at the very time of a frame',
      atNs(1_000_000),
      'L ESTABLISHED not-yet-acknowledged · SYN_RECV',
    ],
    ['one nanosecond before it', atNs(999_999), 'SYN_SENT · none'],
    ['after the last frame', atNs(1e9), 'L ESTABLISHED · ESTABLISHED'],
    [
      'by the date',
      absolute(FIRST_NS + 1_000_000n),
      'L ESTABLISHED not-yet-acknowledged · SYN_RECV',
    ],
    ['one nanosecond before that date', absolute(FIRST_NS + 999_999n), 'SYN_SENT · none'],
    ['before the capture', absolute(FIRST_NS - 1n), 'none · none'],
    ['after a frame', afterFrame(2), 'L ESTABLISHED not-yet-acknowledged · SYN_RECV'],
    ['at the end', END, 'L ESTABLISHED · ESTABLISHED'],
  ])('%s', async (_, moment, states) => expect(await statesAt(opened(), moment)).toBe(states));
});

describe('what is told of the moment', () => {
  test.each<[string, Moment, object]>([
    [
      'its last frame and its time',
      atNs(1_500_000),
      { frame: 2, timeNs: 1_500_000, isBeyondEnd: false },
    ],
    [
      'a frame has its own time',
      afterFrame(2),
      { frame: 2, timeNs: 1_000_000, isBeyondEnd: false },
    ],
    ['the end has the last frame’s', END, { frame: 3, timeNs: 2_000_000, isBeyondEnd: false }],
    ['a time the capture does not reach', atNs(1e9), { frame: 3, timeNs: 1e9, isBeyondEnd: true }],
    ['a frame it does not have', afterFrame(4), { frame: 3, timeNs: 2_000_000, isBeyondEnd: true }],
    ['its last frame is there', afterFrame(3), { frame: 3, timeNs: 2_000_000, isBeyondEnd: false }],
    [
      'before the first frame',
      absolute(FIRST_NS - 1n),
      { frame: 0, timeNs: -1, isBeyondEnd: false },
    ],
  ])('%s', async (_, moment, told) => {
    const reader = await CaptureReader.open(fromBytes(opened().capture(), 'trace'));
    expect(await readSockets(reader, moment)).toMatchObject(told);
  });
});

// A pcap header, and a record header with a minimum Ethernet frame (IEEE 802.3) for each frame.
const endOf = (frame: number): number => 24 + frame * (16 + 60);

/** Gives one record a read, and fails the test when asked for more than `len` bytes. */
function upTo(bytes: Uint8Array, len: number): ByteSource {
  const some = fromBytes(bytes.subarray(0, len), 'pipe', 16);
  return {
    ...some,
    async read(into, at) {
      const read = await some.read(into, at);
      if (read === 0) throw new Error('read on behind the moment');
      return read;
    },
  };
}

describe('reading stops', () => {
  const bytes = opened().capture();

  test('after the frame asked for: a pipe need not give another', async () => {
    const reader = await CaptureReader.open(upTo(bytes, endOf(2)));
    expect((await readSockets(reader, afterFrame(2))).frame).toBe(2);
  });

  test('at the first record behind the time', async () => {
    const reader = await CaptureReader.open(upTo(bytes, endOf(2)));
    expect((await readSockets(reader, atNs(500_000))).frame).toBe(1);
  });

  test('else at the end alone', async () => {
    const reader = await CaptureReader.open(upTo(bytes, endOf(2)));
    await expect(readSockets(reader, END)).rejects.toThrow('read on behind the moment');
  });
});
