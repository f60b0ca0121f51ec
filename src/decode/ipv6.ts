// IPv6 header (RFC 8200 section 3) and extension headers (section 4): hop-by-hop, destination
// options, routing, fragment, AH (RFC 4302). Options inside them are not read.
import { u16, u32, u8 } from './bytes.ts';
import { ipProtocolLayer } from './ip-protocols.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

/** Octet offsets of the fixed header's fields. */
export const Ipv6Field = {
  VersionAndClass: 0,
  PayloadLength: 4,
  NextHeader: 6,
  HopLimit: 7,
  Source: 8,
  Destination: 24,
} as const;

/** Octets of the fixed header. */
export const IPV6_HEADER_LEN = 40;
const ADDRESS_LEN = 16;
const FRAGMENT_HEADER_LEN = 8;
const HOP_BY_HOP = 0;
const LARGEST_SAID = IPV6_HEADER_LEN + 0xffff;

/** IPv6: fills the packet's IP fields and bounds the cursor to the packet. */
export function decodeIpv6(p: PacketView): number {
  if (!p.has(IPV6_HEADER_LEN)) return p.short(Layer.Ipv6, IPV6_HEADER_LEN);
  const { bytes, at } = p;
  const first = u16(bytes, at);
  if (first >>> 12 !== 6) return p.halt(Stop.BadVersion, Layer.Ipv6, first >>> 12);
  const nextHeader = u8(bytes, at + Ipv6Field.NextHeader);
  const said = u16(bytes, at + Ipv6Field.PayloadLength);
  const onWire = p.wireEnd - at;
  // A length of 0 is a jumbogram (RFC 2675), or a send too large for the field: the frame is believed.
  const believeFrame = said === 0 && (nextHeader === HOP_BY_HOP || onWire > LARGEST_SAID);
  const totalLen = believeFrame ? onWire : Math.min(onWire, IPV6_HEADER_LEN + said);
  p.lenBeyondFrame = IPV6_HEADER_LEN + said > onWire;
  const wireEnd = at + totalLen;
  if (p.ipStart < 0) p.notePadding(wireEnd);
  if (p.end > wireEnd) p.end = wireEnd;
  p.wireEnd = wireEnd;
  p.ipVersion = 6;
  p.ipStart = at;
  p.ipHeaderLen = IPV6_HEADER_LEN;
  p.srcStart = at + Ipv6Field.Source;
  p.dstStart = at + Ipv6Field.Destination;
  p.addressLen = ADDRESS_LEN;
  p.ttl = u8(bytes, at + Ipv6Field.HopLimit);
  p.ipId = -1;
  p.enter(Layer.Ipv6, IPV6_HEADER_LEN);
  return ipProtocolLayer(p, nextHeader);
}

/** An extension header of `len` bytes whose first octet says what follows. */
function extension(p: PacketView, layer: number, len: number): number {
  if (!p.has(len)) return p.short(layer, len);
  const nextHeader = u8(p.bytes, p.at);
  p.enter(layer, len);
  if (p.ipStart >= 0) p.ipHeaderLen = p.at - p.ipStart;
  return ipProtocolLayer(p, nextHeader);
}

/** Hop-by-hop and destination options: the length counts units of 8 octets after the first 8. */
export function decodeOptionsHeader(p: PacketView, layer: number): number {
  if (!p.has(2)) return p.short(layer, 2);
  return extension(p, layer, (u8(p.bytes, p.at + 1) + 1) << 3);
}

const ROUTING_SOURCE_ROUTE = 0;
const ROUTING_MOBILE = 2;

/** Routing header: while segments are left, the last address is where the packet goes (RFC 8200 section 8.1). */
export function decodeRouting(p: PacketView): number {
  if (!p.has(8)) return p.short(Layer.Routing, 8);
  const { bytes, at } = p;
  const units = u8(bytes, at + 1);
  const len = (units + 1) << 3;
  const type = u8(bytes, at + 2);
  const plain = type === ROUTING_SOURCE_ROUTE || type === ROUTING_MOBILE;
  if (plain && u8(bytes, at + 3) > 0 && units >= 2 && p.has(len)) {
    p.dstStart = at + len - ADDRESS_LEN;
  }
  return extension(p, Layer.Routing, len);
}

/** AH: the length counts 32-bit words minus 2. */
export function decodeAuthenticationHeader(p: PacketView): number {
  if (!p.has(12)) return p.short(Layer.AuthenticationHeader, 12);
  return extension(p, Layer.AuthenticationHeader, (u8(p.bytes, p.at + 1) + 2) << 2);
}

/** Fragment header: an atomic fragment (RFC 6946) is a whole packet. */
export function decodeFragmentHeader(p: PacketView): number {
  if (!p.has(FRAGMENT_HEADER_LEN)) return p.short(Layer.FragmentHeader, FRAGMENT_HEADER_LEN);
  const { bytes, at } = p;
  const offsetAndMore = u16(bytes, at + 2);
  p.fragmentOffset = offsetAndMore & 0xfff8;
  p.moreFragments = (offsetAndMore & 1) !== 0;
  p.ipId = u32(bytes, at + 4);
  if (!p.moreFragments && p.fragmentOffset === 0) {
    return extension(p, Layer.FragmentHeader, FRAGMENT_HEADER_LEN);
  }
  p.transport = u8(bytes, at);
  p.enter(Layer.FragmentHeader, FRAGMENT_HEADER_LEN);
  p.ipHeaderLen = p.at - p.ipStart;
  return Layer.Ipv6Fragment;
}
