import { describe, expect, test } from 'vitest';
import { formatIpv4, formatIpv6 } from '../../src/decode/address.ts';
import { isLinkTypeSupported } from '../../src/decode/link-layers.ts';
import { layerNames } from '../../src/decode/layer.ts';
import { describeStop } from '../../src/decode/stop.ts';
import { outerAddresses } from '../support/outer-addresses.ts';
import type { Bytes } from './frames.ts';
import {
  MAC_A,
  MAC_B,
  SRC6,
  V4,
  V6,
  be16,
  be32,
  decode,
  eth,
  ipv4,
  ipv6,
  tcp,
  text,
  udp,
  zeros,
} from './frames.ts';

function layersOf(frame: Bytes, linkType = 1): string {
  const { found, decoder } = decode([frame], linkType);
  const { packet } = decoder;
  const kinds = [...packet.layerKinds.subarray(0, packet.layerCount)];
  if (found[0] !== true) return `stop ${describeStop(packet)?.name ?? ''}`;
  expect(packet.tcp).toMatchObject({ srcPort: 40000, dstPort: 80, len: 5 });
  const format = packet.addressLen === 4 ? formatIpv4 : formatIpv6;
  expect(format(packet.bytes, packet.srcStart)).toMatch(/^(192\.0\.2\.1|2001:db8::1)$/);
  return kinds.map((kind) => layerNames[kind]).join(':');
}

const llcSnap = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0];
const vlan = (id: number, type: number) => [...be16(id), ...be16(type)];
const inner = eth(0x0800, V4);
const ETH = 1;

describe('each link type leads to the segment', () => {
  test.each<[string, number, Bytes, string]>([
    ['NULL, little-endian AF_INET', 0, [2, 0, 0, 0, ...V4], 'null:ip:tcp'],
    ['NULL, big-endian AF_INET6 of macOS', 0, [0, 0, 0, 30, ...V6], 'null:ipv6:tcp'],
    ['NULL, AF_INET6 of FreeBSD', 0, [28, 0, 0, 0, ...V6], 'null:ipv6:tcp'],
    ['NULL, AF_INET6 of OpenBSD', 0, [24, 0, 0, 0, ...V6], 'null:ipv6:tcp'],
    ['LOOP, network order', 108, [0, 0, 0, 2, ...V4], 'null:ip:tcp'],
    ['Linux cooked v1', 113, [0, 0, 0, 1, 0, 6, ...MAC_A, 0, 0, 8, 0, ...V4], 'sll:ip:tcp'],
    [
      'Linux cooked v2',
      276,
      [0x86, 0xdd, 0, 0, ...be32(3), 0, 1, 0, 6, ...MAC_A, 0, 0, ...V6],
      'sll:ipv6:tcp',
    ],
    ['raw IP', 101, V6, 'ipv6:tcp'],
    ['raw IPv4', 228, V4, 'ip:tcp'],
    ['raw IPv6', 229, V6, 'ipv6:tcp'],
    ['raw IP of BSD', 12, V4, 'ip:tcp'],
    ['PPP with address and control', 9, [0xff, 3, 0, 0x21, ...V4], 'ppp:ip:tcp'],
    ['PPP with a compressed protocol field', 50, [0x57, ...V6], 'ppp:ipv6:tcp'],
    ['Cisco HDLC', 104, [0x0f, 0, 8, 0, ...V4], 'chdlc:ip:tcp'],
    ['Cisco HDLC under PPP', 9, [0x8f, 0, 8, 0, ...V4], 'chdlc:ip:tcp'],
    ['Frame Relay', 107, [0x18, 0x41, 3, 0xcc, ...V4], 'fr:ip:tcp'],
    ['FDDI', 10, [0x50, ...MAC_B, ...MAC_A, ...llcSnap, ...V4], 'fddi:llc:ip:tcp'],
    [
      'Token Ring, source-routed',
      6,
      [0x10, 0x40, ...MAC_B, 0x82, ...MAC_A.slice(1), 0x02, 0, ...llcSnap, ...V4],
      'tr:llc:ip:tcp',
    ],
    ['ARCnet of Linux', 129, [1, 2, 0, 0, 212, 0, 0, 1, ...V4], 'arcnet:ip:tcp'],
    [
      'ARCnet of BSD, exception packet',
      7,
      [1, 2, 212, 0xff, 0xff, 0xff, 212, 0, 0, 1, ...V4],
      'arcnet:ip:tcp',
    ],
    [
      '802.11 from the access point',
      105,
      [8, 2, 0, 0, ...MAC_B, ...MAC_A, ...MAC_A, 0, 0, ...llcSnap, ...V4],
      'wlan:llc:ip:tcp',
    ],
    [
      '802.11 QoS behind radiotap with FCS',
      127,
      [
        0,
        0,
        9,
        0,
        2,
        0,
        0,
        0,
        0x10,
        0x88,
        1,
        0,
        0,
        ...MAC_B,
        ...MAC_A,
        ...MAC_A,
        0,
        0,
        0,
        0,
        ...llcSnap,
        ...V4,
        1,
        2,
        3,
        4,
      ],
      'radiotap:wlan:llc:ip:tcp',
    ],
    ['PPI with Ethernet', 192, [0, 0, 8, 0, 1, 0, 0, 0, ...inner], 'ppi:eth:ip:tcp'],
    [
      'NFLOG',
      239,
      [2, 0, 0, 0, 8, 0, 1, 0, 8, 0, 0, 0, (4 + V4.length) & 0xff, 0, 9, 0, ...V4],
      'nflog:ip:tcp',
    ],
    ['IPNET', 226, [2, 26, ...zeros(22), ...V6], 'ipnet:ipv6:tcp'],
    ['IP over InfiniBand', 242, [...zeros(40), 8, 0, 0, 0, ...V4], 'ipoib:ip:tcp'],
    [
      'IP over Fibre Channel',
      122,
      [0, 0, ...MAC_A, 0, 0, ...MAC_B, ...llcSnap, ...V4],
      'ipfc:llc:ip:tcp',
    ],
    ['IP over IEEE 1394', 138, [...zeros(16), 0x86, 0xdd, ...V6], 'ap1394:ipv6:tcp'],
    ['SunATM, LLC', 123, [0x82, 0, 0, 5, ...llcSnap, ...V4], 'atm:llc:ip:tcp'],
    ['SunATM, LAN emulation', 123, [1, 0, 0, 5, 0, 0, ...inner], 'atm:eth:ip:tcp'],
    [
      'Juniper Ethernet',
      178,
      [0x4d, 0x47, 0x43, 0x80, 0, 3, 3, 1, 1, ...inner],
      'juniper:eth:ip:tcp',
    ],
  ])('%s', (_, linkType, frame, layers) => {
    expect(isLinkTypeSupported(linkType)).toBe(true);
    expect(layersOf(frame, linkType)).toBe(layers);
  });
});

const gre = (flags: number, type: number, rest: Bytes) =>
  eth(0x0800, ipv4(47, [...be16(flags), ...be16(type), ...rest]));
const over = (port: number, payload: Bytes) => eth(0x0800, ipv4(17, udp(port, payload)));
const extension = (next: number, units = 0) => [next, units, ...zeros(6 + 8 * units)];

describe('each layer above Ethernet leads to the segment', () => {
  test.each<[string, Bytes, string]>([
    ['802.1Q', eth(0x8100, [...vlan(5, 0x0800), ...V4]), 'eth:vlan:ip:tcp'],
    [
      '802.1ad with three tags',
      eth(0x88a8, [...vlan(1, 0x8100), ...vlan(2, 0x8100), ...vlan(3, 0x86dd), ...V6]),
      'eth:ieee8021ad:vlan:vlan:ipv6:tcp',
    ],
    ['LLC without SNAP', eth(3 + V4.length, [6, 6, 3, ...V4]), 'eth:llc:ip:tcp'],
    ['IPv6 announced as IPv4', eth(0x0800, V6), 'eth:ipv6:tcp'],
    [
      'MPLS with two labels',
      eth(0x8847, [0, 1, 0, 64, 0, 2, 1, 64, ...V4]),
      'eth:mpls:mpls:ip:tcp',
    ],
    [
      'MPLS pseudowire with control word',
      eth(0x8847, [0, 1, 1, 64, 0, 0, 0, 0, ...inner]),
      'eth:mpls:pwethcw:eth:ip:tcp',
    ],
    ['MPLS pseudowire without', eth(0x8847, [0, 1, 1, 64, ...inner]), 'eth:mpls:eth:ip:tcp'],
    [
      'PPPoE',
      eth(0x8864, [0x11, 0, 0, 1, ...be16(2 + V4.length), 0, 0x21, ...V4]),
      'eth:pppoes:ppp:ip:tcp',
    ],
    ['802.1ah', eth(0x88e7, [0, 0, 0, 1, ...inner]), 'eth:ieee8021ah:eth:ip:tcp'],
    ['VN-Tag', eth(0x8926, [0, 0, 0, 0, 8, 0, ...V4]), 'eth:vntag:ip:tcp'],
    ['E-TAG', eth(0x893f, [0, 0, 0, 0, 0, 0, 8, 0, ...V4]), 'eth:etag:ip:tcp'],
    ['FabricPath', eth(0x8903, [0, 0, ...inner, 1, 2, 3, 4]), 'cfp:eth:ip:tcp'],
    ['GRE', gre(0, 0x0800, V4), 'eth:ip:gre:ip:tcp'],
    [
      'GRE with checksum, key and sequence number',
      gre(0xb000, 0x6558, [...zeros(12), ...inner]),
      'eth:ip:gre:eth:ip:tcp',
    ],
    ['GRE of PPTP', gre(0x3081, 0x880b, [...zeros(12), 0, 0x21, ...V4]), 'eth:ip:gre:ppp:ip:tcp'],
    ['ERSPAN type I', gre(0, 0x88be, inner), 'eth:ip:gre:eth:ip:tcp'],
    [
      'ERSPAN type II',
      gre(0x1000, 0x88be, [...zeros(4), 0x10, ...zeros(7), ...inner]),
      'eth:ip:gre:erspan:eth:ip:tcp',
    ],
    [
      'ERSPAN type III',
      gre(0x1000, 0x22eb, [...zeros(4), 0x20, ...zeros(11), ...inner]),
      'eth:ip:gre:erspan:eth:ip:tcp',
    ],
    ['WCCP with a redirect header', gre(0, 0x883e, [0, 0, 0, 0, ...V4]), 'eth:ip:gre:wccp:ip:tcp'],
    ['IP in IP', eth(0x0800, ipv4(4, V4)), 'eth:ip:ip:tcp'],
    ['6in4', eth(0x0800, ipv4(41, V6)), 'eth:ip:ipv6:tcp'],
    ['EtherIP', eth(0x0800, ipv4(97, [0x30, 0, ...inner])), 'eth:ip:etherip:eth:ip:tcp'],
    ['AH', eth(0x0800, ipv4(51, [6, 4, ...zeros(22), ...tcp(text('hello'))])), 'eth:ip:ah:tcp'],
    [
      'hop-by-hop and destination options',
      eth(0x86dd, ipv6(0, [...extension(60, 1), ...extension(6), ...tcp(text('hello'))])),
      'eth:ipv6:ipv6.hopopts:ipv6.dstopts:tcp',
    ],
    [
      'an atomic fragment',
      eth(0x86dd, ipv6(44, [6, 0, 0, 0, ...be32(9), ...tcp(text('hello'))])),
      'eth:ipv6:ipv6.fraghdr:tcp',
    ],
    ['VXLAN', over(4789, [8, ...zeros(7), ...inner]), 'eth:ip:udp:vxlan:eth:ip:tcp'],
    ['VXLAN-GPE', over(4790, [12, 0, 0, 2, ...zeros(4), ...V6]), 'eth:ip:udp:vxlan:ipv6:tcp'],
    [
      'Geneve with options',
      over(6081, [1, 0, 0x65, 0x58, ...zeros(8), ...inner]),
      'eth:ip:udp:geneve:eth:ip:tcp',
    ],
    [
      'GTP-U with an extension header',
      over(2152, [0x34, 255, ...be16(8 + V4.length), ...be32(1), 0, 0, 0, 0x85, 1, 0, 0, 0, ...V4]),
      'eth:ip:udp:gtp:ip:tcp',
    ],
    [
      'Teredo with an origin indication',
      over(3544, [0, 0, ...zeros(6), ...V6]),
      'eth:ip:udp:teredo:ipv6:tcp',
    ],
    [
      'AYIYA',
      over(5072, [0x42, 0x52, 0x11, 41, ...zeros(4 + 16 + 20), ...V6]),
      'eth:ip:udp:ayiya:ipv6:tcp',
    ],
    ['L2TP', over(1701, [0, 2, 0, 1, 0, 1, 0xff, 3, 0, 0x21, ...V4]), 'eth:ip:udp:l2tp:ppp:ip:tcp'],
    ['LISP', over(4341, [...zeros(8), ...V4]), 'eth:ip:udp:lisp-data:ip:tcp'],
    ['TZSP', over(37008, [1, 0, 0, 1, 10, 1, 9, 1, ...inner]), 'eth:ip:udp:tzsp:eth:ip:tcp'],
    [
      'CAPWAP with the frame control swapped',
      over(5247, [
        0,
        0x10,
        0x03,
        0,
        0,
        0,
        0,
        0,
        2,
        8,
        0,
        0,
        ...MAC_B,
        ...MAC_A,
        ...MAC_A,
        0,
        0,
        ...llcSnap,
        ...V4,
      ]),
      'eth:ip:udp:capwap.data:wlan:llc:ip:tcp',
    ],
    ['ARP', eth(0x0806, zeros(28)), 'stop NotIp'],
    ['an unknown EtherType', eth(0x1234, V4), 'stop UnknownEtherType'],
    ['ESP', eth(0x0800, ipv4(50, V4)), 'stop Opaque'],
    ['UDP to a port of no tunnel', over(9, inner), 'stop NotTcp'],
    [
      '802.11 encrypted',
      over(5247, [
        0,
        0x10,
        0x03,
        0,
        0,
        0,
        0,
        0,
        8,
        0x42,
        0,
        0,
        ...MAC_B,
        ...MAC_A,
        ...MAC_A,
        0,
        0,
        ...zeros(8),
        ...V4,
      ]),
      'stop Opaque',
    ],
  ])('%s', (_, frame, layers) => {
    expect(layersOf(frame, ETH)).toBe(layers);
  });

  test('a routing header with segments left names the final destination (RFC 8200 section 4.4)', () => {
    const final = [...SRC6.slice(0, 15), 9];
    const routing = (left: number) => [6, 2, 0, left, ...zeros(4), ...final, ...tcp()];
    const dst = (left: number) => {
      const { packet } = decode([eth(0x86dd, ipv6(43, routing(left)))]).decoder;
      return [formatIpv6(packet.bytes, packet.dstStart), outerAddresses(packet)[1]];
    };
    expect(dst(1)).toEqual(['2001:db8::9', '2001:db8::2']);
    expect(dst(0)).toEqual(['2001:db8::2', '2001:db8::2']);
  });

  test('more layers than any packet nests end the decoding', () => {
    const labels = Array.from({ length: 60 }, () => [0, 1, 0, 64]).flat();
    expect(layersOf(eth(0x8847, [...labels, 0, 1, 1, 64, ...V4]))).toBe('stop TooDeep');
  });

  test('an unsupported link type is said so', () => {
    expect(layersOf(V4, 147)).toBe('stop UnsupportedLinkType');
    expect(layersOf(V4, 3145728)).toBe('stop UnsupportedLinkType');
  });
});
