// Overlays that carry Ethernet frames or packets in UDP: VXLAN (RFC 7348), VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe),
// Geneve (RFC 8926), LISP data (RFC 9300), TZSP.
import { u16, u8 } from './bytes.ts';
import { etherTypeLayer } from './ether-types.ts';
import { Layer } from './layer.ts';
import { linkLayer } from './link-layers.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

const VXLAN_LEN = 8;

/** VXLAN: flags, network identifier, then an Ethernet frame. */
export function decodeVxlan(p: PacketView): number {
  if (!p.has(VXLAN_LEN)) return p.short(Layer.Vxlan, VXLAN_LEN);
  p.enter(Layer.Vxlan, VXLAN_LEN);
  return Layer.Ethernet;
}

const GPE_LAYERS: readonly number[] = [
  Layer.End,
  Layer.Ipv4,
  Layer.Ipv6,
  Layer.Ethernet,
  Layer.End,
  Layer.Mpls,
];

/** VXLAN-GPE: the fourth octet names what follows. */
export function decodeVxlanGpe(p: PacketView): number {
  if (!p.has(VXLAN_LEN)) return p.short(Layer.VxlanGpe, VXLAN_LEN);
  const next = u8(p.bytes, p.at + 3);
  p.enter(Layer.VxlanGpe, VXLAN_LEN);
  return (GPE_LAYERS[next] ?? 0) || p.halt(Stop.NotIp, Layer.VxlanGpe, next);
}

/** Geneve: options of a length in words, the protocol type is an EtherType. */
export function decodeGeneve(p: PacketView): number {
  if (!p.has(8)) return p.short(Layer.Geneve, 8);
  const len = 8 + ((u8(p.bytes, p.at) & 0x3f) << 2);
  const protocol = u16(p.bytes, p.at + 2);
  if (!p.has(len)) return p.short(Layer.Geneve, len);
  p.enter(Layer.Geneve, len);
  return etherTypeLayer(p, protocol);
}

/** LISP data: flags, nonce, locator bits; then an IP packet. */
export function decodeLisp(p: PacketView): number {
  if (!p.has(8)) return p.short(Layer.Lisp, 8);
  p.enter(Layer.Lisp, 8);
  return Layer.RawIp;
}

const TzspTag = { Padding: 0, End: 1 };

/** TZSP: version, type, encapsulated link type, tags up to the end tag. */
export function decodeTzsp(p: PacketView): number {
  if (!p.has(5)) return p.short(Layer.Tzsp, 5);
  const encapsulated = u16(p.bytes, p.at + 2);
  let len = 4;
  while (p.has(len + 1)) {
    const tag = u8(p.bytes, p.at + len++);
    if (tag === TzspTag.End) {
      p.enter(Layer.Tzsp, len);
      return encapsulated === 0x12 ? Layer.Wlan : linkLayer(p, encapsulated);
    }
    if (tag !== TzspTag.Padding) len += 1 + (p.has(len + 1) ? u8(p.bytes, p.at + len) : 0);
  }
  return p.short(Layer.Tzsp, len + 1);
}
