// One end of a connection as its computer holds it: state and the numbers of what it sent (RFC 9293 3.3.1).
// Knows no segment: socket-transitions.ts moves it.

import { seqDiff, seqGt, seqLeq, seqLt } from '../tcp/seq.ts';
import { SocketState } from './socket-state.ts';

/** RFC 7323 2.3: no window is larger, so nothing farther beyond SND.UNA belongs to the connection. */
const MAX_WINDOW = 2 ** 30;

interface BeforeReset {
  readonly seq: number;
  readonly state: SocketState;
  readonly sinceFrame: number;
  readonly sinceNs: number;
}

export class EndSocket {
  state: SocketState = SocketState.None;
  /** Frame and time (ns since the first record) of the segment that brought it into its state. */
  sinceFrame = 0;
  sinceNs = 0;
  /** Time of the last segment it sent or was sent. */
  lastNs = 0;
  /** Its opening was not captured: that it is there, and in which state, is taken from later segments. */
  assumed = false;

  /** An ICMP error came for its SYN, at which some kernels give up. */
  isDoubted = false;
  /** What a reset ended, with its sequence number; null none. */
  private beforeReset: BeforeReset | null = null;

  /** Initial send sequence number, int32; meaningful once `synSent`. */
  iss = 0;
  synSent = false;
  /** SND.UNA and SND.NXT as far as the capture shows, int32; meaningful once `numbersKnown`. */
  sndUna = 0;
  sndNxt = 0;
  numbersKnown = false;
  finSent = false;
  /** Sequence number after its FIN. */
  finEnd = 0;

  /** It is a socket that netstat would list. */
  get exists(): boolean {
    return this.state >= SocketState.Listen;
  }

  enter(state: SocketState, frame: number, timeNs: number): void {
    this.isDoubted = false;
    if (this.state === state) return;
    this.state = state;
    this.sinceFrame = frame;
    this.sinceNs = timeNs;
  }

  /** The other end's reset ends it, unless an ICMP error will show that it did not arrive. */
  reset(seq: number, frame: number, timeNs: number): void {
    const { state, sinceFrame, sinceNs } = this;
    this.beforeReset = { seq: seq | 0, state, sinceFrame, sinceNs };
    this.enter(SocketState.Gone, frame, timeNs);
  }

  /** The reset with this number did not arrive. */
  withoutReset(seq: number): void {
    const { beforeReset } = this;
    if (this.state !== SocketState.Gone || beforeReset?.seq !== (seq | 0)) return;
    const { state, sinceFrame, sinceNs } = beforeReset;
    Object.assign(this, { state, sinceFrame, sinceNs, beforeReset: null });
  }

  /** Begins anew with this SYN, whatever was before. */
  open(seq: number, state: SocketState, frame: number, timeNs: number): void {
    this.iss = this.sndUna = this.sndNxt = seq | 0;
    this.synSent = this.numbersKnown = true;
    this.finSent = this.assumed = false;
    this.state = SocketState.None;
    this.enter(state, frame, timeNs);
  }

  /** It sent what ends before `end`; `seq` is where it began, the best guess at SND.UNA while none is known. */
  sent(seq: number, end: number): void {
    if (!this.numbersKnown) {
      this.sndUna = seq | 0;
      this.sndNxt = end | 0;
      this.numbersKnown = true;
    } else if (seqGt(end, this.sndNxt) && seqDiff(end, this.sndUna) <= MAX_WINDOW) {
      this.sndNxt = end | 0;
    }
  }

  /** The other end acknowledged everything before `ack`. */
  acknowledged(ack: number): void {
    if (!this.numbersKnown) {
      this.sndUna = this.sndNxt = ack | 0;
      this.numbersKnown = true;
      return;
    }
    if (seqGt(ack, this.sndUna)) this.sndUna = ack | 0;
    // What it acknowledges was sent, even where the capture missed it.
    if (seqGt(ack, this.sndNxt)) this.sndNxt = ack | 0;
  }

  /** It is past its handshake, and has sent nothing but its SYN. */
  get isOnlyOpen(): boolean {
    const isPast = this.state === SocketState.Established || this.state === SocketState.CloseWait;
    return isPast && this.synSent && seqLeq(this.sndNxt, this.iss + 1);
  }

  /** Its FIN was sent and acknowledged. */
  get finAcknowledged(): boolean {
    return this.finSent && seqLeq(this.finEnd, this.sndUna);
  }

  /** `ack` acknowledges its SYN and nothing it has not sent. */
  acceptsSynAck(ack: number): boolean {
    return seqLt(this.iss, ack) && seqLeq(ack, this.sndNxt);
  }

  /** `seq` lies between what the other end has acknowledged and what this one has sent. */
  mayReachWith(seq: number): boolean {
    return !this.numbersKnown || (seqLeq(this.sndUna, seq) && seqLeq(seq, this.sndNxt));
  }

  /**
   * Send-Q as Linux counts it: sequence numbers sent and not acknowledged, SYN and FIN included; null while unknown.
   * It keeps none for a SYN,ACK nor in TIME_WAIT.
   */
  get sendQueue(): number | null {
    if (this.state === SocketState.SynRecv || this.state === SocketState.TimeWait) return 0;
    return this.numbersKnown ? Math.max(0, seqDiff(this.sndNxt, this.sndUna)) : null;
  }
}
