// A classic pcap file with records taken out or cut short, byte for byte the same otherwise: what a worse capture of
// the same traffic would have been. Byte order is the file's own.

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const CAP_LEN = 8;

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
  const view = new DataView(full.buffer, full.byteOffset, full.byteLength);
  const little = full[0] === 0xd4 || full[0] === 0x4d;
  const parts: Uint8Array[] = [full.subarray(0, FILE_HEADER)];
  const frames: number[] = [];
  let frame = 0;
  for (let at = FILE_HEADER; at + RECORD_HEADER <= full.length;) {
    const capLen = view.getUint32(at + CAP_LEN, little);
    frame++;
    if (keep(frame)) {
      const len = Math.min(capLen, snapLen(frame));
      // A copy also of a Buffer, whose slice() would share its memory.
      const record = Uint8Array.from(full.subarray(at, at + RECORD_HEADER + len));
      new DataView(record.buffer).setUint32(CAP_LEN, len, little);
      parts.push(record);
      frames.push(frame);
    }
    at += RECORD_HEADER + capLen;
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
