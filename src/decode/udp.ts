// UDP (RFC 768) as a carrier: which tunnel a datagram holds is known by port alone, the lower one
// first, as Wireshark does. A new tunnel is one line here.
import { u16 } from './bytes.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { LengthSource, Stop } from './stop.ts';
import { IpProtocol } from './ip-protocols.ts';

const UDP_HEADER_LEN = 8;

const ROWS: readonly (readonly [port: number, layer: number])[] = [
  [1701, Layer.L2tp],
  [2152, Layer.Gtp],
  [3386, Layer.Gtp],
  [3544, Layer.Teredo],
  [4341, Layer.Lisp],
  [4789, Layer.Vxlan],
  [4790, Layer.VxlanGpe],
  [5072, Layer.Ayiya],
  [5247, Layer.Capwap],
  [6081, Layer.Geneve],
  [6343, Layer.Sflow],
  [37008, Layer.Tzsp],
];

const layerByPort = new Uint8Array(0x10000);
for (const [port, layer] of ROWS) layerByPort[port] = layer;

/** UDP: goes on into a tunnel when a port is one's own; else the packet is not TCP. */
export function decodeUdp(p: PacketView): number {
  if (!p.has(UDP_HEADER_LEN)) return p.short(Layer.Udp, UDP_HEADER_LEN);
  const { bytes, at } = p;
  const srcPort = u16(bytes, at);
  const dstPort = u16(bytes, at + 2);
  const length = u16(bytes, at + 4);
  p.enter(Layer.Udp, UDP_HEADER_LEN);
  const layer =
    (layerByPort[Math.min(srcPort, dstPort)] as number) ||
    (layerByPort[Math.max(srcPort, dstPort)] as number);
  if (layer === Layer.End) return p.halt(Stop.NotTcp, Layer.Udp, dstPort);
  if (p.transport === IpProtocol.Udp && length !== 0) {
    if (length < UDP_HEADER_LEN) {
      p.halt(Stop.BadLength, Layer.Udp, length);
      p.stopSaidBy = LengthSource.Ip;
      return Layer.End;
    }
    p.limit(length - UDP_HEADER_LEN);
  }
  return layer;
}
