// LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2: what Linux puts in place of the link header when capturing on
// "any". Only ARPHRD types whose protocol field is an EtherType are followed further.
import { u16 } from './bytes.ts';
import { etherTypeLayer } from './ether-types.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

const SLL_LEN = 16;
const SLL2_LEN = 20;
const ARPHRD_NETLINK = 824;
const ARPHRD_IPGRE = 778;
const PROTOCOL_MIN = 0x600; // below: Linux's own numbers, of which 4 says 802.2 LLC
const LINUX_802_2 = 4;

/** SLL: packet type, ARPHRD type, address length, address, protocol. */
export function decodeLinuxCooked(p: PacketView): number {
  if (!p.has(SLL_LEN)) return p.short(Layer.LinuxCooked, SLL_LEN);
  const { bytes, at } = p;
  const addressLen = u16(bytes, at + 4);
  if (addressLen === 6) p.linkSrcStart = at + 6;
  return after(p, Layer.LinuxCooked, SLL_LEN, u16(bytes, at + 2), u16(bytes, at + 14));
}

/** SLL2: protocol, interface index, ARPHRD type, packet type, address length, address. */
export function decodeLinuxCookedV2(p: PacketView): number {
  if (!p.has(SLL2_LEN)) return p.short(Layer.LinuxCookedV2, SLL2_LEN);
  const { bytes, at } = p;
  if ((bytes[at + 11] as number) === 6) p.linkSrcStart = at + 12;
  return after(p, Layer.LinuxCookedV2, SLL2_LEN, u16(bytes, at + 8), u16(bytes, at));
}

function after(p: PacketView, layer: number, len: number, arphrd: number, protocol: number) {
  p.enter(layer, len);
  if (arphrd === ARPHRD_NETLINK) return p.halt(Stop.NotIp, layer, arphrd);
  if (arphrd === ARPHRD_IPGRE) return protocol === 0x0800 ? Layer.Ipv4 : Layer.Gre;
  if (protocol >= PROTOCOL_MIN) return etherTypeLayer(p, protocol);
  return protocol === LINUX_802_2 ? Layer.Llc : p.halt(Stop.NotIp, layer, protocol);
}
