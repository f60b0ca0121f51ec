// What Wireshark's stream numbers depend on besides addresses, ports and SYNs: connections that ICMP errors quote, VNC's
// greeting, SOCKS. Every pass that numbers streams asks here.

import { IcmpQuotes } from '../decode/icmp-quotes.ts';
import type { PacketView } from '../decode/packet-view.ts';
import type { Connection } from './connection.ts';
import type { ConnectionTable } from './connection-table.ts';
import { noteQuoted } from './handshake.ts';
import type { Arrival } from './observe.ts';
import { isSocks, SocksTunnels } from './socks-tunnels.ts';
import { cutAtGreeting, VNC_GREETING_LEN } from './vnc-greeting.ts';

export class StreamNumbers {
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
    const quoted = this.quotes.segmentIn(packet, record.frame);
    if (quoted === null) return null;
    const { table } = this;
    table.lookUp(quoted);
    noteQuoted(table.connection, table.side, quoted.tcp, record);
    return table.replaced;
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
