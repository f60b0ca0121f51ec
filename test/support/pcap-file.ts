// A classic pcap file taken apart into its header and records, and no further: by offsets of its own, so that tests do
// not rest on the reader or the writer they test. Little- or big-endian; a record that is cut ends the file.

export const FILE_HEADER = 24;
export const RECORD_HEADER = 16;

/** Offsets in a record's header. */
export const RecordAt = { Seconds: 0, Fraction: 4, CapLen: 8, OrigLen: 12 } as const;

export interface PcapFile {
  readonly header: Uint8Array;
  /** Copies, each with its record header. */
  readonly records: readonly Uint8Array[];
  readonly isLittle: boolean;
}

export function pcapFile(file: Uint8Array): PcapFile {
  const isLittle = file[0] === 0xd4 || file[0] === 0x4d;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const records: Uint8Array[] = [];
  for (let at = FILE_HEADER; at + RECORD_HEADER <= file.length;) {
    const end = at + RECORD_HEADER + view.getUint32(at + RecordAt.CapLen, isLittle);
    // A Buffer's slice() would share its memory.
    records.push(Uint8Array.from(file.subarray(at, end)));
    at = end;
  }
  return { header: Uint8Array.from(file.subarray(0, FILE_HEADER)), records, isLittle };
}
