// One connection as Zeek would log it: feeds each segment to the letters (zeek-history.ts), the states
// (zeek-transitions.ts), the gaps and the limits (zeek-limits.ts).

import type { PacketView } from '../decode/packet-view.ts';
import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import type { Side } from '../tcp/connection.ts';
import { seqGt, seqLt } from '../tcp/seq.ts';
import type { Coverage } from './coverage.ts';
import { HistoryLetter, type HistoryBook } from './zeek-history.ts';
import { Told, ZeekEnd } from './zeek-end.ts';
import { ZeekLimits } from './zeek-limits.ts';
import { connState, ZeekEndState, type ConnState } from './zeek-state.ts';
import { advanceZeek } from './zeek-transitions.ts';

const SYN_FIN_RST = TcpFlag.SYN | TcpFlag.FIN | TcpFlag.RST;
/** A SYN or RST this far from the numbers so far is not believed. */
const TOO_FAR = 1 << 20;

export class ZeekConnection {
  readonly ends: readonly [ZeekEnd, ZeekEnd] = [new ZeekEnd(), new ZeekEnd()];
  /** Which side Zeek calls originator. */
  originator: Side = 0;
  history = 0;
  firstNs = Number.NaN;
  lastNs = Number.NaN;
  overNs = Number.NaN;
  /** The first segment of the originator was no SYN. */
  private partial = false;
  private readonly limits = new ZeekLimits();
  private readonly book: HistoryBook;

  constructor(book: HistoryBook) {
    this.book = book;
  }

  /** Begins anew, for another connection. */
  reset(): void {
    for (const end of this.ends) end.reset();
    this.limits.reset();
    this.history = 0;
    this.firstNs = this.lastNs = this.overNs = Number.NaN;
  }

  /** A segment whose checksum is wrong: Zeek notes it and looks no further. */
  badChecksum(side: Side, packet: PacketView): void {
    this.begin(side, 0);
    if (this.limits.arrives(packet)) this.tellLimit();
    if (isPowerOfTen(++this.ends[side].badChecksums)) this.tell(HistoryLetter.BadChecksum, side);
  }

  /** Takes a segment that `side` sends, its whole header captured. `coverage`: that of each side's payload. */
  segment(
    side: Side,
    packet: PacketView,
    timeNs: number,
    coverage: readonly [Coverage, Coverage],
  ): void {
    const peerSide: Side = side === 0 ? 1 : 0;
    const { tcp } = packet;
    const { flags } = tcp;
    const len = Math.max(tcp.len, 0);
    this.begin(side, flags);
    if (this.limits.arrives(packet)) this.tellLimit();
    if (Number.isNaN(this.firstNs)) {
      this.firstNs = timeNs;
      this.partial = (flags & TcpFlag.SYN) === 0;
    }
    this.lastNs = timeNs;
    const sender = this.ends[side];
    const peer = this.ends[peerSide];
    const counted = (flags & TcpFlag.SYN ? 1 : 0) + (flags & TcpFlag.FIN ? 1 : 0);
    const end = (tcp.seq + counted + (flags & TcpFlag.RST ? 0 : len)) | 0;
    placeEnd(sender, flags, tcp.seq | 0, end);
    this.tellFlags(sender, side, flags, tcp.seq | 0, len);
    this.tellWindow(sender, peer, side, tcp);
    if (flags & TcpFlag.FIN) {
      sender.fins++;
      sender.finEnd = end;
    }
    if (flags & TcpFlag.ACK && peer.state === ZeekEndState.Inactive) {
      // As though its SYN had been seen.
      peer.begin((tcp.ack - 1) | 0, (tcp.ack - 1) | 0);
    }
    this.advanceLast(sender, side, flags, end, len);
    const closes = advanceZeek(sender, peer, side === this.originator, flags, len);
    if (flags & TcpFlag.ACK)
      this.acknowledge(peer, peerSide, sender, tcp.ack | 0, coverage[peerSide]);
    if (len > 0 && tcp.payloadEnd - tcp.payloadStart < len && !sender.cutPending) {
      sender.cutPending = true;
      sender.cutSeq = tcp.seq | 0;
    }
    if (closes && !sender.over) this.noteOver(sender, peer, timeNs);
    if (len > 0 && this.limits.delivers(packet, side === this.originator)) this.tellLimit();
  }

  /** Both sides have closed, and a SYN begins anew, be it with the same number. */
  isOpenedAgainBy(flags: number): boolean {
    const synAlone = (flags & (TcpFlag.SYN | TcpFlag.ACK)) === TcpFlag.SYN;
    return synAlone && this.ends[0].over && this.ends[1].over;
  }

  connState(): ConnState {
    const originator = this.ends[this.originator];
    const responder = this.ends[this.originator === 0 ? 1 : 0];
    const empty = !originator.hasData() && !responder.hasData();
    return connState(originator.state, responder.state, empty);
  }

  private begin(side: Side, flags: number): void {
    if (!Number.isNaN(this.firstNs) || this.history !== 0) return;
    this.originator = side;
    const synAck = TcpFlag.SYN | TcpFlag.ACK;
    if ((flags & synAck) !== synAck) return;
    // A connection that begins with its SYN-ACK was opened by the other end.
    this.originator = side === 0 ? 1 : 0;
    this.history = this.book.append(this.history, HistoryLetter.Flipped, true);
  }

  private tell(letter: HistoryLetter, side: Side): void {
    this.history = this.book.append(this.history, letter, side === this.originator);
  }

  /** Zeek gives no direction with it. */
  private tellLimit(): void {
    this.history = this.book.append(this.history, HistoryLetter.Limit, true);
  }

  private tellFlags(sender: ZeekEnd, side: Side, flags: number, seq: number, len: number): void {
    const control = flags & SYN_FIN_RST;
    switch (control) {
      case 0:
        if (len > 0) this.tellOnce(sender, side, Told.Data, HistoryLetter.Data);
        else if (flags & TcpFlag.ACK) this.tellOnce(sender, side, Told.Ack, HistoryLetter.Ack);
        return;
      case TcpFlag.SYN: {
        const letter = flags & TcpFlag.ACK ? HistoryLetter.SynAck : HistoryLetter.Syn;
        this.tellAnew(sender, side, Told.Syn, letter, sender.lastSyn !== seq);
        sender.lastSyn = seq;
        return;
      }
      case TcpFlag.FIN: {
        // A FIN lies at the end of its data.
        const at = (seq + len) | 0;
        this.tellAnew(sender, side, Told.Fin, HistoryLetter.Fin, sender.lastFin !== at);
        sender.lastFin = at;
        return;
      }
      case TcpFlag.RST:
        this.tellAnew(sender, side, Told.Rst, HistoryLetter.Rst, sender.lastRst !== seq);
        sender.lastRst = seq;
        return;
      default: {
        const both = TcpFlag.FIN | TcpFlag.RST;
        if ((flags & both) === both)
          this.tellOnce(sender, side, Told.Inconsistent, HistoryLetter.Inconsistent);
        else this.tellOnce(sender, side, Told.MultiFlag, HistoryLetter.MultiFlag);
      }
    }
  }

  private tellOnce(sender: ZeekEnd, side: Side, bit: number, letter: HistoryLetter): void {
    this.tellAnew(sender, side, bit, letter, false);
  }

  private tellAnew(
    sender: ZeekEnd,
    side: Side,
    bit: number,
    letter: HistoryLetter,
    moved: boolean,
  ): void {
    if ((sender.told & bit) === 0 || moved) this.tell(letter, side);
    sender.told |= bit;
  }

  /** A closed window matters while the peer may still send. */
  private tellWindow(sender: ZeekEnd, peer: ZeekEnd, side: Side, tcp: TcpView): void {
    if (tcp.window !== 0 || tcp.flags & TcpFlag.RST) return;
    if (peer.state === ZeekEndState.Closed || sender.state === ZeekEndState.Reset) return;
    if (isPowerOfTen(++sender.zeroWindows)) this.tell(HistoryLetter.ZeroWindow, side);
  }

  private advanceLast(sender: ZeekEnd, side: Side, flags: number, end: number, len: number): void {
    const ahead = (end - sender.last) | 0;
    if (flags & (TcpFlag.SYN | TcpFlag.RST) && (ahead > TOO_FAR || ahead < -TOO_FAR)) return;
    if (flags & TcpFlag.FIN && sender.last === ((sender.start + 1) | 0)) {
      sender.last = end;
    } else if (sender.state === ZeekEndState.Reset) {
      return;
    } else if (ahead > 0) {
      sender.last = end;
    } else if (len > 0 && isPowerOfTen(++sender.resent)) {
      this.tell(HistoryLetter.Retransmission, side);
    }
  }

  /** Everything of `end` below `ack` is done with; what of it was not captured is a gap. */
  private acknowledge(
    end: ZeekEnd,
    side: Side,
    acknowledger: ZeekEnd,
    ack: number,
    coverage: Coverage,
  ): void {
    const upTo = end.fins > 0 && !seqLt(ack, end.finEnd) ? (end.finEnd - 1) | 0 : ack;
    if (!seqGt(upTo, end.acknowledged)) return;
    const first = (end.start + 1) | 0;
    // Without a SYN the first number is a guess, and a keep-alive would be one off.
    if (this.partial && ((upTo - end.start) | 0) <= 2) return;
    const from = seqGt(end.acknowledged, first) ? end.acknowledged : first;
    end.acknowledged = upTo;
    if (!end.isClean() || !acknowledger.isClean()) return;
    let gaps = coverage.gapsBetween(from, upTo);
    if (end.cutPending && seqLt(end.cutSeq, upTo)) {
      end.cutPending = false;
      gaps++;
    }
    for (; gaps > 0; gaps--) if (isPowerOfTen(++end.gaps)) this.tell(HistoryLetter.Gap, side);
  }

  private noteOver(sender: ZeekEnd, peer: ZeekEnd, timeNs: number): void {
    sender.over = true;
    const whole =
      sender.state === ZeekEndState.Reset || peer.over || peer.state === ZeekEndState.Inactive;
    if (whole && Number.isNaN(this.overNs)) this.overNs = timeNs;
  }
}

/** Where the sender's numbers begin, when this segment shows it. */
function placeEnd(sender: ZeekEnd, flags: number, seq: number, end: number): void {
  const syn = flags & TcpFlag.SYN;
  const { state } = sender;
  if (state === ZeekEndState.Inactive) {
    // The first segment is no retransmission, whatever it holds.
    if (syn) sender.begin(seq, end);
    else sender.begin((seq - 1) | 0, seq);
    return;
  }
  if (!syn || state === ZeekEndState.Closed) return;
  if (state === ZeekEndState.Reset && sender.previous !== ZeekEndState.Inactive) return;
  const opening = state === ZeekEndState.SynSent || state === ZeekEndState.SynAckSent;
  if (!opening || seq !== sender.start) sender.begin(seq, end);
}

/** The letters of what may happen often are given at the 1st, 10th, 100th ... time. */
function isPowerOfTen(count: number): boolean {
  let n = count;
  while (n % 10 === 0) n /= 10;
  return n === 1;
}
