// One direction of a connection: what its sender has shown so far, in Wireshark's observer words.
// Sequence numbers are kept as int32 (the same 32 bits as the uint32 on the wire): they stay small integers in V8.

import { TcpState } from './state.ts';

/** Shift values that are no shift. */
export const WindowScale = {
  /** The sender's SYN has not been seen. */
  Unknown: -1,
  /** Both SYNs are known and scaling was not agreed (RFC 7323 2.2). */
  NotUsed: -2,
} as const;

/** What `pack` writes. */
export const HALF_INTS = 13;
export const HALF_DOUBLES = 4;

/** Bits that `pack` makes of what holds or not; the state stands above them. */
const Mark = {
  baseSeqKnown: 1,
  synSeen: 2,
  finSent: 4,
  beforeFirstAck: 8,
  sackPermitted: 16,
  timestamps: 32,
  bits: 6,
} as const;

export class Half {
  // In the order of use: what is looked at when a connection is opened or over lies together.
  // What may outgrow 32 bits is NaN before `begin`, so that V8 takes it for a double from the first object on: had it to
  // find out later, it would compile everything that touches a half again.

  /** Sequence number that shows as 0, int32. */
  baseSeq = 0;
  baseSeqKnown = false;
  finSent = false;
  packets = 0;
  /** Of its frames, link headers and all. */
  wireBytes = Number.NaN;
  payloadBytes = Number.NaN;
  state: TcpState = TcpState.Unknown;

  /** Next sequence number expected of this sender: end of the highest segment seen; 0 while unknown, as Wireshark. */
  nextSeq = 0;
  /** Times are NaN while unknown. */
  nextSeqTimeNs = Number.NaN;
  /** End of what was seen without a hole: the highest number the peer may acknowledge; 0 while unknown. */
  maxSeqToBeAcked = 0;
  lastAck = 0;
  lastAckTimeNs = Number.NaN;
  /** The highest number it has acknowledged; 0 while unknown. Older acknowledgements may come behind it. */
  mostAcked = 0;
  /** Repeated acknowledgements; -1 after the peer acknowledged, and was told so once, what this side never sent. */
  dupAckCount = 0;
  /** Raw window of its last segment; -1 before the first. */
  window = -1;
  /** As Wireshark reckons: any segment's option counts, though RFC 7323 2.2 knows only those of the SYNs. */
  windowShift: number = WindowScale.Unknown;
  /** It has sent no ACK without SYN since its last SYN, so its last window was an unscaled one. */
  beforeFirstAck = false;
  /** Labels of its last segment (Label bits). */
  lastLabels = 0;

  /** Sequence number after its FIN, once sent. */
  finEnd = 0;

  /** The SYN itself was captured (not only an acknowledgement that implies it). */
  synSeen = false;
  /** The shift its own SYN offered, -1 none; what is in force is windowShift. */
  offeredShift = -1;
  mss = -1;
  sackPermitted = false;
  timestamps = false;

  /** As though nothing of this sender had been seen. */
  begin(): void {
    this.baseSeq = 0;
    this.baseSeqKnown = false;
    this.synSeen = false;
    this.nextSeq = 0;
    this.nextSeqTimeNs = Number.NaN;
    this.maxSeqToBeAcked = 0;
    this.lastAck = 0;
    this.lastAckTimeNs = Number.NaN;
    this.mostAcked = 0;
    this.dupAckCount = 0;
    this.window = -1;
    this.windowShift = WindowScale.Unknown;
    this.offeredShift = -1;
    this.beforeFirstAck = false;
    this.lastLabels = 0;
    this.state = TcpState.Unknown;
    this.finEnd = 0;
    this.finSent = false;
    this.mss = -1;
    this.sackPermitted = false;
    this.timestamps = false;
    this.packets = 0;
    this.wireBytes = 0;
    this.payloadBytes = 0;
  }

  /** Writes itself as HALF_INTS integers from `at` on and HALF_DOUBLES doubles from `doublesAt` on. */
  pack(ints: Int32Array, at: number, doubles: Float64Array, doublesAt: number): void {
    ints[at] = this.baseSeq;
    ints[at + 1] = this.nextSeq;
    ints[at + 2] = this.maxSeqToBeAcked;
    ints[at + 3] = this.lastAck;
    ints[at + 4] = this.dupAckCount;
    ints[at + 5] = this.window;
    ints[at + 6] = this.lastLabels;
    ints[at + 7] = this.finEnd;
    ints[at + 8] = this.mss;
    ints[at + 9] = this.packets;
    ints[at + 10] = (this.offeredShift << 16) | (this.windowShift & 0xffff);
    ints[at + 11] =
      (this.state << Mark.bits) |
      (this.baseSeqKnown ? Mark.baseSeqKnown : 0) |
      (this.synSeen ? Mark.synSeen : 0) |
      (this.finSent ? Mark.finSent : 0) |
      (this.beforeFirstAck ? Mark.beforeFirstAck : 0) |
      (this.sackPermitted ? Mark.sackPermitted : 0) |
      (this.timestamps ? Mark.timestamps : 0);
    ints[at + 12] = this.mostAcked;
    doubles[doublesAt] = this.nextSeqTimeNs;
    doubles[doublesAt + 1] = this.lastAckTimeNs;
    doubles[doublesAt + 2] = this.wireBytes;
    doubles[doublesAt + 3] = this.payloadBytes;
  }

  /** Reads what `pack` wrote. */
  unpack(ints: Int32Array, at: number, doubles: Float64Array, doublesAt: number): void {
    this.baseSeq = ints[at]!;
    this.nextSeq = ints[at + 1]!;
    this.maxSeqToBeAcked = ints[at + 2]!;
    this.lastAck = ints[at + 3]!;
    this.dupAckCount = ints[at + 4]!;
    this.window = ints[at + 5]!;
    this.lastLabels = ints[at + 6]!;
    this.finEnd = ints[at + 7]!;
    this.mss = ints[at + 8]!;
    this.packets = ints[at + 9]!;
    const shifts = ints[at + 10]!;
    this.offeredShift = shifts >> 16;
    this.windowShift = (shifts << 16) >> 16;
    const marks = ints[at + 11]!;
    this.state = (marks >> Mark.bits) as TcpState;
    this.baseSeqKnown = (marks & Mark.baseSeqKnown) !== 0;
    this.synSeen = (marks & Mark.synSeen) !== 0;
    this.finSent = (marks & Mark.finSent) !== 0;
    this.beforeFirstAck = (marks & Mark.beforeFirstAck) !== 0;
    this.sackPermitted = (marks & Mark.sackPermitted) !== 0;
    this.timestamps = (marks & Mark.timestamps) !== 0;
    this.mostAcked = ints[at + 12]!;
    this.nextSeqTimeNs = doubles[doublesAt]!;
    this.lastAckTimeNs = doubles[doublesAt + 1]!;
    this.wireBytes = doubles[doublesAt + 2]!;
    this.payloadBytes = doubles[doublesAt + 3]!;
  }
}
