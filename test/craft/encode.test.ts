// Encoding of segments, link headers and files: against known bytes, arithmetic, and tshark where it is installed.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writePcap } from '../../src/craft/capture-writer.ts';
import { encodeFrame, LINK_KINDS, LINK_TYPE_OF } from '../../src/craft/encode-link.ts';
import { encodeSegment } from '../../src/craft/encode-segment.ts';
import { newEnd, receive, resetFor, send, type SentSegment } from '../../src/craft/exchange.ts';
import { writePcapng } from '../../src/craft/pcapng-writer.ts';
import { packOptions, tcpOption } from '../../src/craft/tcp-option-bytes.ts';
import { parseIp } from '../../src/decode/address.ts';
import { onesSum, pseudoHeaderSum } from '../../src/decode/checksum.ts';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { pcapRecords } from '../support/pcap-records.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { noTshark } from '../support/tshark.ts';

const ip = (text: string): Uint8Array => parseIp(text) as Uint8Array;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const LOOP = { src: ip('127.0.0.1'), dst: ip('127.0.0.1') };
const PREVIEW = encodeSegment(
  { ...LOOP, id: 0x3b03, ttl: 64 },
  {
    srcPort: 63_588,
    dstPort: 12_345,
    seq: 0xe664e0c2,
    flags: TcpFlag.SYN,
    window: 0xffff,
    payload: bytes('Hello Packet (preview)'),
  },
);
const host = (last: number) => ({
  address: Uint8Array.of(10, 0, 0, last),
  ttl: 64,
  dontFragment: true,
  nextId: 0xffff,
});
const folder = temporaryFolder();

/** What tshark says of the file, one line a frame. */
function tsharkFields(file: Uint8Array, ...fields: string[]): string {
  const path = join(folder, 'crafted');
  writeFileSync(path, file);
  const wanted = fields.flatMap((field) => ['-e', field]);
  const args = ['-n', '-o', 'tcp.check_checksum:TRUE', '-r', path, '-T', 'fields', ...wanted];
  return execFileSync('tshark', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

describe('encodeSegment', () => {
  test('writes the known preview packet byte for byte', () => {
    expect(hex(PREVIEW)).toBe(
      '4500003e3b030000400641b57f0000017f000001f8643039e664e0c2000000005002ffffae31000048656c6c6f205061636b657420287072657669657729',
    );
  });

  test.each([
    ['IPv4', ip('192.0.2.1'), ip('198.51.100.7'), 12, 20],
    ['IPv6', ip('2001:db8::1'), ip('2001:db8::2'), 8, 40],
  ])(
    'a good checksum over %s makes the whole sum ffff, also with an odd payload',
    (_, src, dst, at, header) => {
      const fields = { srcPort: 1, dstPort: 2, seq: 3, flags: TcpFlag.ACK, payload: bytes('odd') };
      const packet = encodeSegment({ src, dst }, fields);
      const pseudo = pseudoHeaderSum(
        packet,
        at,
        src.length,
        at + src.length,
        6,
        packet.length - header,
      );
      expect(onesSum(packet, header, packet.length, pseudo)).toBe(0xffff);
      expect(hex(encodeSegment({ src, dst }, { ...fields, checksum: 'offloaded' }))).toContain(
        pseudo.toString(16).padStart(4, '0'),
      );
    },
  );

  test('what is given is written even when it is wrong', () => {
    const packet = encodeSegment(
      { ...LOOP, lengthField: 9, headerChecksum: 0xdead },
      { srcPort: 1, dstPort: 2, seq: 3, flags: 0xfff, dataOffset: 15, checksum: 0xbeef },
    );
    expect(hex(packet.subarray(2, 4))).toBe('0009');
    expect(hex(packet.subarray(10, 12))).toBe('dead');
    expect(hex(packet.subarray(32, 38))).toBe('ffff0000beef');
  });

  test('addresses of two IP versions are refused', () => {
    const mixed = { src: ip('::1'), dst: ip('127.0.0.1') };
    expect(() => encodeSegment(mixed, { srcPort: 1, dstPort: 2, seq: 3, flags: 0 })).toThrow(
      RangeError,
    );
  });

  test('options are filled with End of Option List to a 32-bit border', () => {
    expect(hex(packOptions(tcpOption.windowScale(7)))).toBe('03030700');
    expect(hex(packOptions(tcpOption.sack([[0xffffffff, 1]]), tcpOption.nop, tcpOption.nop))).toBe(
      '050affffffff000000010101',
    );
  });
});

describe('encodeFrame', () => {
  test.each([
    ['raw', ''],
    ['null', '02000000'],
    ['loop', '00000002'],
    ['ethernet', '0000000000000000000000000800'],
    ['sll', '00000304000600000000000000000800'],
    ['sll2', '0800000000000001030400060000000000000000'],
  ] as const)('%s puts its header in front of an IPv4 packet', (kind, header) => {
    expect(hex(encodeFrame({ kind }, PREVIEW))).toBe(header + hex(PREVIEW));
  });

  test('Ethernet pads to 60 bytes only when the card has done so', () => {
    const short = encodeSegment(LOOP, { srcPort: 1, dstPort: 2, seq: 3, flags: TcpFlag.ACK });
    expect(encodeFrame({ kind: 'ethernet', padding: 'minimum' }, short)).toHaveLength(60);
    expect(encodeFrame({ kind: 'ethernet', padding: 'none' }, short)).toHaveLength(54);
    expect(encodeFrame({ kind: 'ethernet', padding: 'minimum' }, PREVIEW)).toHaveLength(76);
  });
});

describe('writePcap', () => {
  test.each([
    ['little-endian microseconds', 'd4c3b2a1', {}, 1_001_000],
    ['big-endian microseconds', 'a1b2c3d4', { bigEndian: true }, 1_001_000],
    ['little-endian nanoseconds', '4d3cb2a1', { nanoseconds: true }, 1_001_999],
    ['big-endian nanoseconds', 'a1b23c4d', { bigEndian: true, nanoseconds: true }, 1_001_999],
  ])(
    '%s begin with their magic and keep the times the format can hold',
    (_, magic, options, elapsedNs) => {
      const times = [10_000_000_000n, 10_001_001_999n];
      const frames = times.map((timeNs) => ({ timeNs, bytes: PREVIEW, origLen: 99 }));
      const file = writePcap(frames, { linkType: LINK_TYPE_OF.raw, ...options });
      expect(hex(file.subarray(0, 4))).toBe(magic);
      const { linkType, records } = pcapRecords(file);
      expect(linkType).toBe(101);
      expect(records.map(({ timeNs, origLen }) => [timeNs, origLen])).toEqual([
        [0, 99],
        [elapsedNs, 99],
      ]);
      expect(records[1]?.bytes).toEqual(PREVIEW);
    },
  );
});

describe('an exchange', () => {
  test('numbers wrap at 2^32, identifications at 2^16, and a hole is closed when it is filled', () => {
    const [from, to] = [newEnd(host(1), 1, 0xfffffffe, 0), newEnd(host(2), 2, 0, 0)];
    receive(to, send(from, to, { flags: TcpFlag.SYN }));
    const [first, second] = ['ab', 'cd'].map((text) =>
      send(from, to, { flags: TcpFlag.ACK, payload: bytes(text) }),
    );
    receive(to, second as SentSegment);
    expect(to.rcvNxt).toBe(0xffffffff);
    receive(to, first as SentSegment);
    expect([to.rcvNxt, from.sndNxt, from.host.nextId]).toEqual([3, 3, 2]);
  });

  const at = { packet: PREVIEW, seq: 100, ack: 700, segLen: 5 };
  test.each([
    [
      'with ACK the reset takes its number from it and acknowledges nothing',
      TcpFlag.ACK,
      { flags: TcpFlag.RST, seq: 700, window: 0 },
    ],
    [
      'without ACK the reset has number 0 and acknowledges SEG.SEQ + SEG.LEN',
      TcpFlag.SYN,
      { flags: TcpFlag.RST | TcpFlag.ACK, seq: 0, ack: 105, window: 0 },
    ],
    ['a reset is never answered with a reset', TcpFlag.RST | TcpFlag.ACK, null],
  ])('RFC 9293 3.10.7.1: %s', (_, flags, expected) => {
    expect(resetFor({ ...at, flags })).toEqual(expected);
  });
});

describe.skipIf(noTshark)('tshark, where it is installed, reads', () => {
  let told: string[] | null = null;
  /** What tshark says of two frames of every link, IPv4 and IPv6, asked once: starting it is what takes time. */
  const tsharkTells = (): string[] => {
    const v6 = { src: ip('2001:db8::1'), dst: ip('2001:db8::2') };
    const six = encodeSegment(v6, { srcPort: 9, dstPort: 10, seq: 1, flags: TcpFlag.SYN });
    const interfaces = LINK_KINDS.map((kind) => ({ linkType: LINK_TYPE_OF[kind], name: kind }));
    const frames = LINK_KINDS.flatMap((kind, interfaceId) =>
      [PREVIEW, six].map((packet) => ({
        timeNs: 0n,
        bytes: encodeFrame({ kind }, packet),
        interfaceId,
      })),
    );
    const fields = ['frame.interface_name', 'tcp.dstport', 'tcp.checksum.status', '_ws.malformed'];
    return tsharkFields(writePcapng(interfaces, frames), ...fields).split('\n');
  };

  test.each(LINK_KINDS)('a %s frame of either IP version', (kind) => {
    told ??= tsharkTells();
    const both = told.filter((line) => line.startsWith(`${kind}\t`));
    expect(both.map((line) => line.trim())).toEqual([`${kind}\t12345\t1`, `${kind}\t10\t1`]);
  });

  test.each([false, true])(
    'a pcapng with two interfaces, two resolutions and a comment, big-endian: %s',
    (bigEndian) => {
      const interfaces = [
        { linkType: 101, name: 'tun0' },
        { linkType: 0, name: 'lo0', tsDigits: 9 },
      ];
      const frames = [
        { timeNs: 1_700_000_000_000_001_000n, bytes: PREVIEW },
        {
          timeNs: 1_700_000_000_000_001_234n,
          bytes: encodeFrame({ kind: 'null' }, PREVIEW),
          interfaceId: 1,
          comment: 'odd',
        },
      ];
      const file = writePcapng(interfaces, frames, bigEndian);
      expect(
        tsharkFields(
          file,
          'frame.interface_name',
          'frame.time_epoch',
          'frame.comment',
          'tcp.dstport',
        ),
      ).toBe('tun0\t1700000000.000001000\t\t12345\nlo0\t1700000000.000001234\todd\t12345');
    },
  );
});
