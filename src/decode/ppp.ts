// PPP (RFC 1661) in its framings: HDLC-like (RFC 1662), PPPoE sessions (RFC 2516), L2TP (RFC 2661); and the
// serial lines' relatives Cisco HDLC and Frame Relay (RFC 2427). Compressed headers are not expanded.
import { u16, u8 } from './bytes.ts';
import { EtherType, etherTypeLayer } from './ether-types.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

const PppProtocol = {
  Ipv4: 0x0021,
  Ipv6: 0x0057,
  Bridging: 0x0031,
  Mpls: 0x0281,
  MplsMulticast: 0x0283,
};
const ALL_STATIONS = 0xff;
const UNNUMBERED_INFORMATION = 0x03;
const CISCO_UNICAST = 0x0f;
const CISCO_MULTICAST = 0x8f;

/** PPP: optional address and control octets, then a protocol number of one octet (odd) or two. */
export function decodePpp(p: PacketView): number {
  if (!p.has(2)) return p.short(Layer.Ppp, 2);
  const { bytes, at } = p;
  const framed = u8(bytes, at) === ALL_STATIONS && u8(bytes, at + 1) === UNNUMBERED_INFORMATION;
  let len = framed ? 2 : 0;
  if (!p.has(len + 2)) return p.short(Layer.Ppp, len + 2);
  let protocol = u8(bytes, at + len);
  if ((protocol & 1) === 0) protocol = u16(bytes, at + len++); // RFC 1661 section 6.5: not compressed
  p.enter(Layer.Ppp, len + 1);
  switch (protocol) {
    case PppProtocol.Ipv4:
      return Layer.Ipv4;
    case PppProtocol.Ipv6:
      return Layer.Ipv6;
    case PppProtocol.Mpls:
    case PppProtocol.MplsMulticast:
      return Layer.Mpls;
    case PppProtocol.Bridging:
      return Layer.Bcp;
    default:
      return p.halt(Stop.NotIp, Layer.Ppp, protocol);
  }
}

/** A serial line: the first octet tells PPP from Cisco HDLC. */
export function decodePppHdlc(p: PacketView): number {
  if (!p.has(1)) return p.short(Layer.PppHdlc, 1);
  const first = u8(p.bytes, p.at);
  return first === CISCO_UNICAST || first === CISCO_MULTICAST ? Layer.CiscoHdlc : Layer.Ppp;
}

/** pppd's direction octet, then PPP. */
export function decodePppWithDirection(p: PacketView): number {
  if (!p.has(1)) return p.short(Layer.PppPppd, 1);
  p.enter(Layer.PppPppd, 1);
  return Layer.PppHdlc;
}

/** Cisco HDLC: address, control, EtherType. */
export function decodeCiscoHdlc(p: PacketView): number {
  if (!p.has(4)) return p.short(Layer.CiscoHdlc, 4);
  const protocol = u16(p.bytes, p.at + 2);
  p.enter(Layer.CiscoHdlc, 4);
  return etherTypeLayer(p, protocol);
}

/** PPPoE session stage: version and type, code, session, length. */
export function decodePppoe(p: PacketView): number {
  if (!p.has(6)) return p.short(Layer.Pppoe, 6);
  const code = u8(p.bytes, p.at + 1);
  const length = u16(p.bytes, p.at + 4);
  p.enter(Layer.Pppoe, 6);
  if (code !== 0) return p.halt(Stop.NotIp, Layer.Pppoe, code);
  p.limit(length);
  return Layer.Ppp;
}

/** PPP bridging (RFC 3518): flags, MAC type; type 1 is an Ethernet frame. */
export function decodeBcp(p: PacketView): number {
  if (!p.has(2)) return p.short(Layer.Bcp, 2);
  const macType = u8(p.bytes, p.at + 1);
  p.enter(Layer.Bcp, 2);
  return macType === 1 ? Layer.Ethernet : p.halt(Stop.NotIp, Layer.Bcp, macType);
}

const L2tpFlag = { Control: 0x8000, Length: 0x4000, Sequence: 0x0800, Offset: 0x0200 };

/** L2TP version 2: the flags say which optional fields follow; control messages carry no packet. */
export function decodeL2tp(p: PacketView): number {
  if (!p.has(6)) return p.short(Layer.L2tp, 6);
  const flags = u16(p.bytes, p.at);
  if ((flags & 0xf) !== 2 || (flags & L2tpFlag.Control) !== 0) {
    return p.halt(Stop.NotTcp, Layer.L2tp, flags);
  }
  let len = 6;
  if ((flags & L2tpFlag.Length) !== 0) len += 2;
  if ((flags & L2tpFlag.Sequence) !== 0) len += 4;
  if ((flags & L2tpFlag.Offset) !== 0) {
    if (!p.has(len + 2)) return p.short(Layer.L2tp, len + 2);
    len += 2 + u16(p.bytes, p.at + len);
  }
  if (!p.has(len)) return p.short(Layer.L2tp, len);
  p.enter(Layer.L2tp, len);
  return Layer.Ppp;
}

const Nlpid = { Padding: 0x00, Snap: 0x80, Ipv6: 0x8e, Ipv4: 0xcc };

/** Frame Relay with two address octets: RFC 2427's control and NLPID, or Cisco's EtherType. */
export function decodeFrameRelay(p: PacketView): number {
  if (!p.has(5)) return p.short(Layer.FrameRelay, 5);
  const { bytes, at } = p;
  if (u8(bytes, at + 2) !== UNNUMBERED_INFORMATION) {
    const etherType = u16(bytes, at + 2);
    p.enter(Layer.FrameRelay, 4);
    return etherTypeLayer(p, etherType);
  }
  const padded = u8(bytes, at + 3) === Nlpid.Padding ? 1 : 0;
  const nlpid = u8(bytes, at + 3 + padded);
  p.enter(Layer.FrameRelay, 4 + padded);
  if (nlpid === Nlpid.Ipv4) return Layer.Ipv4;
  if (nlpid === Nlpid.Ipv6) return Layer.Ipv6;
  if (nlpid !== Nlpid.Snap || !p.has(5)) return p.halt(Stop.NotIp, Layer.FrameRelay, nlpid);
  const etherType = u16(bytes, p.at + 3);
  p.enter(Layer.Llc, 5);
  return etherType > EtherType.MaxLength
    ? etherTypeLayer(p, etherType)
    : p.halt(Stop.NotIp, Layer.FrameRelay, etherType);
}
