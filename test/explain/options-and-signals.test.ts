// What rows say beside their kind: SACK blocks, timestamps, congestion and urgent flags, what a segment is wrapped in.
import { describe, expect, test } from 'vitest';
import type { PacketRow } from '../../src/classify/packet-row.ts';
import type { FrameField } from '../../src/decode/frame-fields.ts';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { TcpOptionKind } from '../../src/decode/tcp-option-kinds.ts';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import { analysis, explained, row, textOf } from './made-rows.ts';
import type { RowSpec } from './made-rows.ts';

/** Acknowledgement number 1 of the made rows, raw: the server's initial number and one. */
const rawAck = row({ frame: 1, kind: 'ack', flags: ['ACK'] }).tcp.ack;

/** A row whose option bytes stand behind its frame; where they stand is free. */
function withOption(
  spec: RowSpec,
  name: 'SACK' | 'Timestamps',
  numbers: readonly number[],
): PacketRow {
  const plain = row(spec);
  const start = plain.bytes.length;
  const bytes = new Uint8Array(start + 2 + numbers.length * 4);
  bytes.set(plain.bytes);
  const view = new DataView(bytes.buffer);
  for (const [at, number] of numbers.entries()) view.setUint32(start + 2 + at * 4, number);
  const kind = name === 'SACK' ? TcpOptionKind.Sack : TcpOptionKind.Timestamps;
  const option = { kind, name, length: bytes.length - start, start, end: bytes.length };
  return { ...plain, bytes, tcp: { ...plain.tcp, options: [option] } };
}

const sack = (...edges: readonly number[]): string => {
  const raw = edges.map((edge) => rawAck - 1 + edge);
  const one = withOption({ frame: 1, kind: 'ack', flags: ['ACK'] }, 'SACK', raw);
  return textOf(explained(analysis([one]), 1), 'how');
};

describe('SACK blocks (RFC 2018 3): the left edge is the first byte, the right edge the one after the last', () => {
  test.each([
    [[11, 21], 'bytes 11 to 20 have arrived', 'bytes 1 to 10 are missing'],
    [[12, 13], 'byte 12 has arrived', 'Before it bytes 1 to 11 are missing'],
    [[2, 4], 'bytes 2 to 3 have arrived', 'Before them byte 1 is missing'],
    // The block with the latest news comes first, whatever its numbers.
    [
      [31, 41, 11, 21],
      'bytes 11 to 20 and 31 to 40 have',
      'bytes 1 to 10 and 21 to 30 are missing',
    ],
  ])('%j', (edges, arrived, missing) => {
    expect(sack(...edges)).toContain(arrived);
    expect(sack(...edges)).toContain(missing);
  });

  test('a first block inside the second tells of bytes that came twice (RFC 2883 4.2)', () => {
    const said = sack(11, 21, 11, 31);
    expect(said).toContain('bytes 11 to 20 arrived twice');
    expect(said).toContain('bytes 11 to 30 have arrived');
  });

  test('a block below the acknowledgement number is a duplicate alone (RFC 2883 4.1)', () => {
    const one = withOption({ frame: 1, kind: 'ack', flags: ['ACK'], relAck: 50 }, 'SACK', [
      rawAck,
      rawAck + 10,
    ]);
    const said = textOf(explained(analysis([one]), 1), 'how');
    expect(said).toContain('bytes 1 to 10 arrived twice');
    expect(said).not.toContain('missing');
  });
});

describe('SYN and FIN take a number each, and no byte (RFC 9293 3.4)', () => {
  const said = async (script: (t: Trace) => unknown): Promise<string> => {
    const t = trace();
    script(t);
    const whole = await analyzeBytes(t.capture(), 'trace');
    return textOf(explained(whole, whole.rows.length), 'how');
  };

  test('a SYN, ACK that came twice', async () => {
    const text = await said((t) => {
      t.handshake();
      t.undelivered(() => t.server.synAck({ seq: 0 }));
      t.client.ack({ sack: [[0, 1]] });
    });
    expect(text).toContain(
      'the number which the SYN of the server takes arrived twice: sent again',
    );
    expect(text).not.toContain('byte 0');
  });

  test('in a simultaneous open the SYN, ACK brings the number again', async () => {
    const text = await said((t) => {
      t.undelivered(() => t.client.syn());
      t.server.syn();
      t.client.synAck({ seq: 0 });
      t.server.synAck({ seq: 0, ack: 1 });
      t.client.ack({ seq: 1, ack: 1, sack: [[0, 1]] });
    });
    expect(text).toContain('as it should be');
    expect(text).not.toContain('without need');
  });

  test('a FIN with the last bytes', async () => {
    const text = await said((t) => {
      t.handshake();
      const sent = t.client.raw({ flags: 0x11, payload: 3 });
      t.server.ack();
      t.undelivered(() => t.client.retransmit(sent));
      t.server.ack({ sack: [[1, 5]] });
    });
    expect(text).toContain('bytes 1 to 3 arrived twice');
    expect(text).toContain('the number which the FIN of row 4 takes arrived twice');
  });
});

describe('timestamps (RFC 7323 3)', () => {
  const asked = withOption({ frame: 1, kind: 'data', flags: ['ACK'] }, 'Timestamps', [700, 1]);
  const answer = (echo: number): PacketRow =>
    withOption(
      { frame: 2, kind: 'ack', flags: ['ACK'], fromClient: false, links: { previousInStream: 1 } },
      'Timestamps',
      [90, echo],
    );

  test('TSecr is told by the row whose clock it sends back', () => {
    const said = textOf(explained(analysis([asked, answer(700)]), 2), 'how');
    expect(said).toContain('TSval=90 is the clock of the server');
    expect(said).toContain('TSecr=700 is the clock of row 1');
  });

  test('of rows of one tick it is the one that this row confirms, else the latest', async () => {
    const t = trace({ timestamps: true });
    const tick = { tsVal: 77 };
    t.handshake(tick);
    t.client.data('a', tick);
    t.server.ack();
    t.client.data('b', tick);
    t.server.data('c');
    t.client.ack(tick);
    t.server.data('d', { tsEcr: 77 });
    const whole = await analyzeBytes(t.capture(), 'trace');
    const told = [5, 7, 9].map((frame) => textOf(explained(whole, frame), 'how'));
    expect(told[0]).toContain('clock of row 4');
    expect(told[1]).toContain('clock of row 6');
    expect(told[2]).toContain('clock of row 8');
  });

  test('a clock that no row shows is not told', () => {
    expect(textOf(explained(analysis([asked, answer(699)]), 2), 'how')).not.toContain('TSecr');
  });
});

const flagged = (spec: Omit<RowSpec, 'frame'>): string =>
  textOf(explained(analysis([row({ frame: 1, ...spec })]), 1), 'how');

describe('flags beside the course of the connection', () => {
  test.each([
    ['a SYN with ECE and CWR asks for ECN', 'syn', ['SYN', 'ECE', 'CWR'], 'ask for explicit'],
    ['a SYN-ACK with ECE agrees', 'syn-ack', ['SYN', 'ACK', 'ECE'], 'agrees to explicit'],
    ['ECE later tells of a mark', 'ack', ['ACK', 'ECE'], 'running full'],
    ['CWR later tells of slowing down', 'data', ['ACK', 'CWR'], 'slowed down'],
    ['AE on a SYN asks for the accurate kind', 'syn', ['SYN', 'ECE', 'CWR', 'AE'], 'accurate'],
  ] as const)('%s', (_, kind, flags, text) => {
    expect(flagged({ kind, flags })).toContain(text);
  });

  test.each([
    ['a SYN with ECE alone', 'syn', ['SYN', 'ECE']],
    ['a SYN-ACK that sends both back', 'syn-ack', ['SYN', 'ACK', 'ECE', 'CWR']],
    ['a plain SYN', 'syn', ['SYN']],
  ] as const)('%s says nothing of congestion', (_, kind, flags) => {
    expect(flagged({ kind, flags })).not.toContain('congestion');
  });

  test.each([
    ['IPv4', {}],
    ['IPv6', { client: { address: 'fd00::1' }, server: { address: 'fd00::2' } }],
  ])('the mark of a router, who tells of it, and who slows down: %s', async (_, options) => {
    const t = trace(options);
    t.client.syn({ flags: TcpFlag.SYN | TcpFlag.ECE | TcpFlag.CWR });
    t.server.synAck({ flags: TcpFlag.SYN | TcpFlag.ACK | TcpFlag.ECE });
    t.client.ack();
    t.client.data(10, { trafficClass: 2 });
    t.client.data(10, { trafficClass: 3 });
    t.server.ack({ flags: TcpFlag.ACK | TcpFlag.ECE });
    t.client.data(10, { trafficClass: 2, flags: TcpFlag.ACK | TcpFlag.CWR });
    const whole = await analyzeBytes(t.capture(), 'trace');
    const said = (frame: number): string => textOf(explained(whole, frame));
    expect(said(5)).toContain('mark CE');
    expect(said(5)).toContain('Row 6 tells the client of the mark');
    expect(said(6)).toContain('row 5 reached the server with the mark');
    expect(said(7)).toContain('because of the congestion that row 6 tells of');
    for (const frame of [1, 2, 3, 4, 7]) expect(said(frame)).not.toContain('mark CE');
  });

  test('without an agreement in the handshake they tell nothing (RFC 3168 6.1.1)', () => {
    const said = (answer: readonly string[]): string =>
      textOf(
        explained(
          analysis([
            row({ frame: 1, kind: 'syn', flags: ['SYN', 'ECE', 'CWR'] }),
            row({ frame: 2, kind: 'syn-ack', flags: ['SYN', 'ACK', ...answer], fromClient: false }),
            row({ frame: 3, kind: 'data', flags: ['ACK', 'CWR'] }),
          ]),
          3,
        ),
        'how',
      );
    expect(said(['ECE'])).toContain('slowed down');
    expect(said(['ECE', 'CWR'])).toContain('tell nothing here');
    expect(said([])).toContain('tell nothing here');
  });

  test('the urgent pointer counts from the sequence number to the byte behind (RFC 9293 3.8.5)', () => {
    const tcp = { urgentPointer: 3 };
    const spec = { kind: 'data', payload: 'abcde', relSeq: 10, tcp } as const;
    expect(flagged({ ...spec, flags: ['ACK', 'URG'] })).toContain('ends with byte 12 as urgent');
    expect(flagged({ ...spec, flags: ['ACK'] })).not.toContain('urgent');
  });
});

const field = (layer: string, name: string, value: string): FrameField => ({
  layer,
  name,
  value,
  start: 0,
  end: 1,
});
const wrapped = (all: readonly FrameField[]): string =>
  textOf(
    explained(
      analysis([row({ frame: 1, kind: 'ack', flags: ['ACK'], row: { fields: { all } } })]),
      1,
    ),
    'how',
  );

describe('what a segment is wrapped in', () => {
  const ip = (source: string, destination: string): FrameField[] => [
    field('ip', 'Version', '4'),
    field('ip', 'Source address', source),
    field('ip', 'Destination address', destination),
  ];
  const ethernet = field('eth', 'Type', '0x0800');

  test('nothing is said of one link header and one IP header', () => {
    expect(wrapped([ethernet, ...ip('a', 'b')])).not.toContain('outside in');
  });

  test('a VLAN tag is named with its number', () => {
    const said = wrapped([ethernet, field('vlan', 'VLAN identifier', '6'), ...ip('a', 'b')]);
    expect(said).toContain('holds Ethernet, VLAN 6, IPv4 a → b and TCP');
    expect(said).not.toContain('tunnel');
  });

  test('IP in IP is a tunnel between the outer addresses', () => {
    const said = wrapped([ethernet, ...ip('a', 'b'), ...ip('c', 'd')]);
    expect(said).toContain('IPv4 a → b, IPv4 c → d and TCP');
    expect(said).toContain('a tunnel: between a and b');
  });
});

test('a payload cut by the capture says how much of it is missing', () => {
  const cut = row({
    frame: 1,
    kind: 'data',
    flags: ['ACK'],
    payload: 'abc',
    tcp: { len: 10 },
    row: { origLen: 64 },
  });
  expect(textOf(explained(analysis([cut]), 1), 'how')).toContain(
    'Of its 10 bytes of payload the capture lacks the last 7.',
  );
});
