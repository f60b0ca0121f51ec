// Behind a SOCKS proxy Wireshark sees another connection: from the client to the proxy, at the port that the client asked
// the proxy for. It is on no wire, but it has a stream number of its own, so that the streams after it are counted on from
// there, and who really connects to that port continues it. Ours are Wireshark's numbers, so it is counted here as well.

import type { PacketView } from '../decode/packet-view.ts';
import type { TcpView } from '../decode/tcp-view.ts';
import type { ConnectionTable } from './connection-table.ts';
import { forgetOldest } from './forget-oldest.ts';
import { isLookedInto } from './looked-into.ts';
import { SocksNegotiation } from './socks-negotiation.ts';

const SOCKS_PORT = 1080;
/** Connections that are remembered; the oldest go first. */
const MOST_REMEMBERED = 65_536;

interface Followed {
  readonly negotiation: SocksNegotiation;
  /** Where the first payload went to: the proxy's port, as it seems. */
  readonly serverPort: number;
}

/** Wireshark takes a connection for SOCKS by its port; of the two, the lower one is asked first. */
export const isSocks = ({ srcPort, dstPort }: TcpView): boolean =>
  (srcPort === SOCKS_PORT && dstPort >= SOCKS_PORT) ||
  (dstPort === SOCKS_PORT && srcPort >= SOCKS_PORT);

export class SocksTunnels {
  private readonly table: ConnectionTable;
  /** By stream; null for one whose tunnel is counted. */
  private readonly followed = new Map<number, Followed | null>();

  constructor(table: ConnectionTable) {
    this.table = table;
  }

  /**
   * Takes a segment of a connection that `isSocks`. `labels`: what Wireshark says of it (Label bits). To be called when
   * what the table lent for the segment is needed no more.
   */
  segment(packet: PacketView, stream: number, labels: number): void {
    const { bytes, tcp } = packet;
    if (!isLookedInto(tcp, labels)) return;
    const payload = bytes.subarray(tcp.payloadStart, tcp.payloadEnd);
    let one = this.followed.get(stream);
    if (one === undefined) {
      one = { negotiation: new SocksNegotiation(payload[0]!), serverPort: tcp.dstPort };
      this.followed.set(stream, one);
      forgetOldest(this.followed, MOST_REMEMBERED);
    }
    if (one === null) return;
    const { negotiation, serverPort } = one;
    if (!negotiation.isDone) {
      negotiation.take(payload, tcp.dstPort === serverPort);
      return;
    }
    this.followed.set(stream, null);
    if (!negotiation.leadsOn) return;
    const { remotePort } = negotiation;
    if (tcp.dstPort === SOCKS_PORT) this.table.reserve(packet, tcp.srcPort, remotePort);
    else this.table.reserve(packet, remotePort, tcp.dstPort);
  }
}
