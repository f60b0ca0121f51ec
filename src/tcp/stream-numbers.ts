// What Wireshark's stream numbers depend on besides addresses, ports and SYNs: connections that ICMP errors quote, VNC's
// greeting, SOCKS. Every pass that numbers streams asks here.

import { IcmpQuotes } from '../decode/icmp-quotes.ts';
import type { PacketView } from '../decode/packet-view.ts';
import type { TcpView } from '../decode/tcp-view.ts';
import type { Connection, Side } from './connection.ts';
import type { ConnectionTable } from './connection-table.ts';
import { noteQuoted } from './handshake.ts';
import { icmpReason, type IcmpReason } from './icmp-reason.ts';
import type { Arrival } from './observe.ts';
import { isSocks, SocksTunnels } from './socks-tunnels.ts';
import { cutAtGreeting, VNC_GREETING_LEN } from './vnc-greeting.ts';

/** A segment that an ICMP error quotes, and who had sent it. */
export interface Quoted {
  readonly connection: Connection;
  readonly side: Side;
  readonly tcp: TcpView;
  readonly reason: IcmpReason;
}

export class StreamNumbers {
  /** What the last packet without a segment quotes; null nothing. Valid until the next one. */
  quoted: Quoted | null = null;

  private readonly table: ConnectionTable;
  private readonly quotes = new IcmpQuotes();
  private readonly tunnels: SocksTunnels;

  constructor(table: ConnectionTable) {
    this.table = table;
    this.tunnels = new SocksTunnels(table);
  }

  /**
   * Takes a packet that holds no segment. One that an ICMP error quotes is none of this capture; its connection has its
   * number all the same. The connection that is over by it, else null.
   */
  other(packet: PacketView, record: Arrival): Connection | null {
    const { table, quotes } = this;
    const quoted = quotes.segmentIn(packet, record.frame);
    this.quoted = null;
    if (quoted === null) return null;
    table.lookUp(quoted);
    const { connection, side, replaced } = table;
    const { tcp } = quoted;
    noteQuoted(connection, side, tcp, record);
    const reason = icmpReason(packet.ipVersion, quotes.type, quotes.code);
    this.quoted = { connection, side, tcp, reason };
    return replaced;
  }

  /**
   * Takes a segment of the connection; `labels`: what Wireshark says of it (Label bits). To be called when what the
   * table lent for the segment is needed no more.
   */
  segment(packet: PacketView, connection: Connection, labels: number): void {
    const { tcp } = packet;
    if (tcp.len === VNC_GREETING_LEN) cutAtGreeting(connection, packet, labels);
    if (isSocks(tcp)) this.tunnels.segment(packet, connection.stream, labels);
  }
}
