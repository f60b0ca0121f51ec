// sFlow version 5 (sflow.org/sflow_version_5.txt): the sampled packet headers of a datagram. Each is the beginning of a
// packet that went by elsewhere: its length on this wire is not known.
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

/** sFlow: goes on inside the first sampled packet. */
export function decodeSflow(p: PacketView): number {
  if (!p.has(28)) return p.short(Layer.Sflow, 28);
  const { bytes } = p;
  if (u32(bytes, p.at) !== VERSION) return p.halt(Stop.NotTcp, Layer.Sflow, u32(bytes, p.at));
  const addressLen = u32(bytes, p.at + 4) === ADDRESS_IPV6 ? 16 : 4;
  return samplesFrom(p, p.at + 24 + addressLen);
}

/** A further sample of a datagram. */
export const decodeSflowSample = (p: PacketView): number => samplesFrom(p, p.at);

/** Walks the samples to the first raw packet header and goes on inside it; those behind it are left for later. */
function samplesFrom(p: PacketView, from: number): number {
  const { bytes, end } = p;
  let sample = from;
  while (sample + 8 <= end) {
    const type = u32(bytes, sample);
    const sampleEnd = Math.min(end, sample + 8 + u32(bytes, sample + 4));
    if (type === FLOW_SAMPLE || type === FLOW_SAMPLE_EXPANDED) {
      const skipped = type === FLOW_SAMPLE ? SAMPLE_LEN.flow : SAMPLE_LEN.expanded;
      const header = headerIn(p, sample + 8 + skipped, sampleEnd);
      if (header !== null) {
        if (sampleEnd + 8 <= end) p.leaveRest(Layer.SflowSample, sampleEnd);
        p.enter(Layer.Sflow, header.at - p.at);
        p.limit(header.len);
        p.sampled = true;
        return header.layer;
      }
    }
    sample = sampleEnd;
  }
  return p.halt(Stop.NotTcp, Layer.Sflow, -1);
}

interface SampledHeader {
  readonly layer: number;
  readonly at: number;
  readonly len: number;
}

/** The raw packet header in the records [from, end) of a sample: protocol, frame length, stripped octets, length, header. */
function headerIn({ bytes }: PacketView, from: number, end: number): SampledHeader | null {
  for (let record = from; record + 8 <= end; record += 8 + u32(bytes, record + 4)) {
    if (u32(bytes, record) !== RAW_PACKET_HEADER || record + 24 > end) continue;
    const layer = HEADER_LAYERS.get(u32(bytes, record + 8));
    const len = u32(bytes, record + 20);
    const at = record + 24;
    if (layer !== undefined && at + len <= end) return { layer, at, len };
  }
  return null;
}
