// One record of a capture file, as lent to the decoder. Owns no bytes and keeps nothing:
// what must outlive the next call is copied by the stage that wants it.

export const NO_COMMENTS: readonly string[] = [];

/** One record, lent: valid until the next call of `next()` or `refill()`. Reused for every record. */
export class RecordView {
  /** 1-based, Wireshark's No.; pcapng custom blocks that Wireshark numbers leave a hole here. */
  frame = 0;
  /** The buffer the frame lies in; swapped when the buffer grows. */
  bytes: Uint8Array = new Uint8Array(0);
  /** The frame's bytes are `bytes[start, end)`; capLen is `end - start`. */
  start = 0;
  end = 0;
  /** Bytes on the wire. */
  origLen = 0;
  /** Nanoseconds since the capture's first record with a time; may be negative. */
  timeNs: number = Number.NaN;
  /** What `timeNs` is at the beginning of 1970: the time of a record whose time field is 0. */
  zeroNs: number = Number.NaN;
  /** False for a simple packet block: it has no time, so `timeNs` repeats the previous one. */
  hasTime = true;
  /** LINKTYPE_ number, see `LinkType`. */
  linkType = 0;
  /** Bytes of frame check sequence at the frame's end, where the file says so; else 0. */
  fcsLen = 0;
  /** 0-based over the whole file, all pcapng sections together. */
  interfaceId = 0;
  /** What somebody wrote to the record in the file (pcapng). Foreign text. */
  comments: readonly string[] = NO_COMMENTS;
  /** Offset of the record header or block in the (decompressed) file. */
  fileOffset: number = Number.NaN;

  constructor() {
    // V8 chose a double for these by the NaN, which the 0 keeps: an integer that outgrew 32 bits two seconds or
    // gigabytes into the capture would make it compile the whole hot path again.
    this.timeNs = 0;
    this.fileOffset = 0;
  }
}
