// sFlow version 5 (sflow.org/sflow_version_5.txt): the first sampled packet header of a datagram. It is the
// beginning of a packet that went by elsewhere: its length on this wire is not known.
import { u32 } from './bytes.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

const VERSION = 5;
const ADDRESS_IPV6 = 2;
const FLOW_SAMPLE = 1;
const FLOW_SAMPLE_EXPANDED = 3;
const RAW_PACKET_HEADER = 1;
/** Octets before the records of a sample, the record count included. */
const SAMPLE_LEN = { flow: 32, expanded: 44 };
/** `header_protocol` of a raw packet header. */
const HEADER_LAYERS: ReadonlyMap<number, number> = new Map([
  [1, Layer.Ethernet],
  [4, Layer.FrameRelay],
  [7, Layer.Ppp],
  [11, Layer.Ipv4],
  [12, Layer.Ipv6],
  [13, Layer.Mpls],
]);

/** sFlow: walks the samples to the first raw packet header and goes on inside it. */
export function decodeSflow(p: PacketView): number {
  if (!p.has(28)) return p.short(Layer.Sflow, 28);
  const { bytes, end } = p;
  if (u32(bytes, p.at) !== VERSION) return p.halt(Stop.NotTcp, Layer.Sflow, u32(bytes, p.at));
  const addressLen = u32(bytes, p.at + 4) === ADDRESS_IPV6 ? 16 : 4;
  let sample = p.at + 24 + addressLen;
  while (sample + 8 <= end) {
    const type = u32(bytes, sample);
    const sampleEnd = Math.min(end, sample + 8 + u32(bytes, sample + 4));
    if (type === FLOW_SAMPLE || type === FLOW_SAMPLE_EXPANDED) {
      const skipped = type === FLOW_SAMPLE ? SAMPLE_LEN.flow : SAMPLE_LEN.expanded;
      const layer = headerIn(p, sample + 8 + skipped, sampleEnd);
      if (layer !== Layer.End) return layer;
    }
    sample = sampleEnd;
  }
  return p.halt(Stop.NotTcp, Layer.Sflow, -1);
}

function headerIn(p: PacketView, from: number, end: number): number {
  let record = from;
  while (record + 8 <= end) {
    const len = u32(p.bytes, record + 4);
    // Raw packet header: protocol, frame length, stripped octets, header length, header.
    if (u32(p.bytes, record) === RAW_PACKET_HEADER && record + 24 <= end) {
      const layer = HEADER_LAYERS.get(u32(p.bytes, record + 8)) ?? Layer.End;
      const headerLen = u32(p.bytes, record + 20);
      if (layer !== Layer.End && record + 24 + headerLen <= end) {
        p.enter(Layer.Sflow, record + 24 - p.at);
        p.limit(headerLen);
        p.sampled = true;
        return layer;
      }
    }
    record += 8 + len;
  }
  return Layer.End;
}
