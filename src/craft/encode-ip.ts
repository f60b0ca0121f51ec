// Writes the IPv4 (RFC 791) or IPv6 (RFC 8200) header in front of an upper-layer unit.
// Extension headers, IPv4 options and fragments are not written.
import { internetChecksum } from '../decode/checksum.ts';
import { IPV4_HEADER_MIN, Ipv4Field, Ipv4Flag } from '../decode/ipv4.ts';
import { IPV6_HEADER_LEN, Ipv6Field } from '../decode/ipv6.ts';

/** Header fields; what is left out gets the usual value, what is given is written even when wrong. */
export interface IpFields {
  /** 4 bytes for IPv4, 16 for IPv6; both of one version. */
  src: Uint8Array;
  dst: Uint8Array;
  /** IPv4 TTL or IPv6 hop limit. */
  ttl?: number | undefined;
  /** IPv4 identification. */
  id?: number | undefined;
  dontFragment?: boolean | undefined;
  /** The whole octet: DSCP and ECN. */
  trafficClass?: number | undefined;
  flowLabel?: number | undefined;
  /** IPv4 total length or IPv6 payload length, when it shall lie. */
  lengthField?: number | undefined;
  /** IPv4 header checksum, when it shall not be the right one. */
  headerChecksum?: number | undefined;
}

/** Bytes of the header, without options or extension headers. */
export const IP_HEADER_LEN = { 4: IPV4_HEADER_MIN, 6: IPV6_HEADER_LEN } as const;

/** Where the two addresses start in the header. */
export const IP_ADDRESS_START = {
  4: { src: Ipv4Field.Source, dst: Ipv4Field.Destination },
  6: { src: Ipv6Field.Source, dst: Ipv6Field.Destination },
} as const;

const DEFAULT_TTL = 64;

/** The IP version these addresses make. */
export const ipVersionOf = (ip: Pick<IpFields, 'src'>): 4 | 6 => (ip.src.length === 16 ? 6 : 4);

/** Writes the header at the start of `packet`, whose length is the header's and the upper unit's together. */
export function writeIpHeader(packet: Uint8Array, ip: IpFields, protocol: number): void {
  if (ip.src.length !== ip.dst.length)
    throw new RangeError('source and destination must both be IPv4 or both IPv6');
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const version = ipVersionOf(ip);
  packet.set(ip.src, IP_ADDRESS_START[version].src);
  packet.set(ip.dst, IP_ADDRESS_START[version].dst);
  const trafficClass = ip.trafficClass ?? 0;
  if (version === 6) {
    const firstWord = 6 * 2 ** 28 + trafficClass * 2 ** 20 + (ip.flowLabel ?? 0);
    view.setUint32(Ipv6Field.VersionAndClass, firstWord);
    view.setUint16(Ipv6Field.PayloadLength, ip.lengthField ?? packet.length - IP_HEADER_LEN[6]);
    view.setUint8(Ipv6Field.NextHeader, protocol);
    view.setUint8(Ipv6Field.HopLimit, ip.ttl ?? DEFAULT_TTL);
    return;
  }
  view.setUint8(Ipv4Field.VersionAndLength, 0x40 | (IP_HEADER_LEN[4] / 4));
  view.setUint8(Ipv4Field.TrafficClass, trafficClass);
  view.setUint16(Ipv4Field.TotalLength, ip.lengthField ?? packet.length);
  view.setUint16(Ipv4Field.Identification, ip.id ?? 0);
  view.setUint16(Ipv4Field.FlagsAndOffset, ip.dontFragment === true ? Ipv4Flag.DontFragment : 0);
  view.setUint8(Ipv4Field.TimeToLive, ip.ttl ?? DEFAULT_TTL);
  view.setUint8(Ipv4Field.Protocol, protocol);
  const checksum = ip.headerChecksum ?? internetChecksum(packet, 0, IP_HEADER_LEN[4]);
  view.setUint16(Ipv4Field.HeaderChecksum, checksum);
}
