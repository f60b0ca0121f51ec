// The TCP header (RFC 9293 section 3.1) and the options the hot path needs (RFC 7323, RFC 2018) as
// plain number fields, filled by `aim`. Options in full are read by tcp-options.ts.
import { breaksOff } from './broken-option.ts';
import { type MptcpOption, readMptcpOptions } from './mptcp-options.ts';
import { TcpOptionKind } from './tcp-option-kinds.ts';

/** Control bits, with AE from RFC 9768 and the three reserved bits above it. */
export const TcpFlag = {
  FIN: 0x001,
  SYN: 0x002,
  RST: 0x004,
  PSH: 0x008,
  ACK: 0x010,
  URG: 0x020,
  ECE: 0x040,
  CWR: 0x080,
  AE: 0x100,
  Reserved: 0xe00,
} as const;

/** Octet offsets of the header's fields. */
export const TcpField = {
  SourcePort: 0,
  DestinationPort: 2,
  SequenceNumber: 4,
  AcknowledgmentNumber: 8,
  DataOffset: 12,
  Window: 14,
  Checksum: 16,
  UrgentPointer: 18,
  Options: 20,
} as const;

/** Octets of a TCP header without options. */
export const TCP_HEADER_MIN = 20;
/** Octets up to the window: with these a cut segment still says what it is. */
export const TCP_HEADER_NEEDED = 16;
/** Among the operations: an option broke off the reading. Above the bits of the subtypes. */
const BROKEN_OFF = 1 << 16;
const TIMESTAMPS_PADDED = 0x0101080a; // NOP NOP Timestamps(10): the layout RFC 7323 appendix A recommends

const NO_VIEW = new DataView(new ArrayBuffer(0));

/**
 * A TCP header, reused: valid until the next `aim`. Offsets point into the bytes it was aimed at.
 * What is a uint32 begins as NaN: a double to V8 from the first segment on, not from the first that needs it.
 */
export class TcpView {
  private view: DataView = NO_VIEW;
  start = 0;
  srcPort = 0;
  dstPort = 0;
  /** Sequence number, uint32, as on the wire. */
  seq = Number.NaN;
  /** Acknowledgment number, uint32; meaningful with ACK only. */
  ack = Number.NaN;
  /** As the data offset field says it, in bytes. */
  headerLen = 0;
  /** Twelve control bits, see `TcpFlag`. */
  flags = 0;
  /** Window field, not scaled. */
  window = 0;
  optionsStart = 0;
  /** End of the captured options. */
  optionsEnd = 0;
  payloadStart = 0;
  /** End of the captured payload. */
  payloadEnd = 0;
  /** Payload bytes on the wire by the IP length; -1 when it cannot be known. */
  len = 0;
  /**
   * What Wireshark counts as payload: all behind the header as it says its length, also where that is too short to be
   * one; -1 when the segment is not judged.
   */
  judgedLen = 0;
  /** The data offset is below 5 words or reaches beyond the segment. */
  malformed = false;
  /** Maximum Segment Size option, -1 when absent. */
  mss = -1;
  /** Window Scale shift count as sent (may exceed 14), -1 when absent. */
  windowShift = -1;
  sackPermitted = false;
  /** Where the Timestamps option is, -1 when absent. */
  timestampsStart = -1;
  /**
   * Operations of Multipath TCP (tcp/multipath.ts), a bit for each subtype of the option; and one where Wireshark breaks
   * off at an option (broken-option.ts). 0 for nearly all segments.
   */
  operations = 0;
  /** Blocks of the SACK option; each is two uint32 edges, the first at `sackStart`. */
  sackCount = 0;
  sackStart = -1;

  /**
   * Aims at the segment in bytes [start, end) of `view`, of which the wire had up to `wireEnd`.
   * The caller has checked that `TCP_HEADER_NEEDED` bytes are there.
   */
  aim(view: DataView, start: number, end: number, wireEnd: number): void {
    if (view !== this.view) this.view = view;
    this.start = start;
    this.srcPort = view.getUint16(start);
    this.dstPort = view.getUint16(start + TcpField.DestinationPort);
    this.seq = view.getUint32(start + TcpField.SequenceNumber);
    this.ack = view.getUint32(start + TcpField.AcknowledgmentNumber);
    const offsetAndFlags = view.getUint16(start + TcpField.DataOffset);
    this.flags = offsetAndFlags & 0xfff;
    this.window = view.getUint16(start + TcpField.Window);
    const complete = end - start >= TCP_HEADER_MIN;
    const headerLen = (offsetAndFlags >>> 12) << 2;
    const headerEnd = start + headerLen;
    this.headerLen = headerLen;
    this.optionsStart = complete ? start + TcpField.Options : end;
    this.malformed = headerLen < TCP_HEADER_MIN || headerEnd > wireEnd;
    if (this.malformed) {
      this.optionsEnd = this.optionsStart;
      this.payloadStart = this.payloadEnd = end;
      this.len = -1;
      this.judgedLen = headerEnd > wireEnd ? -1 : wireEnd - headerEnd;
      this.forgetOptions();
      if (headerLen > TCP_HEADER_MIN) this.readWindowShift(view, end);
      return;
    }
    this.optionsEnd = headerEnd < end ? headerEnd : end;
    this.payloadStart = this.optionsEnd;
    this.payloadEnd = end;
    this.len = this.judgedLen = wireEnd - headerEnd;
    this.forgetOptions();
    if (this.optionsEnd > this.optionsStart) this.readOptions(view, this.optionsEnd);
  }

  /** Header length as the field counts it: in 32-bit words. */
  get dataOffset(): number {
    return this.headerLen >>> 2;
  }

  /** -1 when the capture cut it off. */
  get checksum(): number {
    return this.behindWindow(TcpField.Checksum);
  }

  /** -1 when the capture cut it off. */
  get urgentPointer(): number {
    return this.behindWindow(TcpField.UrgentPointer);
  }

  private behindWindow(field: number): number {
    const isCut = this.payloadEnd - this.start < TCP_HEADER_MIN;
    return isCut ? -1 : this.view.getUint16(this.start + field);
  }

  get hasTimestamps(): boolean {
    return this.timestampsStart >= 0;
  }

  /** TSval, uint32; only with `hasTimestamps`. */
  get tsVal(): number {
    return this.view.getUint32(this.timestampsStart + 2);
  }

  /** TSval, null without the option. */
  get clock(): number | null {
    return this.hasTimestamps ? this.tsVal : null;
  }

  /** TSecr, uint32; only with `hasTimestamps`. */
  get tsEcr(): number {
    return this.view.getUint32(this.timestampsStart + 6);
  }

  /** The capture ends inside the header: not all options are there. */
  get isHeaderCut(): boolean {
    return this.optionsEnd - this.start < this.headerLen;
  }

  /** Wireshark reads the options up to some point only, and then says nothing of the segment. */
  get isBrokenOff(): boolean {
    return this.isHeaderCut || (this.operations & BROKEN_OFF) !== 0;
  }

  /** Options of Multipath TCP up to where reading breaks off. */
  get mptcpOptions(): readonly MptcpOption[] {
    return readMptcpOptions(this.view, this.optionsStart, this.optionsEnd);
  }

  private forgetOptions(): void {
    this.mss = -1;
    this.windowShift = -1;
    this.sackPermitted = false;
    this.timestampsStart = -1;
    this.sackCount = 0;
    this.sackStart = -1;
    this.operations = 0;
  }

  /** Of the options of a header that says it is longer than its segment, Wireshark believes this one. */
  private readWindowShift(view: DataView, end: number): void {
    this.readOptions(view, end);
    const { windowShift } = this;
    this.forgetOptions();
    this.windowShift = windowShift;
  }

  private readOptions(view: DataView, end: number): void {
    let at = this.optionsStart;
    if (end - at === 12 && view.getUint32(at) === TIMESTAMPS_PADDED) {
      this.timestampsStart = at + 2;
      return;
    }
    while (at < end) {
      const kind = view.getUint8(at);
      if (kind === TcpOptionKind.NoOperation) {
        at++;
        continue;
      }
      if (kind === TcpOptionKind.EndOfOptionList || at + 1 >= end) return;
      const length = view.getUint8(at + 1);
      // A length that is no length, or runs over the header, leaves the rest unreadable.
      if (length < 2 || at + length > end) return;
      if (kind === TcpOptionKind.Timestamps && length === 10) this.timestampsStart = at;
      else if (kind === TcpOptionKind.Mss && length === 4) this.mss = view.getUint16(at + 2);
      else if (kind === TcpOptionKind.WindowScale && length === 3)
        this.windowShift = view.getUint8(at + 2);
      else if (kind === TcpOptionKind.SackPermitted && length === 2) this.sackPermitted = true;
      else if (kind === TcpOptionKind.Sack && length >= 10 && ((length - 2) & 7) === 0) {
        this.sackStart = at + 2;
        this.sackCount = (length - 2) >>> 3;
      } else if (breaksOff(view, at, kind, length)) {
        this.operations |= BROKEN_OFF;
        return;
      } else if (kind === TcpOptionKind.Mptcp) {
        this.operations |= 1 << (view.getUint8(at + 2) >>> 4);
      }
      at += length;
    }
  }
}
