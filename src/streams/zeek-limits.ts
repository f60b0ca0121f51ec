// Zeek's limits that a connection can pass and that its history tells as X, once and always in upper case: "connection
// analysis partial" (base/protocols/conn/main.zeek). Letters after it are told as before. Two of them are known here,
// with Zeek's defaults:
// - Tunnel::max_changes_per_connection: it moved between tunnels, into or out of one, more often than that (Zeek's test
//   core/tunnels/count-default-tunnel-changes). The change beyond the limit is taken to give X; the baselines seen do
//   not tell it from the last one within.
// - FTP::max_command_length: on the ports of FTP alone, though Zeek recognizes FTP on others, too.
// Zeek gives X for limits of other analyzers as well (MIME, DNS, SSH, Telnet lines, ...), which needs these analyzers.

import type { PacketView } from '../decode/packet-view.ts';
import { TcpFlag } from '../decode/tcp-view.ts';
import { encapsulationOf, NO_TUNNEL } from './encapsulation.ts';
import { FtpCommands } from './ftp-commands.ts';

/** Tunnel::max_changes_per_connection (init-bare.zeek). */
const MAX_TUNNEL_CHANGES = 5;
/** Ports that base/protocols/ftp/main.zeek has analysed as FTP: FTP and GridFTP. */
const FTP_PORT = 21;
const GRIDFTP_PORT = 2811;

export class ZeekLimits {
  /** A limit was passed: nothing is looked at any more. */
  private passed = false;
  private begun = false;
  /** What the last packet came through. */
  private encapsulation = NO_TUNNEL;
  private tunnelChanges = 0;
  /** Null until a port of FTP carries data. */
  private ftp: FtpCommands | null = null;

  /** Begins anew, for another connection. */
  reset(): void {
    this.passed = false;
    this.begun = false;
    this.tunnelChanges = 0;
    this.ftp = null;
  }

  /** A packet of the connection, before anything else of it counts. True when it passes a limit. */
  arrives(packet: PacketView): boolean {
    if (this.passed) return false;
    const encapsulation = encapsulationOf(packet);
    if (this.begun && encapsulation === this.encapsulation) return false;
    if (this.begun) this.passed = ++this.tunnelChanges > MAX_TUNNEL_CHANGES;
    this.begun = true;
    this.encapsulation = encapsulation;
    return this.passed;
  }

  /** Payload of the packet is delivered, after everything else of it counted. True when it passes a limit. */
  delivers(packet: PacketView, fromOriginator: boolean): boolean {
    const { bytes, tcp } = packet;
    const responderPort = fromOriginator ? tcp.dstPort : tcp.srcPort;
    if (this.passed || (responderPort !== FTP_PORT && responderPort !== GRIDFTP_PORT)) return false;
    const ftp = (this.ftp ??= new FtpCommands());
    const { payloadStart, payloadEnd } = tcp;
    if (fromOriginator) {
      const seq = (tcp.seq + (tcp.flags & TcpFlag.SYN ? 1 : 0)) | 0;
      this.passed = ftp.request(bytes, payloadStart, payloadEnd, seq, tcp.len);
    } else {
      ftp.reply(bytes, payloadStart, payloadEnd);
    }
    return this.passed;
  }
}
