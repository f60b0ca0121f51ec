// A segment that an ICMP error quotes is no row, but Wireshark counts its connection and notes its flags and window scale.
// The numbers here were measured with tshark 4.0.17, which is asked again where it is installed.

import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { writePcap, type CraftedRecord } from '../../src/craft/capture-writer.ts';
import { finalCompleteness } from '../../src/tcp/handshake.ts';
import { eth, ipv4, ipv6 } from '../decode/frames.ts';
import { trace, type Trace } from '../support/trace.ts';
import { noTshark, tsharkFields } from '../support/tshark.ts';

const ETHERNET = 14;
const UNREACHABLE = 3;

/** An ICMP error about the IPv4 packet in `frame`, of which it quotes `kept` bytes. */
const icmpError = (frame: Uint8Array, type = UNREACHABLE, kept = 68): Uint8Array =>
  Uint8Array.from(
    eth(0x0800, ipv4(1, [type, 1, 0, 0, 0, 0, 0, 0, ...frame.slice(ETHERNET, ETHERNET + kept)])),
  );

type Script = (t: Trace) => void;

/** What the script sends; what it sends within `quoted` an error quotes instead. */
function captureOf(
  script: (t: Trace, quoted: (part: () => unknown, kept?: number) => void) => void,
) {
  const t = trace({});
  const quotes = new Map<number, number>();
  script(t, (part, kept = 68) => {
    const from = t.records.length;
    part();
    for (let i = from; i < t.records.length; i++) quotes.set(i, kept);
  });
  t.connection({ client: { port: 41_000 }, server: { port: 9999 } }).client.syn();
  const records: CraftedRecord[] = t.records.map((record, i) => {
    const kept = quotes.get(i);
    return kept === undefined
      ? record
      : { ...record, bytes: icmpError(record.bytes, UNREACHABLE, kept) };
  });
  return { capture: writePcap(records, { linkType: 1 }), quoted: new Set(quotes.keys()) };
}

interface Seen {
  /** Stream, relative sequence number and window of each row. */
  readonly rows: string[];
  /** By stream. */
  readonly completeness: Record<number, number>;
}

async function seenIn(capture: Uint8Array): Promise<Seen> {
  const rows: string[] = [];
  const completeness: Record<number, number> = {};
  const reader = await CaptureReader.open(fromBytes(capture, 'made'));
  await analyze(reader, [
    {
      segment: ({ connection, packet, side, verdict }) => {
        const { seq } = packet.tcp;
        const relative = (seq - connection.halves[side].baseSeq) >>> 0;
        rows.push(`${connection.stream} ${relative} ${verdict.scaledWindow}`);
      },
      over: (connection) => {
        completeness[connection.stream] = finalCompleteness(connection);
      },
    },
  ]);
  return { rows, completeness };
}

const SCALED = { windowShift: 7 };
const CASES: readonly [name: string, seen: Seen, script: Parameters<typeof captureOf>[0]][] = [
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

describe('an ICMP error quotes', () => {
  test.each(CASES)('%s', async (_, seen, script) => {
    expect(await seenIn(captureOf(script).capture)).toEqual(seen);
  });

  test.skipIf(noTshark).each(CASES)('%s: tshark says so too (needs tshark)', (_, seen, script) => {
    const { capture, quoted } = captureOf(script);
    const { rows, completeness } = seen;
    const fields = ['tcp.stream', 'tcp.seq', 'tcp.window_size', 'tcp.completeness'];
    const theirs = tsharkFields(capture, fields, ['-2']).filter((_row, i) => !quoted.has(i));
    expect(rows).toEqual(theirs.map((row) => row.slice(0, 3).join(' ')));
    const last = Object.fromEntries(theirs.map(([stream, , , bits]) => [stream, Number(bits)]));
    expect(completeness).toEqual(last);
  });

  const numbersOf = async (script: Script): Promise<number[]> => {
    const { rows } = await seenIn(captureOf(script).capture);
    return rows.map((row) => Number(row.split(' ')[0]));
  };

  test('nothing: numbers begin at 0', async () => {
    expect(await numbersOf((t) => t.handshake())).toEqual([0, 0, 0, 1]);
  });

  test.each([
    [3, 1],
    [4, 1],
    [5, 0],
    [8, 0],
    [11, 1],
    [12, 1],
  ])('a SYN in a message of type %i: the next stream is %i', async (type, next) => {
    const t = trace({});
    t.client.syn();
    const [{ bytes: first, timeNs }] = t.records as [CraftedRecord];
    t.connection({ client: { port: 41_000 } }).client.syn();
    const records = [{ timeNs, bytes: icmpError(first, type) }, t.records[1]!];
    const { rows } = await seenIn(writePcap(records, { linkType: 1 }));
    expect(rows).toEqual([expect.stringMatching(new RegExp(`^${next} `))]);
  });

  test.each([
    [1, 1],
    [4, 1],
    [5, 0],
    [129, 0],
  ])('a SYN over IPv6 in a message of type %i: the next stream is %i', async (type, next) => {
    const t = trace({});
    t.client.syn();
    const [{ bytes: first, timeNs }] = t.records as [CraftedRecord];
    const quote = ipv6(6, Array.from(first.subarray(ETHERNET + 20)));
    const error = eth(0x86dd, ipv6(58, [type, 0, 0, 0, 0, 0, 0, 0, ...quote]));
    const records = [{ timeNs, bytes: Uint8Array.from(error) }, t.records[0]!];
    const { rows } = await seenIn(writePcap(records, { linkType: 1 }));
    expect(rows).toEqual([expect.stringMatching(new RegExp(`^${next} `))]);
  });

  test('an error that quotes a segment', async () => {
    const t = trace({});
    t.client.syn();
    const [{ bytes: first, timeNs }] = t.records as [CraftedRecord];
    t.connection({ client: { port: 41_000 } }).client.syn();
    const records = [{ timeNs, bytes: icmpError(icmpError(first), 11, 200) }, t.records[1]!];
    expect((await seenIn(writePcap(records, { linkType: 1 }))).rows).toEqual([
      expect.stringMatching(/^1 /),
    ]);
  });
});
