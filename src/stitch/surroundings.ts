// What lies around a TCP segment in its packet, and tells programs and places of capture apart: tunnels and link
// addresses.

import { Layer, layerNames } from '../decode/layer.ts';
import type { PacketView } from '../decode/packet-view.ts';
import type { Side } from '../tcp/connection.ts';

const MAC_LEN = 6;

const TUNNELS: ReadonlySet<number> = new Set([
  Layer.Gre,
  Layer.Erspan,
  Layer.EtherIp,
  Layer.L2tp,
  Layer.Vxlan,
  Layer.VxlanGpe,
  Layer.Geneve,
  Layer.Gtp,
  Layer.Teredo,
]);

/** Names of the tunnel protocols, outermost first. */
export function tunnelsOf(packet: PacketView): string[] {
  const kinds = packet.layerKinds.subarray(0, packet.layerCount);
  return [...kinds].filter((kind) => TUNNELS.has(kind)).map((kind) => layerNames[kind] ?? '');
}

/** Link addresses of both sides as hexadecimal digits; `sender` is the packet's. */
export function macsOf(packet: PacketView, sender: Side): [string | null, string | null] {
  const macAt = (start: number): string | null =>
    start < 0 ? null : Buffer.from(packet.bytes.subarray(start, start + MAC_LEN)).toString('hex');
  const source = macAt(packet.linkSrcStart);
  const destination = macAt(packet.linkDstStart);
  return sender === 0 ? [source, destination] : [destination, source];
}
