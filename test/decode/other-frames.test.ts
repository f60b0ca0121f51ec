// Frames without TCP by what they are, in reports and in summaries alike.

import { expect, test } from 'vitest';
import { OtherFrames } from '../../src/decode/other-frames.ts';
import { be16, decode, eth, ipv4, ipv6, udp, zeros, type Bytes } from './frames.ts';

test.each<[string, Bytes, number?]>([
  ['icmp', eth(0x0800, ipv4(1, zeros(8)))],
  ['icmpv6', eth(0x86dd, ipv6(58, zeros(8)))],
  ['igmp', eth(0x0800, ipv4(2, zeros(8)))],
  ['udp', eth(0x0800, ipv4(17, udp(53, zeros(12))))],
  ['ip protocol 253', eth(0x0800, ipv4(253, zeros(8)))],
  ['arp', eth(0x0806, zeros(28))],
  ['arp', [...eth(0x8100, be16(7)), ...be16(0x0806), ...zeros(28)]],
  ['ip (wrong length)', eth(0x0800, ipv4(1, zeros(8)).slice(0, 10))],
  ['other (link type not decoded)', zeros(20), 147],
])('%s', (name, frame, linkType = 1) => {
  const frames = new OtherFrames();
  frames.note(decode([frame], linkType).decoder.packet);
  expect([...frames.byName()]).toEqual([[name, 1]]);
});

test('the most frequent come first, then the alphabet', () => {
  const frames = new OtherFrames();
  for (const frame of [
    eth(0x0800, ipv4(17, udp(53, zeros(12)))),
    eth(0x0806, zeros(28)),
    eth(0x0800, ipv4(2, zeros(8))),
    eth(0x0800, ipv4(2, zeros(8))),
  ])
    frames.note(decode([frame]).decoder.packet);
  expect([...frames.byName()]).toEqual([
    ['igmp', 2],
    ['arp', 1],
    ['udp', 1],
  ]);
});
