// What Zeek's conn.log would say of one stream. Zeek forgets connections by time-out, so one stream may be several
// connections there: the first is the stream's, those after it are kept beside.

import type { PacketView } from '../decode/packet-view.ts';
import type { Side } from '../tcp/connection.ts';
import type { Coverage } from './coverage.ts';
import { ZeekConnection } from './zeek-connection.ts';
import type { HistoryBook } from './zeek-history.ts';
import { isForgotten } from './zeek-lifetime.ts';
import type { ConnState } from './zeek-state.ts';

/** A connection as Zeek would log it. */
export interface ZeekRow {
  readonly originator: Side;
  readonly connState: ConnState;
  readonly history: string;
}

export class ZeekAccount {
  private readonly book: HistoryBook;
  private current: ZeekConnection;
  private earlier: ZeekConnection[] | null = null;

  constructor(book: HistoryBook) {
    this.book = book;
    this.current = new ZeekConnection(book);
  }

  /** Begins anew, for another stream. */
  reset(): void {
    this.current.reset();
    this.earlier = null;
  }

  /** Takes a segment; `damaged`: its checksum is wrong. A segment whose header is cut is to be left out. */
  segment(
    side: Side,
    packet: PacketView,
    timeNs: number,
    damaged: boolean,
    coverage: readonly [Coverage, Coverage],
  ): void {
    const { current } = this;
    if (isForgotten(current, timeNs) || current.isOpenedAgainBy(packet.tcp.flags)) {
      (this.earlier ??= []).push(current);
      this.current = new ZeekConnection(this.book);
    }
    if (damaged) this.current.badChecksum(side, packet);
    else this.current.segment(side, packet, timeNs, coverage);
  }

  /** The stream's. */
  get first(): ZeekConnection {
    return this.earlier?.[0] ?? this.current;
  }

  /** Those after it, in order. */
  get later(): readonly ZeekRow[] {
    if (this.earlier === null) return NONE;
    return [...this.earlier.slice(1), this.current].map((connection) => this.row(connection));
  }

  private row(connection: ZeekConnection): ZeekRow {
    return {
      originator: connection.originator,
      connState: connection.connState(),
      history: this.book.text(connection.history),
    };
  }
}

const NONE: readonly ZeekRow[] = [];
