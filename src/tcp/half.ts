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

export class Half {
  // In the order of use: what is looked at when a connection is opened or over lies together.

  /** Sequence number that shows as 0, int32. */
  baseSeq = 0;
  baseSeqKnown = false;
  finSent = false;
  packets = 0;
  /** Of its frames, link headers and all. */
  wireBytes = 0;
  payloadBytes = 0;
  state: TcpState = TcpState.Unknown;

  /** Next sequence number expected of this sender: end of the highest segment seen; 0 while unknown, as Wireshark. */
  nextSeq = 0;
  /** Times are NaN while unknown: doubles to V8 from the first segment on. */
  nextSeqTimeNs = Number.NaN;
  /** End of what was seen without a hole: the highest number the peer may acknowledge; 0 while unknown. */
  maxSeqToBeAcked = 0;
  lastAck = 0;
  lastAckTimeNs = Number.NaN;
  dupAckCount = 0;
  /** Raw window of its last segment; -1 before the first. */
  window = -1;
  windowShift: number = WindowScale.Unknown;
  /** It has not yet sent an ACK without SYN, so its last window was an unscaled one. */
  beforeFirstAck = true;
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
    this.dupAckCount = 0;
    this.window = -1;
    this.windowShift = WindowScale.Unknown;
    this.offeredShift = -1;
    this.beforeFirstAck = true;
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
}
