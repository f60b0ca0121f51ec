// A segment that an ICMP error quotes is no row, but Wireshark counts its connection and notes its flags and window scale.
// The numbers here were measured with tshark 4.0.17, which is asked again where it is installed.

import { describe, expect, test } from 'vitest';
import { writePcap, type CraftedRecord } from '../../src/craft/capture-writer.ts';
import { eth, ipv6 } from '../decode/frames.ts';
import { trace, type Trace } from '../support/trace.ts';
import { noTshark, serverOfCase, tsharkFields, tsharkFieldsOfCases } from '../support/tshark.ts';
import { completenessOf, followBytes } from './follow.ts';
import { icmpError, UNREACHABLE } from './icmp-error.ts';

const ETHERNET = 14;

/** What the script sends; what it sends within `quoted` an error quotes instead. The last SYN opens one stream more. */
function recordsOf(
  script: (t: Trace, quoted: (part: () => unknown, kept?: number) => void) => void,
  server = {},
) {
  const t = trace({ server });
  const quotes = new Map<number, number>();
  script(t, (part, kept = 68) => {
    const from = t.records.length;
    part();
    for (let i = from; i < t.records.length; i++) quotes.set(i, kept);
  });
  t.connection({ client: { port: 41_000 }, server: { ...server, port: 9999 } }).client.syn();
  const records: CraftedRecord[] = t.records.map((record, i) => {
    const kept = quotes.get(i);
    return kept === undefined
      ? record
      : { ...record, bytes: icmpError(record.bytes, UNREACHABLE, kept) };
  });
  return { records, quoted: new Set(quotes.keys()) };
}

const captureOf = (script: Parameters<typeof recordsOf>[0]): Uint8Array =>
  writePcap(recordsOf(script).records, { linkType: 1 });

interface Seen {
  /** Stream, relative sequence number and window of each row. */
  readonly rows: string[];
  /** By stream. */
  readonly completeness: Record<number, number>;
}

async function seenIn(capture: Uint8Array): Promise<Seen> {
  const { steps } = await followBytes(capture);
  return {
    rows: steps.map(({ stream, relSeq, scaledWindow }) => `${stream} ${relSeq} ${scaledWindow}`),
    completeness: Object.fromEntries(Object.entries(await completenessOf(capture))),
  };
}

const SCALED = { windowShift: 7 };
const CASES: readonly [name: string, seen: Seen, script: Parameters<typeof recordsOf>[0]][] = [
  [
    'a SYN that got no further',
    { rows: ['1 0 65535'], completeness: { 1: 1 } },
    (t, quoted) => quoted(() => t.client.syn()),
  ],
  [
    'too little of it',
    { rows: ['0 0 65535'], completeness: { 0: 1 } },
    (t, quoted) => quoted(() => t.client.syn(), 20 + 15),
  ],
  [
    'just enough of it',
    { rows: ['1 0 65535'], completeness: { 1: 1 } },
    (t, quoted) => quoted(() => t.client.syn(), 20 + 16),
  ],
  [
    'a SYN, and then it works',
    {
      rows: ['0 0 65535', '0 0 65535', '0 1 65535', '0 1 65535', '1 0 65535'],
      completeness: { 0: 15, 1: 1 },
    },
    (t, quoted) => {
      quoted(() => t.client.syn());
      t.client.syn();
      t.server.synAck();
      t.client.ack();
      t.client.data('hello');
    },
  ],
  [
    'the only SYN that was captured offers a window scale',
    {
      rows: ['0 0 65535', '0 1 8388480', '0 1 8388480', '1 0 65535'],
      completeness: { 0: 15, 1: 1 },
    },
    (t, quoted) => {
      quoted(() => t.client.syn(SCALED));
      t.server.synAck(SCALED);
      t.client.ack();
      t.client.data('hello');
    },
  ],
  [
    'the only SYN that was captured offers none',
    { rows: ['0 0 65535', '0 1 65535', '1 0 65535'], completeness: { 0: 7, 1: 1 } },
    (t, quoted) => {
      quoted(() => t.client.syn());
      t.server.synAck(SCALED);
      t.client.ack();
    },
  ],
  [
    'a segment before the handshake',
    { rows: ['0 0 65535', '0 0 65535', '0 1 65535', '1 0 65535'], completeness: { 0: 6, 1: 1 } },
    (t, quoted) => {
      quoted(() => t.client.raw({ flags: 0x10 }));
      t.handshake();
    },
  ],
  [
    'a FIN and a reset of a connection that goes on',
    {
      rows: ['0 0 65535', '0 0 65535', '0 1 65535', '0 2 65535', '1 0 65535'],
      completeness: { 0: 63, 1: 1 },
    },
    (t, quoted) => {
      t.handshake();
      quoted(() => t.client.raw({ flags: 0x11 }));
      quoted(() => t.server.raw({ flags: 0x04 }));
      t.client.data('hello');
    },
  ],
  [
    'a SYN-ACK with another number: its sender counts from there',
    {
      rows: ['0 0 65535', '0 0 65535', '0 1 65535', '0 1 65535', '1 0 65535'],
      completeness: { 0: 15, 1: 1 },
    },
    (t, quoted) => {
      t.handshake();
      quoted(() => t.server.raw({ flags: 0x12, seq: 500 }));
      t.server.data('hello');
    },
  ],
  [
    'a SYN with another number: a stream of its own',
    {
      rows: ['0 0 65535', '0 0 65535', '0 1 65535', '1 1 65535', '2 0 65535'],
      completeness: { 0: 7, 1: 9, 2: 1 },
    },
    (t, quoted) => {
      t.handshake();
      quoted(() => t.connection({ client: { isn: 77_000 } }).client.syn());
      t.client.data('hello');
    },
  ],
];

function askTshark(): string[][][] {
  const cases = CASES.map(([, , script], i) => recordsOf(script, serverOfCase(i)));
  const fields = ['tcp.stream', 'tcp.seq', 'tcp.window_size', 'tcp.completeness'];
  const told = tsharkFieldsOfCases(
    cases.map(({ records }) => records),
    fields,
    ['-2'],
  );
  let before = 0;
  return told.map((frames, i) => {
    const first = before;
    before = Number(frames.at(-1)![0]) + 1;
    return frames
      .filter((_frame, at) => !cases[i]!.quoted.has(at))
      .map(([stream, ...others]) => [String(Number(stream) - first), ...others]);
  });
}

describe('an ICMP error quotes', () => {
  test.each(CASES)('%s', async (_, seen, script) => {
    expect(await seenIn(captureOf(script))).toEqual(seen);
  });

  let told: string[][][] | null = null;
  /** What tshark tells of the rows of all cases, asked once; streams are numbered from 0 in each. */
  const tsharkTells = (): string[][][] => (told ??= askTshark());

  test.skipIf(noTshark).each(CASES.map(([name, seen], i) => [name, seen, i] as const))(
    '%s: tshark says so too (needs tshark)',
    (_, { rows, completeness }, i) => {
      const theirs = tsharkTells()[i]!;
      expect(rows).toEqual(theirs.map((row) => row.slice(0, 3).join(' ')));
      const last = Object.fromEntries(theirs.map(([stream, , , bits]) => [stream, Number(bits)]));
      expect(completeness).toEqual(last);
    },
  );

  test('the SYN again, behind a hole: what comes next lies behind the hole once more', async () => {
    const { records } = recordsOf((t, quoted) => {
      t.handshake();
      t.lose(() => t.client.data(10));
      t.client.data(10);
      quoted(() => t.client.syn({ seq: 0 }));
      t.client.data(10);
    });
    const { steps } = await followBytes(writePcap(records, { linkType: 1 }));
    expect(steps.map(({ labels }) => labels.join())).toEqual([
      '',
      '',
      '',
      'lost_segment',
      'lost_segment',
      '',
    ]);
    if (noTshark) return;
    const theirs = tsharkFields(writePcap(records, { linkType: 1 }), ['tcp.analysis.lost_segment']);
    expect(theirs.flat()).toEqual(['', '', '', '1', '', '1', '']);
  });

  const numbersOf = async (capture: Uint8Array): Promise<number[]> =>
    (await followBytes(capture)).steps.map(({ stream }) => stream);

  /** Streams of the rows when an error quotes the frame of a SYN, and another connection's SYN comes after it. */
  const numbersAfter = (errorAbout: (frame: Uint8Array) => Uint8Array): Promise<number[]> => {
    const t = trace({});
    t.client.syn();
    t.connection({ client: { port: 41_000 } }).client.syn();
    const [first, second] = t.records as [CraftedRecord, CraftedRecord];
    const records = [{ ...first, bytes: errorAbout(first.bytes) }, second];
    return numbersOf(writePcap(records, { linkType: 1 }));
  };

  test('nothing: numbers begin at 0', async () => {
    const capture = captureOf((t) => t.handshake());
    expect(await numbersOf(capture)).toEqual([0, 0, 0, 1]);
  });

  test.each([
    [3, 1],
    [4, 1],
    [5, 0],
    [8, 0],
    [11, 1],
    [12, 1],
  ])('a SYN in a message of type %i: the next stream is %i', async (type, next) => {
    expect(await numbersAfter((frame) => icmpError(frame, type))).toEqual([next]);
  });

  test.each([
    [1, 1],
    [4, 1],
    [5, 0],
    [129, 0],
  ])('a SYN over IPv6 in a message of type %i: the next stream is %i', async (type, next) => {
    const errorAbout = (frame: Uint8Array): Uint8Array => {
      const quote = ipv6(6, Array.from(frame.subarray(ETHERNET + 20)));
      return Uint8Array.from(eth(0x86dd, ipv6(58, [type, 0, 0, 0, 0, 0, 0, 0, ...quote])));
    };
    expect(await numbersAfter(errorAbout)).toEqual([next]);
  });

  test('an error that quotes a segment', async () => {
    expect(await numbersAfter((frame) => icmpError(icmpError(frame), 11, 200))).toEqual([1]);
  });
});
