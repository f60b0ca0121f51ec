// Ethernet II and IEEE 802.3 (clause 3.2), 802.2 LLC with SNAP, and the tags between the addresses and the
// payload: 802.1Q and 802.1ad VLAN tags, 802.1ah I-TAG, 802.1BR E-TAG, Cisco VN-Tag and FabricPath.
import { u16, u24, u8 } from './bytes.ts';
import { EtherType, etherTypeLayer } from './ether-types.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

const MAC_LEN = 6;
const ETHERNET_LEN = 14;
const FABRICPATH_LEN = 16;
const FCS_LEN = 4;

/** Ethernet: the type field is an EtherType, or the length of an 802.3 frame. */
export function decodeEthernet(p: PacketView): number {
  if (!p.has(ETHERNET_LEN)) return p.short(Layer.Ethernet, ETHERNET_LEN);
  const at = p.at;
  const typeOrLength = p.view.getUint16(at + 2 * MAC_LEN);
  rememberAddresses(p, at, at + MAC_LEN);
  if (typeOrLength === 0x8903) {
    // FabricPath wraps a whole Ethernet frame: addresses, EtherType, forwarding tag and TTL.
    if (!p.has(FABRICPATH_LEN)) return p.short(Layer.FabricPath, FABRICPATH_LEN);
    p.enter(Layer.FabricPath, FABRICPATH_LEN);
    p.limit(Math.max(0, p.wireEnd - p.at - FCS_LEN)); // the wrapped frame keeps its own FCS
    return Layer.Ethernet;
  }
  p.enter(Layer.Ethernet, ETHERNET_LEN);
  if (typeOrLength > EtherType.MaxLength) return etherTypeLayer(p, typeOrLength);
  p.limit(typeOrLength);
  return Layer.Llc;
}

/** Remembers the MAC addresses of the outermost layer that has any. */
export function rememberAddresses(p: PacketView, dst: number, src: number): void {
  if (p.linkDstStart >= 0) return;
  p.linkDstStart = dst;
  p.linkSrcStart = src;
}

/** 802.1Q tag (and 802.1ad's outer one): priority and VLAN identifier, then the next EtherType. */
export function decodeVlanTag(p: PacketView, layer: number): number {
  if (!p.has(4)) return p.short(layer, 4);
  p.vlanId = u16(p.bytes, p.at) & 0xfff;
  const etherType = u16(p.bytes, p.at + 2);
  p.enter(layer, 4);
  if (etherType > EtherType.MaxLength) return etherTypeLayer(p, etherType);
  p.limit(etherType);
  return Layer.Llc;
}

/** A tag of `len` bytes whose last two are the next EtherType. */
function decodeTag(p: PacketView, layer: number, len: number): number {
  if (!p.has(len)) return p.short(layer, len);
  const etherType = u16(p.bytes, p.at + len - 2);
  p.enter(layer, len);
  return etherTypeLayer(p, etherType);
}

/** Cisco VN-Tag: direction, virtual interfaces. */
export function decodeVnTag(p: PacketView): number {
  return decodeTag(p, Layer.VnTag, 6);
}

/** IEEE 802.1BR E-TAG: priority, ingress and destination E-CIDs. */
export function decodeETag(p: PacketView): number {
  return decodeTag(p, Layer.ETag, 8);
}

/** IEEE 802.1ah I-TAG: priority and service identifier, then the customer's frame. */
export function decodeITag(p: PacketView): number {
  if (!p.has(4)) return p.short(Layer.ITag, 4);
  p.enter(Layer.ITag, 4);
  return Layer.Ethernet;
}

const LLC_SNAP = 0xaa;
const LLC_IP = 0x06;
const OUI_ETHERTYPE = 0x000000;
const OUI_BRIDGE_TUNNEL = 0x0000f8;
const OUI_BRIDGED = 0x0080c2;

/** IEEE 802.2 LLC, and SNAP (RFC 1042): the protocol identifier is an EtherType, or a bridged Ethernet frame. */
export function decodeLlc(p: PacketView): number {
  const { bytes, at } = p;
  if (!p.has(3)) return p.short(Layer.Llc, 3);
  const dsap = u8(bytes, at);
  const controlLen = (u8(bytes, at + 2) & 3) === 3 ? 1 : 2; // unnumbered frames have one octet
  if (dsap === LLC_SNAP && u8(bytes, at + 1) === LLC_SNAP) return decodeSnap(p, 2 + controlLen);
  if (!p.has(2 + controlLen)) return p.short(Layer.Llc, 2 + controlLen);
  p.enter(Layer.Llc, 2 + controlLen);
  return dsap === LLC_IP ? Layer.Ipv4 : p.halt(Stop.NotIp, Layer.Llc, dsap);
}

function decodeSnap(p: PacketView, llcLen: number): number {
  if (!p.has(llcLen + 5)) return p.short(Layer.Llc, llcLen + 5);
  const oui = u24(p.bytes, p.at + llcLen);
  const protocolId = u16(p.bytes, p.at + llcLen + 3);
  p.enter(Layer.Llc, llcLen + 5);
  if (oui === OUI_ETHERTYPE || oui === OUI_BRIDGE_TUNNEL) return etherTypeLayer(p, protocolId);
  // RFC 2684 section 5.2: 1 and 7 are bridged Ethernet with and without FCS, after two octets of padding.
  if (oui === OUI_BRIDGED && (protocolId === 1 || protocolId === 7)) return Layer.Ethernet;
  return p.halt(Stop.NotIp, Layer.Llc, protocolId);
}
