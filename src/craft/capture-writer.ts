// Writes a pcap file (draft-ietf-opsawg-pcap): either byte order, micro- or nanoseconds.
// The whole file is built in memory: crafted captures are small. pcapng is in pcapng-writer.ts.

/** One frame to be written. */
export interface CraftedRecord {
  /** Nanoseconds since 1970-01-01 UTC. */
  timeNs: bigint;
  bytes: Uint8Array;
  /** Length on the wire, when `bytes` is only its beginning. */
  origLen?: number | undefined;
}

/** Choices of the file; by default little-endian and microseconds, as tcpdump on a PC writes it. */
export interface PcapOptions {
  linkType: number;
  bigEndian?: boolean | undefined;
  nanoseconds?: boolean | undefined;
  snapLen?: number | undefined;
}

const MAGIC = { microseconds: 0xa1b2c3d4, nanoseconds: 0xa1b23c4d } as const;
const VERSION = { major: 2, minor: 4 } as const;
const FILE_HEADER_LEN = 24;
const RECORD_HEADER_LEN = 16;
const DEFAULT_SNAP_LEN = 262_144;
const NS_PER_S = 1_000_000_000n;

/** The bytes of a pcap file. A nanosecond remainder is cut off in a microsecond file. */
export function writePcap(records: readonly CraftedRecord[], options: PcapOptions): Uint8Array {
  const little = options.bigEndian !== true;
  const nanoseconds = options.nanoseconds === true;
  const length = records.reduce(
    (sum, r) => sum + RECORD_HEADER_LEN + r.bytes.length,
    FILE_HEADER_LEN,
  );
  const file = new Uint8Array(length);
  const view = new DataView(file.buffer);
  view.setUint32(0, nanoseconds ? MAGIC.nanoseconds : MAGIC.microseconds, little);
  view.setUint16(4, VERSION.major, little);
  view.setUint16(6, VERSION.minor, little);
  view.setUint32(16, options.snapLen ?? DEFAULT_SNAP_LEN, little);
  view.setUint32(20, options.linkType, little);
  let at = FILE_HEADER_LEN;
  for (const record of records) {
    const fraction = record.timeNs % NS_PER_S;
    view.setUint32(at, Number(record.timeNs / NS_PER_S), little);
    view.setUint32(at + 4, Number(nanoseconds ? fraction : fraction / 1000n), little);
    view.setUint32(at + 8, record.bytes.length, little);
    view.setUint32(at + 12, record.origLen ?? record.bytes.length, little);
    file.set(record.bytes, at + RECORD_HEADER_LEN);
    at += RECORD_HEADER_LEN + record.bytes.length;
  }
  return file;
}
