// IP protocol numbers (IANA "Protocol Numbers", "IPv6 Extension Header Types") and their layers.
// A new one is one line here. ICMP is not in the table: the header it quotes is not a segment.
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

/** Protocol numbers that code refers to by name. */
export const IpProtocol = { Icmp: 1, Tcp: 6, Udp: 17, Esp: 50, Ah: 51, Icmpv6: 58 } as const;

const ROWS: readonly (readonly [protocol: number, layer: number])[] = [
  [0, Layer.HopByHop],
  [4, Layer.Ipv4],
  [IpProtocol.Tcp, Layer.Tcp],
  [IpProtocol.Udp, Layer.Udp],
  [41, Layer.Ipv6],
  [43, Layer.Routing],
  [44, Layer.FragmentHeader],
  [47, Layer.Gre],
  [IpProtocol.Ah, Layer.AuthenticationHeader],
  [60, Layer.DestinationOptions],
  [97, Layer.EtherIp],
  [108, Layer.IpComp],
  [136, Layer.Udp], // UDP-Lite: same ports, the length field counts checksum coverage
  [137, Layer.Mpls],
  [140, Layer.DestinationOptions], // Shim6 has the options header's form
  [143, Layer.Ethernet],
];

const layerByProtocol = new Uint8Array(256);
for (const [protocol, layer] of ROWS) layerByProtocol[protocol] = layer;

/** The layer of an IP protocol number, which becomes the packet's transport; ends the decoding when there is none. */
export function ipProtocolLayer(p: PacketView, protocol: number): number {
  p.transport = protocol;
  const layer = layerByProtocol[protocol] as number;
  if (layer !== Layer.End) return layer;
  const opaque = protocol === IpProtocol.Esp;
  return p.halt(
    opaque ? Stop.Opaque : Stop.NotTcp,
    p.ipVersion === 6 ? Layer.Ipv6 : Layer.Ipv4,
    protocol,
  );
}
