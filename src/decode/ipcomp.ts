// IPComp (RFC 3173): the payload of an IP packet, compressed. DEFLATE (RFC 2394) is undone, where the number of the
// compression says so or leaves it open; other algorithms are not.
import { inflateRawSync } from 'node:zlib';
import { u16, u8 } from './bytes.ts';
import { ipProtocolLayer } from './ip-protocols.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

const HEADER_LEN = 4;
/** Compression parameter indexes (section 3.3): below 256 well-known ones, above agreed between the ends. */
const Cpi = { Deflate: 2, FirstAgreed: 256 } as const;
/** What one IP packet can carry: more would not have been one before it was compressed. */
const LARGEST_PAYLOAD = 0xffff;

/** IPComp: goes on in the decompressed payload. A payload that is cut or does not decompress stays closed. */
export function decodeIpComp(p: PacketView): number {
  if (!p.has(HEADER_LEN)) return p.short(Layer.IpComp, HEADER_LEN);
  const { bytes, at, end } = p;
  const nextHeader = u8(bytes, at);
  const cpi = u16(bytes, at + 2);
  const perhapsDeflate = cpi === Cpi.Deflate || cpi >= Cpi.FirstAgreed;
  const whole = end >= p.wireEnd;
  const payload = perhapsDeflate && whole ? inflated(bytes.subarray(at + HEADER_LEN, end)) : null;
  if (payload === null) return p.halt(Stop.Opaque, Layer.IpComp, cpi);
  p.enter(Layer.IpComp, HEADER_LEN);
  p.replacePayload(payload);
  return ipProtocolLayer(p, nextHeader);
}

function inflated(compressed: Uint8Array): Uint8Array | null {
  try {
    return inflateRawSync(compressed, { maxOutputLength: LARGEST_PAYLOAD });
  } catch {
    // No DEFLATE stream, or one that grows past any packet: zlib says either by throwing.
    return null;
  }
}
