import { expect, test } from 'vitest';
import { tcpChecksum } from '../../src/decode/checksum.ts';
import { Decoder } from '../../src/decode/decoder.ts';
import { isLinkTypeSupported } from '../../src/decode/link-layers.ts';
import { describeStop } from '../../src/decode/stop.ts';
import { amsdu, sflow } from '../support/aggregate.ts';
import type { Bytes } from './frames.ts';
import {
  fieldsOf,
  MAC_A,
  MAC_B,
  V4,
  V6,
  be16,
  be32,
  eth,
  ipv4,
  ipv6,
  tcp,
  udp,
  zeros,
} from './frames.ts';

const SEED = 20_240_611;
const LINK_TYPES = Array.from({ length: 300 }, (_, linkType) => linkType).filter(
  isLinkTypeSupported,
);
const inner = eth(0x8100, [0, 1, 8, 0, ...V4]);
const TUNNEL_PORTS = [1701, 2152, 3386, 3544, 4341, 4789, 4790, 5072, 5247, 6081, 6343, 37008];
const SAMPLES: Bytes[] = [
  eth(0x0800, ipv4(6, tcp([1, 2], { options: [1, 1, 5, 10, ...zeros(8)] }))),
  eth(
    0x86dd,
    ipv6(0, [43, 0, ...zeros(6), 44, 2, 0, 1, ...zeros(20), 6, 0, 0, 1, ...be32(4), ...tcp()]),
  ),
  eth(0x0800, ipv4(6, tcp([1, 2, 3, 4]), { flagsAndOffset: 0x2000 })),
  eth(0x0800, ipv4(47, [0xf0, 0, 0x65, 0x58, ...zeros(20), ...inner])),
  ...TUNNEL_PORTS.map((port) => eth(0x0800, ipv4(17, udp(port, [...zeros(8), ...inner])))),
  eth(
    0x0800,
    ipv4(
      17,
      udp(6343, [
        ...be32(5),
        ...be32(1),
        ...zeros(16),
        ...be32(1),
        ...be32(1),
        ...be32(99),
        ...zeros(28),
        ...be32(1),
        ...be32(1),
        ...be32(80),
        ...be32(1),
        ...zeros(8),
        ...be32(64),
        ...inner,
      ]),
    ),
  ),
  eth(0x8847, [0, 1, 1, 64, ...V6]),
  [
    0,
    0,
    9,
    0,
    2,
    0,
    0,
    0,
    0,
    0x88,
    1,
    0,
    0,
    ...MAC_B,
    ...MAC_A,
    ...MAC_A,
    0,
    0,
    0x80,
    0,
    ...zeros(14),
    ...V4,
  ],
  [2, 0, 0, 0, 8, 0, 1, 0, ...be16(8), 9, 0, ...V4],
  amsdu([V4, ipv4(6, tcp([1, 2, 3, 4]), { flagsAndOffset: 0x2000 }), V6, V4]),
  sflow([V4, V6, V4]),
  V4,
  V6,
];

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** What lies outside the bytes it was found in, or contradicts itself; empty when all is well. */
function faultsOf(decoder: Decoder, frame: Bytes, linkType: number, origLen: number): string[] {
  const bytes = Uint8Array.from(frame);
  const record = { frame: 1, bytes, start: 0, end: bytes.length, origLen, linkType, fcsLen: 0 };
  const faults: string[] = [];
  let found = decoder.decode(record);
  do faults.push(...faultsIn(decoder, found));
  while (found && (found = decoder.decodeNext(1)));
  return faults;
}

function faultsIn({ packet }: Decoder, found: boolean): string[] {
  const { tcp: segment } = packet;
  const limit = packet.bytes.length;
  const faults: string[] = [];
  if ((describeStop(packet) === null) !== found) faults.push('found and stopped');
  for (const { name, start, end } of fieldsOf(packet)) {
    if (start < 0 || end > limit || start >= end)
      faults.push(`${name} [${start}, ${end}) of ${limit}`);
  }
  if (!found) return faults;
  const { payloadStart, payloadEnd, len } = segment;
  if (payloadStart > payloadEnd || payloadEnd > limit || len < -1) faults.push('payload');
  if (packet.srcStart < 0 || packet.srcStart + packet.addressLen > limit) faults.push('address');
  if (tcpChecksum(packet).verdict === 'absent') faults.push('checksum');
  return faults;
}

test('every prefix of every sample under every link type ends inside its bytes', () => {
  const decoder = new Decoder();
  const faults: string[] = [];
  for (const sample of SAMPLES) {
    for (let len = 0; len <= sample.length; len += len < 60 ? 1 : 7) {
      const prefix = sample.slice(0, len);
      for (const linkType of LINK_TYPES) {
        faults.push(...faultsOf(decoder, prefix, linkType, sample.length));
      }
    }
  }
  expect(faults).toEqual([]);
});

test(`seeded bit flips (seed ${SEED}) never throw, whatever lengths they make up`, () => {
  const random = mulberry32(SEED);
  const decoder = new Decoder();
  const faults: string[] = [];
  for (let round = 0; round < 50_000; round++) {
    const frame = [...(SAMPLES[random() % SAMPLES.length] as Bytes)];
    for (let flips = 1 + (random() % 4); flips > 0; flips--) {
      const at = random() % frame.length;
      frame[at] = (frame[at] as number) ^ (1 << (random() % 8));
    }
    const linkType = random() % 2 === 0 ? 1 : (LINK_TYPES[random() % LINK_TYPES.length] as number);
    const origLen = random() % 3 === 0 ? random() % 2000 : frame.length;
    faults.push(...faultsOf(decoder, frame, linkType, origLen));
  }
  expect(faults).toEqual([]);
});
