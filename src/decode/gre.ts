// GRE (RFC 2784, RFC 2890; routing of RFC 1701; version 1 of RFC 2637) and what only it carries:
// ERSPAN types I to III, WCCP's redirect header, and EtherIP (RFC 3378).
import { u16, u8 } from './bytes.ts';
import { etherTypeLayer } from './ether-types.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';

const Flag = { Checksum: 0x8000, Routing: 0x4000, Key: 0x2000, Sequence: 0x1000, Ack: 0x0080 };
const VERSION = 0x0007;
const ERSPAN = 0x88be;

/** GRE: the flags say which optional words follow; the protocol type is an EtherType. */
export function decodeGre(p: PacketView): number {
  if (!p.has(4)) return p.short(Layer.Gre, 4);
  const { bytes, at } = p;
  const flags = u16(bytes, at);
  const protocol = u16(bytes, at + 2);
  const pptp = (flags & VERSION) === 1;
  let len = 4;
  if ((flags & (Flag.Checksum | Flag.Routing)) !== 0) len += 4;
  if ((flags & Flag.Key) !== 0 || pptp) len += 4;
  if ((flags & Flag.Sequence) !== 0) len += 4;
  if (pptp && (flags & Flag.Ack) !== 0) len += 4;
  if (!p.has(len)) return p.short(Layer.Gre, len);
  if ((flags & Flag.Routing) !== 0 && !pptp) {
    len = routingEnd(p, len);
    if (!p.has(len)) return p.short(Layer.Gre, len);
  }
  p.enter(Layer.Gre, len);
  // ERSPAN type I has neither sequence number nor header of its own.
  if (protocol === ERSPAN && (flags & Flag.Sequence) === 0) return Layer.Ethernet;
  // Aruba's access points tunnel 802.11 frames.
  if (isAruba(protocol)) return Layer.Wlan;
  return etherTypeLayer(p, protocol);
}

/** Length of the header with its source route entries; an entry of length 0 ends them (RFC 1701). */
function routingEnd(p: PacketView, from: number): number {
  let len = from;
  while (p.has(len + 4)) {
    const entryLen = u8(p.bytes, p.at + len + 3);
    len += 4 + entryLen;
    if (entryLen === 0) return len;
  }
  return len + 4;
}

function isAruba(protocol: number): boolean {
  return (protocol & 0xfe0f) === 0x8200 || protocol === 0x9000;
}

/** ERSPAN type II: version, VLAN, session, port index. */
export function decodeErspan(p: PacketView): number {
  if (!p.has(8)) return p.short(Layer.Erspan, 8);
  p.enter(Layer.Erspan, 8);
  return Layer.Ethernet;
}

/** ERSPAN type III: a timestamp more, and a platform subheader where the last bit says so. */
export function decodeErspan3(p: PacketView): number {
  if (!p.has(12)) return p.short(Layer.Erspan3, 12);
  const len = (u8(p.bytes, p.at + 11) & 1) === 0 ? 12 : 20;
  if (!p.has(len)) return p.short(Layer.Erspan3, len);
  p.enter(Layer.Erspan3, len);
  return Layer.Ethernet;
}

/** WCCP: version 2 puts a redirect header of 4 octets before the packet, version 1 does not. */
export function decodeWccp(p: PacketView): number {
  if (!p.has(4)) return p.short(Layer.Wccp, 4);
  if (u8(p.bytes, p.at) >>> 4 !== 4) p.enter(Layer.Wccp, 4);
  return Layer.Ipv4;
}

/** EtherIP: a version and reserved bits. */
export function decodeEtherIp(p: PacketView): number {
  if (!p.has(2)) return p.short(Layer.EtherIp, 2);
  p.enter(Layer.EtherIp, 2);
  return Layer.Ethernet;
}
