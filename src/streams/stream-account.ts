// The account of one connection while it lives: what a row of `tcpexplain streams` tells beyond the connection itself.

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import type { LabelledSegment } from '../sink.ts';
import type { Side } from '../tcp/connection.ts';
import type { Flights } from './flight.ts';
import { LabelCounts } from './label-counts.ts';
import { RttMeter } from './rtt-meter.ts';
import { StreamSide } from './stream-side.ts';
import { ZeekAccount } from './zeek-account.ts';
import type { HistoryBook } from './zeek-history.ts';

export class StreamAccount {
  readonly sides: readonly [StreamSide, StreamSide] = [new StreamSide(), new StreamSide()];
  readonly zeek: ZeekAccount;
  readonly labels = new LabelCounts();
  /** Time of the first SYN, ns; NaN without. */
  firstSynNs = Number.NaN;
  /** First SYN to the ACK that ended the handshake, ns; NaN without. */
  handshakeNs = Number.NaN;
  private readonly coverages: readonly [StreamSide['coverage'], StreamSide['coverage']];

  private readonly flights: Flights;

  constructor(book: HistoryBook, flights: Flights) {
    this.flights = flights;
    this.zeek = new ZeekAccount(book);
    this.coverages = [this.sides[0].coverage, this.sides[1].coverage];
  }

  /** Takes a segment of the connection, which has taken it already; Zeek would drop it if `damaged`. */
  segment(context: LabelledSegment, damaged: boolean): void {
    const { record, packet, connection, side, verdict } = context;
    const { tcp } = packet;
    const { timeNs } = record;
    const syn = tcp.flags & (TcpFlag.SYN | TcpFlag.ACK);
    const isRead = !tcp.malformed;
    if (isRead && syn === TcpFlag.SYN && Number.isNaN(this.firstSynNs)) this.firstSynNs = timeNs;
    if (connection.handshakeAckFrame === record.frame) this.handshakeNs = timeNs - this.firstSynNs;
    if (tcp.len > 0) this.notePayload(side, tcp, timeNs);
    if (isRead && tcp.flags & TcpFlag.ACK) {
      this.sides[side === 0 ? 1 : 0].rtt?.acknowledged(tcp.ack | 0, timeNs, this.flights);
    }
    if (isRead && !tcp.isHeaderCut)
      this.zeek.segment(side, packet, timeNs, damaged, this.coverages);
    if (verdict.labels !== 0) this.labels.add(verdict.labels);
  }

  /** Begins anew, for another connection; to be called after release. */
  reset(): void {
    for (const side of this.sides) side.reset();
    this.zeek.reset();
    this.labels.reset();
    this.firstSynNs = this.handshakeNs = Number.NaN;
  }

  /** Gives back what other accounts can use. */
  release(): void {
    for (const side of this.sides) side.rtt?.land(this.flights);
  }

  private notePayload(side: Side, tcp: TcpView, timeNs: number): void {
    const account = this.sides[side];
    // The data of a SYN lies behind it.
    const seq = (tcp.seq + (tcp.flags & TcpFlag.SYN ? 1 : 0)) | 0;
    const end = (seq + tcp.len) | 0;
    const isLate = account.coverage.isBehind(seq);
    const fresh = account.coverage.add(seq, end);
    account.uniqueBytes += fresh;
    // What fills a hole was lost before it came here, and is sent again.
    if (fresh === tcp.len && !isLate)
      (account.rtt ??= new RttMeter()).sent(seq, end, timeNs, this.flights);
    else account.rtt?.resent(seq);
  }
}
