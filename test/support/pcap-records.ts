// Splits a pcap file of our own writing into its records, independently of src/capture: the tests of src/craft
// must not rest on the reader they help to test. Little- or big-endian; nothing is checked.

/** One record. `timeNs` counts from the first one. */
export interface PcapRecord {
  frame: number;
  timeNs: number;
  bytes: Uint8Array;
  origLen: number;
}

/** The file's link type and records. */
export function pcapRecords(file: Uint8Array): { linkType: number; records: PcapRecord[] } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const little = file[0] === 0xd4 || file[0] === 0x4d;
  const u32 = (at: number): number => view.getUint32(at, little);
  const nsPerUnit = u32(0) === 0xa1b23c4d ? 1 : 1000;
  const records: PcapRecord[] = [];
  let startS = 0;
  let startUnits = 0;
  for (let at = 24; at < file.length; at += 16 + u32(at + 8)) {
    if (records.length === 0) [startS, startUnits] = [u32(at), u32(at + 4)];
    records.push({
      frame: records.length + 1,
      timeNs: (u32(at) - startS) * 1e9 + (u32(at + 4) - startUnits) * nsPerUnit,
      bytes: file.subarray(at + 16, at + 16 + u32(at + 8)),
      origLen: u32(at + 12),
    });
  }
  return { linkType: u32(20), records };
}
