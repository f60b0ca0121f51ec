import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Layer } from '../../src/decode/layer.ts';
import { describeStop } from '../../src/decode/stop.ts';
import { seededRandom } from '../support/reduced.ts';
import type { Bytes } from './frames.ts';
import { fieldsOf, be16, decode, eth, HELLO, ipv4, ipv6, tcp, V4, V6, zeros } from './frames.ts';

const IPCOMP = 108;
const ipcomp = (next: number, payload: Bytes, cpi = 2): number[] => [
  next,
  0,
  ...be16(cpi),
  ...deflateRawSync(Uint8Array.from(payload)),
];
const TRANSPORT = eth(0x0800, ipv4(IPCOMP, ipcomp(6, tcp(HELLO))));

describe('a compressed payload (RFC 3173) is gone on with as though it were there', () => {
  test.each<[string, Bytes]>([
    ['a segment', TRANSPORT],
    ['an IPv6 packet', eth(0x86dd, ipv6(IPCOMP, ipcomp(41, V6)))],
    ['an IPv4 packet in IPv6', eth(0x86dd, ipv6(IPCOMP, ipcomp(4, V4)))],
    [
      'under an index agreed between the ends',
      eth(0x0800, ipv4(IPCOMP, ipcomp(6, tcp(HELLO), 0x635c))),
    ],
    ['compressed twice', eth(0x0800, ipv4(IPCOMP, ipcomp(IPCOMP, ipcomp(6, tcp(HELLO)))))],
  ])('%s', (_, frame) => {
    const { decoder, found } = decode([frame]);
    expect(found).toEqual([true]);
    const { bytes, tcp: view, reassembled, fragmentFrames } = decoder.packet;
    expect(Buffer.from(bytes.subarray(view.payloadStart, view.payloadEnd)).toString()).toBe(
      'hello',
    );
    expect({ len: view.len, reassembled, fragmentFrames }).toEqual({
      len: 5,
      reassembled: true,
      fragmentFrames: [],
    });
  });

  test('its headers lie behind those of the frame, and what is told of them stays inside', () => {
    const { packet } = decode([TRANSPORT]).decoder;
    expect([...packet.layerKinds.subarray(0, packet.layerCount)]).toEqual([
      Layer.Ethernet,
      Layer.Ipv4,
      Layer.IpComp,
      Layer.Tcp,
    ]);
    expect(packet.tcp.start).toBe(14 + 20 + 4);
    for (const { start, end } of fieldsOf(packet)) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(packet.bytes.length);
    }
  });

  test('also when it comes in fragments, whose frames are then named', () => {
    const payload = ipcomp(6, tcp(Array.from({ length: 80 }, (_, i) => (i * 37) & 0xff)));
    const piece = (from: number, to: number): number[] => {
      const flagsAndOffset = (to < payload.length ? 0x2000 : 0) | (from >>> 3);
      return eth(0x0800, ipv4(IPCOMP, payload.slice(from, to), { flagsAndOffset }));
    };
    const { decoder, found } = decode([piece(0, 40), piece(40, payload.length)]);
    expect(found).toEqual([false, true]);
    expect(decoder.packet.fragmentFrames).toEqual([1, 2]);
    expect(decoder.packet.tcp.len).toBe(80);
  });

  test('the next frame has its own bytes again', () => {
    const { decoder, found } = decode([TRANSPORT, eth(0x0800, V4)]);
    expect(found).toEqual([true, true]);
    expect(decoder.packet.reassembled).toBe(false);
  });
});

describe('it stays closed', () => {
  const damaged = ipcomp(6, tcp(HELLO));
  damaged.splice(4, 1, 0xff);
  test.each<[string, Bytes, { origLen?: number }]>([
    ['under the index of another algorithm (3: LZS)', ipcomp(6, tcp(HELLO), 3), {}],
    ['where it is no DEFLATE stream', damaged, {}],
    ['where it would grow past any packet', ipcomp(6, zeros(0x1_0000)), {}],
    ['where the capture cut it', ipcomp(6, tcp(HELLO)).slice(0, -2), { origLen: 200 }],
  ])('%s', (_, payload, more) => {
    const frame = eth(
      0x0800,
      ipv4(IPCOMP, payload, more.origLen === undefined ? {} : { totalLen: 186 }),
    );
    const { decoder, found } = decode([frame], 1, more);
    expect(found).toEqual([false]);
    expect(describeStop(decoder.packet)).toMatchObject({ name: 'Opaque', layer: 'ipcomp' });
  });

  test('not at the largest packet there is', () => {
    const segment = tcp(zeros(0xffff - 20));
    const { decoder, found } = decode([eth(0x0800, ipv4(IPCOMP, ipcomp(6, segment)))]);
    expect(found).toEqual([true]);
    expect(decoder.packet.tcp.len).toBe(0xffff - 20);
  });

  test('nothing that is put there makes it throw', () => {
    const random = seededRandom(3173);
    for (let round = 0; round < 500; round++) {
      const payload = Array.from({ length: Math.floor(random() * 60) }, () =>
        Math.floor(random() * 256),
      );
      payload.splice(1, 3, 0, 0, 2);
      expect(() => decode([eth(0x0800, ipv4(IPCOMP, payload))])).not.toThrow();
    }
  });
});
