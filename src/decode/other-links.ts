// Link layers of their own: FDDI and Token Ring (both end in LLC), ARCnet (RFC 1201, RFC 1051), Juniper's
// Ethernet capture header, Ethernet mPackets (IEEE 802.3br), IP over InfiniBand (RFC 4391), Fibre Channel (RFC 2625),
// IEEE 1394 as Apple writes it, SunATM (https://www.tcpdump.org/linktypes.html).
import { u16, u24, u8 } from './bytes.ts';
import { etherTypeLayer } from './ether-types.ts';
import { rememberAddresses } from './ethernet.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

const FDDI_LEN = 13;

/** FDDI: frame control, addresses. Only LLC frames carry packets. */
export function decodeFddi(p: PacketView): number {
  if (!p.has(FDDI_LEN)) return p.short(Layer.Fddi, FDDI_LEN);
  const control = u8(p.bytes, p.at);
  rememberAddresses(p, p.at + 1, p.at + 7);
  p.enter(Layer.Fddi, FDDI_LEN);
  const llc = (control & 0x30) === 0x10;
  return llc ? Layer.Llc : p.halt(Stop.NotIp, Layer.Fddi, control);
}

const TOKEN_RING_LEN = 14;
const SOURCE_ROUTED = 0x80;

/** Token Ring: access and frame control, addresses, a routing field when the source's first bit says so. */
export function decodeTokenRing(p: PacketView): number {
  if (!p.has(TOKEN_RING_LEN + 1)) return p.short(Layer.TokenRing, TOKEN_RING_LEN + 1);
  const { bytes, at } = p;
  const control = u8(bytes, at + 1);
  const routed = (u8(bytes, at + 8) & SOURCE_ROUTED) !== 0;
  const len = TOKEN_RING_LEN + (routed ? u8(bytes, at + TOKEN_RING_LEN) & 0x1f : 0);
  if (!p.has(len)) return p.short(Layer.TokenRing, len);
  rememberAddresses(p, at + 2, at + 8);
  p.enter(Layer.TokenRing, len);
  return control >>> 6 === 1 ? Layer.Llc : p.halt(Stop.NotIp, Layer.TokenRing, control);
}

const ArcnetProtocol = { Ipv6: 196, Ipv4: 212, Arp: 213, Ipv4Rfc1051: 240, ArpRfc1051: 241 };
const EXCEPTION_FLAG = 0xff;

/** ARCnet: addresses (two octets more under Linux), protocol; RFC 1201 adds a split flag and a sequence number. */
export function decodeArcnet(p: PacketView, layer: number): number {
  const linux = layer === Layer.ArcnetLinux;
  let len = linux ? 5 : 3;
  if (!p.has(len)) return p.short(layer, len);
  const protocol = u8(p.bytes, p.at + len - 1);
  if (protocol < ArcnetProtocol.Ipv4Rfc1051) {
    if (!p.has(len + 3)) return p.short(layer, len + 3);
    const exception = !linux && u8(p.bytes, p.at + len) === EXCEPTION_FLAG;
    len += exception ? 7 : 3;
    if (!p.has(len)) return p.short(layer, len);
  }
  p.enter(layer, len);
  if (protocol === ArcnetProtocol.Ipv4 || protocol === ArcnetProtocol.Ipv4Rfc1051)
    return Layer.Ipv4;
  return protocol === ArcnetProtocol.Ipv6 ? Layer.Ipv6 : p.halt(Stop.NotIp, layer, protocol);
}

const JUNIPER_MAGIC = 0x4d4743;
const JuniperFlag = { NoLinkHeader: 0x02, Extensions: 0x80 };

/** Juniper Ethernet: magic number, flags, extensions of a stated length. */
export function decodeJuniper(p: PacketView): number {
  if (!p.has(6)) return p.short(Layer.Juniper, 6);
  const { bytes, at } = p;
  if (u24(bytes, at) !== JUNIPER_MAGIC) return p.halt(Stop.NotIp, Layer.Juniper, u24(bytes, at));
  const flags = u8(bytes, at + 3);
  const bare = (flags & JuniperFlag.NoLinkHeader) !== 0;
  let len = (flags & JuniperFlag.Extensions) === 0 ? 4 : 6 + u16(bytes, at + 4);
  if (bare) len += 4; // the address family stands in for the link header
  if (!p.has(len)) return p.short(Layer.Juniper, len);
  p.enter(Layer.Juniper, len);
  return bare ? Layer.RawIp : Layer.Ethernet;
}

/** mPacket: preamble with the start delimiter, then an Ethernet frame. */
export function decodeMpacket(p: PacketView): number {
  if (!p.has(8)) return p.short(Layer.Mpacket, 8);
  p.enter(Layer.Mpacket, 8);
  return Layer.Ethernet;
}

/** A header of `len` octets, addresses mostly, whose EtherType stands at `typeAt`. */
function decodeAddressed(p: PacketView, layer: number, len: number, typeAt: number): number {
  if (!p.has(len)) return p.short(layer, len);
  const etherType = u16(p.bytes, p.at + typeAt);
  p.enter(layer, len);
  return etherTypeLayer(p, etherType);
}

/** Both link addresses of 20 octets, and the encapsulation header: EtherType, two octets of nothing. */
export const decodeIpOverInfiniband = (p: PacketView): number =>
  decodeAddressed(p, Layer.IpOverInfiniband, 44, 40);

/** Destination and source of eight octets (EUI-64), EtherType. */
export const decodeIpOverIeee1394 = (p: PacketView): number =>
  decodeAddressed(p, Layer.IpOverIeee1394, 18, 16);

/** Network header: destination and source, a MAC address in the lower six octets of eight. */
const IP_OVER_FC_LEN = 16;

export function decodeIpOverFc(p: PacketView): number {
  if (!p.has(IP_OVER_FC_LEN)) return p.short(Layer.IpOverFc, IP_OVER_FC_LEN);
  rememberAddresses(p, p.at + 2, p.at + 10);
  p.enter(Layer.IpOverFc, IP_OVER_FC_LEN);
  return Layer.Llc;
}

const SUN_ATM_LEN = 4;
/** LAN emulation puts the client's number before the Ethernet frame. */
const LANE_LEN = 2;
/** Traffic types, in the lower four bits of the flags. */
const SunAtmTraffic = { Lane: 1, Llc: 2 } as const;

/** SunATM: flags, virtual path, virtual channel. */
export function decodeSunAtm(p: PacketView): number {
  if (!p.has(SUN_ATM_LEN + LANE_LEN)) return p.short(Layer.SunAtm, SUN_ATM_LEN + LANE_LEN);
  const traffic = u8(p.bytes, p.at) & 0xf;
  const isLane = traffic === SunAtmTraffic.Lane;
  p.enter(Layer.SunAtm, isLane ? SUN_ATM_LEN + LANE_LEN : SUN_ATM_LEN);
  if (isLane) return Layer.Ethernet;
  return traffic === SunAtmTraffic.Llc ? Layer.Llc : p.halt(Stop.NotIp, Layer.SunAtm, traffic);
}
