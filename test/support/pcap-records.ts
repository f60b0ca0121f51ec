// The records of a pcap file of our own writing, independently of src/capture: the tests of src/craft must not rest on
// the reader they help to test. Little- or big-endian; nothing is checked.

import { pcapFile, RECORD_HEADER, RecordAt } from './pcap-file.ts';

/** Offsets in the file header. */
const FileAt = { Magic: 0, LinkType: 20 } as const;
const MAGIC_OF_NANOSECONDS = 0xa1b23c4d;

/** One record. `timeNs` counts from the first one. */
export interface PcapRecord {
  frame: number;
  timeNs: number;
  bytes: Uint8Array;
  origLen: number;
}

/** The file's link type and records. */
export function pcapRecords(file: Uint8Array): { linkType: number; records: PcapRecord[] } {
  const { header, records, isLittle } = pcapFile(file);
  const u32 = (bytes: Uint8Array, at: number): number =>
    new DataView(bytes.buffer).getUint32(at, isLittle);
  const nsPerUnit = u32(header, FileAt.Magic) === MAGIC_OF_NANOSECONDS ? 1 : 1000;
  const since = (record: Uint8Array, at: number): number => u32(record, at) - u32(records[0]!, at);
  return {
    linkType: u32(header, FileAt.LinkType),
    records: records.map((record, index) => ({
      frame: index + 1,
      timeNs: since(record, RecordAt.Seconds) * 1e9 + since(record, RecordAt.Fraction) * nsPerUnit,
      bytes: record.subarray(RECORD_HEADER),
      origLen: u32(record, RecordAt.OrigLen),
    })),
  };
}
