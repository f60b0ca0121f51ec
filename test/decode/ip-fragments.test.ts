import { describe, expect, test } from 'vitest';
import { formatIpv4 } from '../../src/decode/address.ts';
import { tcpChecksum } from '../../src/decode/checksum.ts';
import { IpFragments } from '../../src/decode/ip-fragments.ts';
import { Layer } from '../../src/decode/layer.ts';
import { PacketView } from '../../src/decode/packet-view.ts';
import { describeStop } from '../../src/decode/stop.ts';
import type { Bytes } from './frames.ts';
import { fieldsOf, be16, be32, decode, eth, ipv4, ipv6, summed, tcp, text } from './frames.ts';

const SEGMENT = summed(tcp(text('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH')));
const MORE = 0x2000;

function piece(
  from: number,
  to: number,
  id = 1,
  more = to < SEGMENT.length,
  bytes: Bytes = SEGMENT,
) {
  const flagsAndOffset = (more ? MORE : 0) | (from >>> 3);
  return eth(0x0800, ipv4(6, bytes.slice(from, to), { id, flagsAndOffset }));
}
function piece6(from: number, to: number, id = 1) {
  const more = to < SEGMENT.length ? 1 : 0;
  const header = [6, 0, ...be16(from | more), ...be32(id)];
  return eth(0x86dd, ipv6(44, [...header, ...SEGMENT.slice(from, to)]));
}

describe('the segment belongs to the frame that completes the datagram', () => {
  test.each<[string, Bytes[], boolean[]]>([
    ['in order', [piece(0, 32), piece(32, 64)], [false, true]],
    ['last fragment first', [piece(32, 64), piece(0, 32)], [false, true]],
    [
      'three, the middle one last',
      [piece(48, 64), piece(0, 24), piece(24, 48)],
      [false, false, true],
    ],
    ['overlapping', [piece(0, 40), piece(24, 64)], [false, true]],
    ['one inside another', [piece(0, 40), piece(8, 24), piece(40, 64)], [false, false, true]],
    [
      'a duplicate before the end',
      [piece(0, 32), piece(0, 32), piece(32, 64)],
      [false, false, true],
    ],
    [
      'two datagrams, mixed',
      [piece(0, 32, 1), piece(0, 32, 2), piece(32, 64, 2), piece(32, 64, 1)],
      [false, false, true, true],
    ],
    [
      'the same identification again',
      [piece(0, 32), piece(32, 64), piece(0, 32), piece(32, 64)],
      [false, true, false, true],
    ],
    ['another identification', [piece(0, 32, 1), piece(32, 64, 2)], [false, false]],
    ['a hole', [piece(0, 24), piece(32, 64)], [false, false]],
    ['IPv6', [piece6(0, 32), piece6(32, 64)], [false, true]],
    ['IPv6, last fragment first', [piece6(32, 64), piece6(0, 32)], [false, true]],
  ])('%s', (_, frames, found) => {
    const { decoder, found: got } = decode(frames);
    expect(got).toEqual(found);
    const { packet } = decoder;
    if (found.at(-1) !== true) return;
    expect(packet.tcp).toMatchObject({ srcPort: 40000, len: 44 });
    const payload = packet.bytes.subarray(packet.tcp.payloadStart, packet.tcp.payloadEnd);
    expect([...payload]).toEqual(SEGMENT.slice(20));
    expect(packet.reassembled).toBe(true);
  });

  test('offsets point into the datagram: addresses, checksum and fields hold', () => {
    const { packet } = decode([piece(0, 32), piece(32, 64)]).decoder;
    expect(packet.fragmentFrames).toEqual([1, 2]);
    expect(formatIpv4(packet.bytes, packet.srcStart)).toBe('192.0.2.1');
    expect(tcpChecksum(packet).verdict).toBe('good');
    const ports = fieldsOf(packet).filter(({ name }) => name === 'Source port');
    expect(ports).toMatchObject([{ value: '40000', start: packet.tcp.start }]);
  });

  test('of overlapping pieces that differ the one with the lower offset wins', () => {
    const forged = SEGMENT.map((octet, i) => (i >= 20 ? 0x58 : octet));
    const { packet } = decode([piece(0, 32), piece(24, 64, 1, false, forged)]).decoder;
    const payload = Buffer.from(packet.bytes.subarray(packet.tcp.payloadStart));
    expect(payload.toString('latin1')).toBe(`abcdefghijkl${'X'.repeat(32)}`);
  });
});

const cut = (frame: Bytes, by: number) => ({ frame: frame.slice(0, -by), origLen: frame.length });

describe('a fragment that the capture cut', () => {
  test('first: it is decoded as it stands, its length unknown', () => {
    const { frame, origLen } = cut(piece(0, 32), 4);
    const { decoder, found } = decode([frame], 1, { origLen });
    expect(found).toEqual([true]);
    expect(decoder.packet).toMatchObject({ firstFragmentOnly: true, tcp: { len: -1 } });
    expect(tcpChecksum(decoder.packet).verdict).toBe('not-verifiable');
  });

  test('of a tunnel: the datagram in it says how long it is', () => {
    const tunnelled = eth(0x0800, ipv4(4, ipv4(6, SEGMENT), { id: 1, flagsAndOffset: MORE }));
    const { frame, origLen } = cut(tunnelled, 4);
    const { decoder, found } = decode([frame], 1, { origLen });
    expect(found).toEqual([true]);
    const { packet } = decoder;
    expect(packet).toMatchObject({
      firstFragmentOnly: false,
      tcp: { len: SEGMENT.length - packet.tcp.headerLen },
    });
  });

  test('later: it takes no part', () => {
    const { frame, origLen } = cut(piece(32, 64), 4);
    const { decoder } = decode([frame], 1, { origLen });
    expect(describeStop(decoder.packet)).toMatchObject({ name: 'FragmentAlone' });
  });
});

test('memory is bounded: the oldest unfinished datagrams go first', () => {
  const fragments = new IpFragments({ datagrams: 8, bytes: 1000, pieces: 4 });
  const packet = new PacketView();
  const take = (id: number, len: number, offset = 0) => {
    const bytes = Uint8Array.from(ipv4(6, Array<number>(len).fill(id)));
    packet.begin(bytes, 0, bytes.length, bytes.length);
    Object.assign(packet, {
      at: 20,
      ipVersion: 4,
      ipStart: 0,
      srcStart: 12,
      dstStart: 16,
      addressLen: 4,
    });
    Object.assign(packet, {
      ipId: id,
      fragmentOffset: offset,
      moreFragments: true,
      lenBeyondFrame: false,
    });
    return fragments.take(packet, Layer.Ipv4Fragment, id);
  };
  for (let id = 1; id <= 100; id++) take(id, 8);
  expect([fragments.heldDatagrams, fragments.heldBytes]).toEqual([8, 64]);
  for (let id = 101; id <= 110; id++) take(id, 480);
  expect(fragments.heldBytes).toBeLessThanOrEqual(1000);
  for (let i = 0; i < 4; i++) take(500, 8);
  expect(fragments.heldBytes).toBeLessThanOrEqual(1000);
});
