// The tunnels a segment came through, as one number: Zeek's encapsulation of a connection (TunnelEncapsulation.h). A
// tunnel is a pair of IP endpoints, with their ports where UDP carries it, whichever of them sent this packet. Kinds of
// tunnel between the same endpoints are not told apart, nor is one over UDP that Zeek had forgotten meanwhile.

import { u16, u32 } from '../decode/bytes.ts';
import { Ipv4Field } from '../decode/ipv4.ts';
import { Ipv6Field } from '../decode/ipv6.ts';
import { Layer } from '../decode/layer.ts';
import { MAX_LAYERS, type PacketView } from '../decode/packet-view.ts';

/** Of a packet that came through no tunnel. */
export const NO_TUNNEL = 0;

/** The same number (int32) for packets that came through the same tunnels. */
export function encapsulationOf(packet: PacketView): number {
  const { layerKinds } = packet;
  const count = Math.min(packet.layerCount, MAX_LAYERS);
  let encapsulation = NO_TUNNEL;
  let ip = -1;
  let udp = -1;
  for (let i = 0; i < count; i++) {
    const kind = layerKinds[i]!;
    if (kind === Layer.Udp) udp = i;
    if (kind !== Layer.Ipv4 && kind !== Layer.Ipv6) continue;
    // Any IP header that holds another one is a tunnel's.
    if (ip >= 0) encapsulation = Math.imul(encapsulation, 31) + tunnel(packet, ip, udp);
    ip = i;
    udp = -1;
  }
  return encapsulation | 0;
}

/** Odd, so that no single tunnel is NO_TUNNEL. */
function tunnel(packet: PacketView, ip: number, udp: number): number {
  const { bytes, layerStarts } = packet;
  const at = layerStarts[ip]!;
  const isIpv4 = packet.layerKinds[ip] === Layer.Ipv4;
  const len = isIpv4 ? 4 : 16;
  const source = at + (isIpv4 ? Ipv4Field.Source : Ipv6Field.Source);
  const sourcePort = udp < 0 ? 0 : u16(bytes, layerStarts[udp]!);
  const destinationPort = udp < 0 ? 0 : u16(bytes, layerStarts[udp]! + 2);
  // A sum: the way back is the same tunnel.
  const ends =
    endpoint(bytes, source, len, sourcePort) + endpoint(bytes, source + len, len, destinationPort);
  return ends | 1;
}

function endpoint(bytes: Uint8Array, address: number, len: number, port: number): number {
  let hash = port;
  for (let i = 0; i < len; i += 4) hash = Math.imul(hash ^ u32(bytes, address + i), 0x9e3779b1);
  return Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
}
