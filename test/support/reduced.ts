// A classic pcap file with records taken out or cut short, byte for byte the same otherwise: what a worse capture of
// the same traffic would have been. Byte order is the file's own.

import { pcapFile, RECORD_HEADER, RecordAt } from './pcap-file.ts';

export interface Reduced {
  file: Uint8Array;
  /** Frame in the full capture, by frame - 1 in the reduced one. */
  frames: number[];
}

/** Keeps the records whose frame `keep` accepts, with at most `snapLen(frame)` bytes of each. */
export function reduced(
  full: Uint8Array,
  keep: (frame: number) => boolean,
  snapLen: (frame: number) => number = () => Infinity,
): Reduced {
  const { header, records, isLittle } = pcapFile(full);
  const parts = [header];
  const frames: number[] = [];
  for (const [index, record] of records.entries()) {
    const frame = index + 1;
    if (!keep(frame)) continue;
    const capLen = new DataView(record.buffer).getUint32(RecordAt.CapLen, isLittle);
    const len = Math.min(capLen, snapLen(frame));
    const kept = record.slice(0, RECORD_HEADER + len);
    new DataView(kept.buffer).setUint32(RecordAt.CapLen, len, isLittle);
    parts.push(kept);
    frames.push(frame);
  }
  return { file: Buffer.concat(parts), frames };
}

/** A seeded source of numbers in [0, 1): the same seed, the same numbers (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
