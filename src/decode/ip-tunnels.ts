// Tunnels in UDP that carry IP: GTP-U (3GPP TS 29.281) and GTP version 0 (TS 09.60), Teredo (RFC 4380),
// AYIYA (draft-massar-v6ops-ayiya).
import { u16, u8 } from './bytes.ts';
import { ipProtocolLayer } from './ip-protocols.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

const GTP_T_PDU = 0xff;
const GTP_V0_LEN = 20;
const GtpFlag = { Extension: 0x04, Any: 0x07 };

/** GTP-U: a T-PDU holds a user's packet; other messages hold none. */
export function decodeGtp(p: PacketView): number {
  if (!p.has(8)) return p.short(Layer.Gtp, 8);
  const { bytes, at } = p;
  const flags = u8(bytes, at);
  const version = flags >>> 5;
  if (u8(bytes, at + 1) !== GTP_T_PDU || version > 1)
    return p.halt(Stop.NotTcp, Layer.Gtp, version);
  const len = version === 0 ? GTP_V0_LEN : gtpHeaderLen(p, flags);
  if (!p.has(len)) return p.short(Layer.Gtp, len);
  const said = u16(bytes, at + 2); // counts from behind the mandatory part of the header
  p.enter(Layer.Gtp, len);
  p.limit(Math.max(0, said - (version === 0 ? 0 : len - 8)));
  if (!p.has(1)) return p.short(Layer.Gtp, 1);
  const first = u8(bytes, p.at);
  if (first >>> 4 === 4) return Layer.Ipv4;
  return first >>> 4 === 6 ? Layer.Ipv6 : Layer.Ppp;
}

/** 8 octets, 4 more when any flag is set, then extension headers, each in units of 4 octets. */
function gtpHeaderLen(p: PacketView, flags: number): number {
  if ((flags & GtpFlag.Any) === 0) return 8;
  let len = 12;
  if ((flags & GtpFlag.Extension) === 0 || !p.has(len)) return len;
  while (u8(p.bytes, p.at + len - 1) !== 0) {
    if (!p.has(len + 1)) return len + 4;
    const units = u8(p.bytes, p.at + len);
    len += Math.max(1, units) << 2;
    if (!p.has(len)) return len;
  }
  return len;
}

const TeredoIndicator = { Origin: 0, Authentication: 1 };

/** Teredo: optional authentication and origin indications before the IPv6 packet. */
export function decodeTeredo(p: PacketView): number {
  const { bytes, at } = p;
  let len = 0;
  if (p.has(4) && u16(bytes, at) === TeredoIndicator.Authentication) {
    len += 13 + u8(bytes, at + 2) + u8(bytes, at + 3);
  }
  if (p.has(len + 2) && u16(bytes, at + len) === TeredoIndicator.Origin) len += 8;
  if (!p.has(len + 1)) return p.short(Layer.Teredo, len + 1);
  if (u8(bytes, at + len) >>> 4 !== 6)
    return p.halt(Stop.NotTcp, Layer.Teredo, u8(bytes, at + len));
  p.enter(Layer.Teredo, len);
  return Layer.Ipv6;
}

/** AYIYA: identity and signature lengths in the first two octets, the next protocol in the fourth. */
export function decodeAyiya(p: PacketView): number {
  if (!p.has(8)) return p.short(Layer.Ayiya, 8);
  const { bytes, at } = p;
  const identityLen = 1 << (u8(bytes, at) >>> 4);
  const signatureLen = (u8(bytes, at + 1) >>> 4) << 2;
  const nextHeader = u8(bytes, at + 3);
  const len = 8 + identityLen + signatureLen;
  if (!p.has(len)) return p.short(Layer.Ayiya, len);
  p.enter(Layer.Ayiya, len);
  return ipProtocolLayer(p, nextHeader);
}
