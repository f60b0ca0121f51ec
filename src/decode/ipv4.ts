// IPv4 header (RFC 791 section 3.1). Options are skipped by the header length. The total length is
// believed unless the frame had less; fragments go to ip-fragments.ts.
import { ipProtocolLayer } from './ip-protocols.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { LengthSource, Stop } from './stop.ts';

/** Octet offsets of the header's fields. */
export const Ipv4Field = {
  VersionAndLength: 0,
  TrafficClass: 1,
  TotalLength: 2,
  Identification: 4,
  FlagsAndOffset: 6,
  TimeToLive: 8,
  Protocol: 9,
  HeaderChecksum: 10,
  Source: 12,
  Destination: 16,
  Options: 20,
} as const;

/** Octets of a header without options. */
export const IPV4_HEADER_MIN = 20;
/** Bits of the flags and fragment offset field. */
export const Ipv4Flag = { DontFragment: 0x4000, MoreFragments: 0x2000, Offset: 0x1fff } as const;

/** IPv4: fills the packet's IP fields and bounds the cursor to the datagram. */
export function decodeIpv4(p: PacketView): number {
  if (!p.has(IPV4_HEADER_MIN)) return p.short(Layer.Ipv4, IPV4_HEADER_MIN);
  const { view, at } = p;
  const first = view.getUint8(at);
  if (first >>> 4 === 6) return Layer.Ipv6; // announced as IPv4, but the packet says what it is
  if (first >>> 4 !== 4) return p.halt(Stop.BadVersion, Layer.Ipv4, first >>> 4);
  const headerLen = (first & 0xf) << 2;
  if (headerLen < IPV4_HEADER_MIN) return p.halt(Stop.BadLength, Layer.Ipv4, headerLen);
  if (!p.has(headerLen)) return p.short(Layer.Ipv4, headerLen);
  const onWire = p.wireEnd - at;
  const said = view.getUint16(at + Ipv4Field.TotalLength);
  // A field of 0 is a large send that the network card was to cut up (TSO): the frame is believed.
  const totalLen = said === 0 || said > onWire ? onWire : said;
  if (totalLen < headerLen) {
    p.halt(Stop.BadLength, Layer.Ipv4, said);
    p.stopNeeded = headerLen;
    p.stopSaidBy = LengthSource.Ip;
    return Layer.End;
  }
  const flagsAndOffset = view.getUint16(at + Ipv4Field.FlagsAndOffset);
  const wireEnd = at + totalLen;
  if (p.ipStart < 0) p.notePadding(wireEnd);
  if (p.end > wireEnd) p.end = wireEnd;
  p.wireEnd = wireEnd;
  p.ipVersion = 4;
  p.ipStart = at;
  p.ipHeaderLen = headerLen;
  p.lenBeyondFrame = said > onWire;
  p.srcStart = at + Ipv4Field.Source;
  p.dstStart = at + Ipv4Field.Destination;
  p.addressLen = 4;
  p.ttl = view.getUint8(at + Ipv4Field.TimeToLive);
  p.ipId = view.getUint16(at + Ipv4Field.Identification);
  const protocol = view.getUint8(at + Ipv4Field.Protocol);
  p.enter(Layer.Ipv4, headerLen);
  if ((flagsAndOffset & (Ipv4Flag.MoreFragments | Ipv4Flag.Offset)) !== 0) {
    p.moreFragments = (flagsAndOffset & Ipv4Flag.MoreFragments) !== 0;
    p.transport = protocol;
    p.fragmentOffset = (flagsAndOffset & Ipv4Flag.Offset) << 3;
    return Layer.Ipv4Fragment;
  }
  // A datagram of its own, which says how long it is; what carries it may be a fragment.
  p.firstFragmentOnly = false;
  return ipProtocolLayer(p, protocol);
}

/** Whether the sender of the innermost datagram forbids to fragment it. */
export const forbidsFragments = ({ ipVersion, view, ipStart }: PacketView): boolean =>
  ipVersion === 4 &&
  (view.getUint16(ipStart + Ipv4Field.FlagsAndOffset) & Ipv4Flag.DontFragment) !== 0;
