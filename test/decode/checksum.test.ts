import { describe, expect, test } from 'vitest';
import {
  internetChecksum,
  ipv4HeaderChecksum,
  onesSum,
  tcpChecksum,
} from '../../src/decode/checksum.ts';
import type { Bytes } from './frames.ts';
import { HELLO, decode, eth, ipv4, summed, tcp } from './frames.ts';

const RFC1071 = Uint8Array.from([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]);

function verdictOf(segment: Bytes, origLen?: number, cut = 0): ReturnType<typeof tcpChecksum> {
  const frame = eth(0x0800, ipv4(6, segment));
  const kept = frame.slice(0, frame.length - cut);
  return tcpChecksum(decode([kept], 1, { origLen: origLen ?? frame.length }).decoder.packet);
}

describe('the Internet checksum (RFC 1071)', () => {
  test('section 3: the example sums to ddf2', () => {
    expect(onesSum(RFC1071, 0, 8)).toBe(0xddf2);
    expect(internetChecksum(RFC1071, 0, 8)).toBe(0x220d);
  });

  test('an odd last octet is padded with zero', () => {
    expect(onesSum(RFC1071, 0, 7)).toBe(
      onesSum(Uint8Array.from([...RFC1071.slice(0, 7), 0]), 0, 8),
    );
  });
});

const withField = (checksum: number) => tcp(HELLO, { checksum });

describe('the verdict on a TCP checksum', () => {
  const good = summed(tcp(HELLO));
  const { pseudoSum } = verdictOf(good);

  test.each([
    ['good: the sum is right', good, 0, 'good'],
    ['damaged: one payload bit differs', [...good.slice(0, -1), 0x6e], 0, 'damaged'],
    ['offloaded: the field is the pseudo-header sum', withField(pseudoSum), 0, 'offloaded'],
    [
      'damaged: the field is the inverted pseudo-header sum',
      withField(~pseudoSum & 0xffff),
      0,
      'damaged',
    ],
    ['offloaded: the field is zero', withField(0), 0, 'offloaded'],
    ['not-verifiable: the capture cut the payload', good, 1, 'not-verifiable'],
    [
      'offloaded: cut, but the field is the pseudo-header sum',
      withField(pseudoSum),
      1,
      'offloaded',
    ],
    ['not-verifiable: the capture cut the checksum itself', good, 8, 'not-verifiable'],
  ])('%s', (_, segment, cut, verdict) => {
    expect(verdictOf(segment, undefined, cut).verdict).toBe(verdict);
  });

  test('the pseudo-header holds addresses, protocol 6 and the TCP length', () => {
    expect(pseudoSum).toBe(0xc000 + 0x0201 + 0xc000 + 0x0202 + 6 + 25 - 0xffff);
  });
});

test('an IPv4 header checksum is good, or damaged by one bit', () => {
  const packet = ipv4(6, tcp(HELLO));
  expect(ipv4HeaderChecksum(decode([eth(0x0800, packet)]).decoder.packet).verdict).toBe('good');
  packet[8] = 63;
  expect(ipv4HeaderChecksum(decode([eth(0x0800, packet)]).decoder.packet).verdict).toBe('damaged');
});
