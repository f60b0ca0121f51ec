// EtherTypes (IEEE 802 numbers, IANA) and the layer that decodes each. A new one is one line here.
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

/** EtherType numbers that code refers to by name. */
export const EtherType = {
  Ipv4: 0x0800,
  Arp: 0x0806,
  Dot1q: 0x8100,
  Ipv6: 0x86dd,
  /** Values up to here are a length (IEEE 802.3 clause 3.2.6). */
  MaxLength: 1500,
} as const;

const ROWS: readonly (readonly [etherType: number, layer: number])[] = [
  [EtherType.Ipv4, Layer.Ipv4],
  [EtherType.Ipv6, Layer.Ipv6],
  [EtherType.Dot1q, Layer.Dot1q],
  [0x88a8, Layer.Dot1ad],
  [0x9100, Layer.Dot1q],
  [0x6558, Layer.Ethernet], // Transparent Ethernet Bridging
  [0x880b, Layer.Ppp], // in GRE
  [0x883e, Layer.Wccp], // in GRE
  [0x8847, Layer.Mpls],
  [0x8848, Layer.Mpls],
  [0x8864, Layer.Pppoe],
  [0x88be, Layer.Erspan], // in GRE
  [0x22eb, Layer.Erspan3], // in GRE
  [0x88e7, Layer.ITag],
  [0x8903, Layer.FabricPath],
  [0x8926, Layer.VnTag],
  [0x893f, Layer.ETag],
];

const layerByEtherType = new Uint8Array(0x10000);
for (const [etherType, layer] of ROWS) layerByEtherType[etherType] = layer;

/** The layer of an EtherType; ends the decoding when there is none. */
export function etherTypeLayer(p: PacketView, etherType: number): number {
  const layer = layerByEtherType[etherType] as number;
  if (layer !== Layer.End) return layer;
  const known = etherType === EtherType.Arp;
  return p.halt(known ? Stop.NotIp : Stop.UnknownEtherType, Layer.Ethernet, etherType);
}
