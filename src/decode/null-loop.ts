// BSD loopback (LINKTYPE_NULL, LINKTYPE_LOOP), OpenBSD encapsulation (LINKTYPE_ENC), pf's log
// (LINKTYPE_PFLOG), Solaris IPNET, NFLOG and raw IP: small headers that name an address family.
import { u16, u16le, u32, u32le, u8 } from './bytes.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

const AF_INET = 2;
const AF_INET6_LINUX = 10;
const AF_INET6_SOLARIS = 26;
/** AF_INET6 of NetBSD and OpenBSD, FreeBSD, macOS. */
const AF_INET6 = [24, 28, 30] as const;

function familyLayer(p: PacketView, layer: number, family: number): number {
  if (family === AF_INET) return Layer.Ipv4;
  for (const inet6 of AF_INET6) if (family === inet6) return Layer.Ipv6;
  return p.halt(Stop.NotIp, layer, family);
}

/** NULL: the family in the byte order of the host that captured; a family is small, so the order shows. */
export function decodeNull(p: PacketView): number {
  if (!p.has(4)) return p.short(Layer.Null, 4);
  const little = u32le(p.bytes, p.at);
  const family = little > 0xffff ? u32(p.bytes, p.at) : little;
  p.enter(Layer.Null, 4);
  return familyLayer(p, Layer.Null, family);
}

/** LOOP: the family in network order. Some writers use host order all the same. */
export function decodeLoop(p: PacketView): number {
  if (!p.has(4)) return p.short(Layer.Loop, 4);
  const big = u32(p.bytes, p.at);
  const family = big > 0xffff ? u32le(p.bytes, p.at) : big;
  p.enter(Layer.Loop, 4);
  return familyLayer(p, Layer.Loop, family);
}

/** Raw IP: the version field decides. */
export function decodeRawIp(p: PacketView): number {
  if (!p.has(1)) return p.short(Layer.RawIp, 1);
  const version = u8(p.bytes, p.at) >>> 4;
  if (version === 4) return Layer.Ipv4;
  return version === 6 ? Layer.Ipv6 : p.halt(Stop.BadVersion, Layer.RawIp, version);
}

/** ENC: family (host order), security parameter index, flags. */
export function decodeEnc(p: PacketView): number {
  if (!p.has(12)) return p.short(Layer.Enc, 12);
  const little = u32le(p.bytes, p.at);
  const family = little > 0xffff ? u32(p.bytes, p.at) : little;
  p.enter(Layer.Enc, 12);
  return familyLayer(p, Layer.Enc, family);
}

/** PFLOG: a header that says its own length, rounded up to words, then the packet. */
export function decodePflog(p: PacketView): number {
  if (!p.has(4)) return p.short(Layer.Pflog, 4);
  const len = (u8(p.bytes, p.at) + 3) & ~3;
  const family = u8(p.bytes, p.at + 1);
  if (!p.has(len) || len < 4) return p.short(Layer.Pflog, Math.max(4, len));
  p.enter(Layer.Pflog, len);
  return familyLayer(p, Layer.Pflog, family);
}

/** IPNET: version, family (Solaris numbers), then lengths, interfaces and zones. */
export function decodeIpnet(p: PacketView): number {
  if (!p.has(24)) return p.short(Layer.Ipnet, 24);
  const family = u8(p.bytes, p.at + 1);
  p.enter(Layer.Ipnet, 24);
  return family === AF_INET6_SOLARIS ? Layer.Ipv6 : familyLayer(p, Layer.Ipnet, family);
}

const NFULA_PAYLOAD = 9;

/** NFLOG: family, version, resource, then attributes in host order; the payload attribute holds the packet. */
export function decodeNflog(p: PacketView): number {
  if (!p.has(4)) return p.short(Layer.Nflog, 4);
  const { bytes, end } = p;
  const family = u8(bytes, p.at);
  let at = p.at + 4;
  while (at + 4 <= end) {
    // Attribute lengths are small: the byte order is the one that makes the first one so.
    const little = u16le(bytes, at) <= 0x00ff || u16(bytes, at) > end - at;
    const len = little ? u16le(bytes, at) : u16(bytes, at);
    const type = little ? u16le(bytes, at + 2) : u16(bytes, at + 2);
    if (len < 4) break;
    if ((type & 0x7fff) === NFULA_PAYLOAD) {
      p.enter(Layer.Nflog, at + 4 - p.at);
      p.limit(len - 4);
      return family === AF_INET6_LINUX ? Layer.Ipv6 : familyLayer(p, Layer.Nflog, family);
    }
    at += (len + 3) & ~3;
  }
  return p.halt(Stop.NotIp, Layer.Nflog, family);
}
