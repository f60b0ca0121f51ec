// One end of a connection as Zeek sees it: state and what its history letters depend on. Numbers are int32.

import { ZeekEndState } from './zeek-state.ts';

/** Letters given once a side, and those given again only for another sequence number. */
export const Told = {
  Syn: 1,
  Fin: 2,
  Rst: 4,
  Data: 8,
  Ack: 16,
  Inconsistent: 32,
  MultiFlag: 64,
} as const;

export class ZeekEnd {
  state: ZeekEndState = ZeekEndState.Inactive;
  previous: ZeekEndState = ZeekEndState.Inactive;
  /** Sequence number of the SYN, or the one before the first seen. */
  start = 0;
  /** Highest end sent. */
  last = 0;
  /** Highest acknowledged by the peer; everything below is delivered or given up. */
  acknowledged = 0;
  /** Told bits. */
  told = 0;
  lastSyn = 0;
  lastFin = 0;
  lastRst = 0;
  fins = 0;
  finEnd = 0;
  /** It has closed or reset, and that was taken into account. */
  over = false;
  /** Start of payload that the capture cut: Zeek does not deliver it, so its acknowledgement shows a gap. */
  cutPending = false;
  cutSeq = 0;
  /** How often, for the letters given at 1, 10, 100 ... times. */
  resent = 0;
  zeroWindows = 0;
  gaps = 0;
  badChecksums = 0;

  /** Begins anew, for another connection. */
  reset(): void {
    this.state = this.previous = ZeekEndState.Inactive;
    this.start = this.last = this.acknowledged = 0;
    this.told = this.lastSyn = this.lastFin = this.lastRst = 0;
    this.fins = this.finEnd = 0;
    this.over = false;
    this.cutPending = false;
    this.cutSeq = 0;
    this.resent = this.zeroWindows = this.gaps = this.badChecksums = 0;
  }

  become(state: ZeekEndState): void {
    if (state === this.state) return;
    this.previous = this.state;
    this.state = state;
  }

  begin(start: number, last: number): void {
    this.start = start;
    this.last = last;
    this.acknowledged = start;
  }

  /** Established, or closed from there: gaps elsewhere may be false. */
  isClean(): boolean {
    return (
      this.state === ZeekEndState.Established ||
      (this.state === ZeekEndState.Closed && this.previous === ZeekEndState.Established)
    );
  }

  /** Whether it carried payload, or the peer acknowledged some. */
  hasData(): boolean {
    const highest = ((this.acknowledged - this.last) | 0) > 0 ? this.acknowledged : this.last;
    const bytes = (highest - this.start) >>> 0;
    return bytes > (this.fins > 0 ? 2 : 1);
  }
}
