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
  /** Sequence number that shows as 0, int32. */
  baseSeq = 0;
  baseSeqKnown = false;
  /** The SYN itself was captured (not only an acknowledgement that implies it). */
  synSeen = false;

  /** Next sequence number expected of this sender: end of the highest segment seen; 0 while unknown, as Wireshark. */
  nextSeq = 0;
  /** Times are NaN while unknown: doubles to V8 from the first segment on. */
  nextSeqTimeNs = Number.NaN;
  /** End of what was seen without a hole: the highest number the peer may acknowledge; 0 while unknown. */
  maxSeqToBeAcked = 0;
  lastAck = 0;
  lastAckTimeNs = Number.NaN;
  /** Repeated acknowledgements; -1 after the peer acknowledged, and was told so once, what this side never sent. */
  dupAckCount = 0;
  /** Raw window of its last segment; -1 before the first. */
  window = -1;
  /** As Wireshark reckons: any segment's option counts, though RFC 7323 2.2 knows only those of the SYNs. */
  windowShift: number = WindowScale.Unknown;
  /** The shift its own SYN offered, -1 none; what is in force is windowShift. */
  offeredShift = -1;
  /** It has sent no ACK without SYN since its last SYN, so its last window was an unscaled one. */
  beforeFirstAck = false;
  /** Labels of its last segment (Label bits). */
  lastLabels = 0;

  state: TcpState = TcpState.Unknown;
  /** Sequence number after its FIN, once sent. */
  finEnd = 0;
  finSent = false;

  mss = -1;
  sackPermitted = false;
  timestamps = false;
  packets = 0;
  payloadBytes = 0;
}
