// A lab's capture as the bytes each direction carried, with the time of every byte.
// Deliberately naive and apart from src/tcp: it is the other side of a comparison. One SYN a direction.
import { openFile } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import type { CaptureInfo } from '../../src/capture/capture-info.ts';
import { Read } from '../../src/capture/read-status.ts';
import { formatIpv4 } from '../../src/decode/address.ts';
import { Decoder } from '../../src/decode/decoder.ts';
import { Layer } from '../../src/decode/layer.ts';
import { TcpFlag } from '../../src/decode/tcp-view.ts';

/** One segment; `timeNs` since 1970. */
export interface Segment {
  readonly timeNs: bigint;
  readonly src: string;
  readonly dst: string;
  readonly flags: number;
  readonly seq: number;
  readonly payload: Buffer;
  readonly throughGre: boolean;
}

export interface LabCapture {
  readonly info: CaptureInfo;
  readonly damage: Error | null;
  /** Frames, and those the capture cut. */
  readonly frames: number;
  readonly cut: number;
  readonly firstNs: bigint;
  readonly lastNs: bigint;
  readonly segments: readonly Segment[];
}

/** Reads a capture with our own reader and decoder. */
export async function readLabCapture(path: string): Promise<LabCapture> {
  const reader = await CaptureReader.open(await openFile(path));
  const decoder = new Decoder();
  const segments: Segment[] = [];
  const times: bigint[] = [];
  let cut = 0;
  for (let status = reader.next(); status !== Read.End; status = reader.next()) {
    if (status === Read.Wait) {
      await reader.refill();
      continue;
    }
    const { record } = reader;
    const timeNs = reader.exactTimeNs() ?? 0n;
    times.push(timeNs);
    if (record.end - record.start !== record.origLen) cut++;
    if (decoder.decode(record)) segments.push(segmentOf(decoder, timeNs));
  }
  await reader.close();
  const [firstNs = 0n, lastNs = firstNs] = [times[0], times.at(-1)];
  const { info, damage } = reader;
  return { info, damage, frames: times.length, cut, firstNs, lastNs, segments };
}

function segmentOf({ packet }: Decoder, timeNs: bigint): Segment {
  const { bytes, tcp } = packet;
  const layers = packet.layerKinds.subarray(0, packet.layerCount);
  return {
    timeNs,
    src: `${formatIpv4(bytes, packet.srcStart)}:${tcp.srcPort}`,
    dst: `${formatIpv4(bytes, packet.dstStart)}:${tcp.dstPort}`,
    flags: tcp.flags,
    seq: tcp.seq,
    payload: Buffer.from(bytes.subarray(tcp.payloadStart, tcp.payloadEnd)),
    throughGre: layers.includes(Layer.Gre),
  };
}

/** What one direction carried: `times[i]` is when byte i was first captured. */
export interface Stream {
  readonly bytes: Buffer;
  readonly times: readonly bigint[];
}

/** Streams by `src > dst`. @throws when a byte is missing: these captures are complete */
export function streamsOf(segments: readonly Segment[]): Map<string, Stream> {
  const isn = new Map<string, number>();
  const parts = new Map<string, { bytes: number[]; times: bigint[] }>();
  for (const { src, dst, flags, seq, payload, timeNs } of segments) {
    const key = `${src} > ${dst}`;
    if ((flags & TcpFlag.SYN) !== 0) {
      isn.set(key, seq);
      parts.set(key, { bytes: [], times: [] });
    }
    // A refusal's RST has no SYN before it in its direction.
    if (payload.length === 0) continue;
    const part = parts.get(key);
    const first = isn.get(key);
    if (part === undefined || first === undefined) throw new Error(`${key}: no SYN captured`);
    const at = (seq - first - 1) | 0;
    payload.forEach((byte, index) => {
      if (at + index < part.bytes.length) return;
      if (at + index > part.bytes.length) throw new Error(`${key}: gap before byte ${at + index}`);
      part.bytes.push(byte);
      part.times.push(timeNs);
    });
  }
  const streams = new Map<string, Stream>();
  for (const [key, { bytes, times }] of parts)
    streams.set(key, { bytes: Buffer.from(bytes), times });
  return streams;
}
