// VNC's greeting (RFC 6143 7.1.1). Where the port does not tell Wireshark that it is VNC, the greeting does, and what comes
// after it on the connection is to Wireshark a stream of its own. Ours are Wireshark's numbers, so they are cut here as well.
// Measured against tshark 4.0.17.

import type { PacketView } from '../decode/packet-view.ts';
import type { Connection } from './connection.ts';
import { isLookedInto } from './looked-into.ts';

/** "RFB 003.008" and a line break. */
export const VNC_GREETING_LEN = 12;
const GREETING = /^RFB .{3}\..{3}\n$/is;

/** Ports that Wireshark takes for VNC. */
const VNC_PORTS = new Set([5500, 5501, 5900, 5901]);

/** Takes a segment with VNC_GREETING_LEN bytes of payload; `labels`: what Wireshark says of it (Label bits). */
export function cutAtGreeting(connection: Connection, packet: PacketView, labels: number): void {
  const { bytes, tcp } = packet;
  if (connection.cutFrom >= 0) return;
  if (VNC_PORTS.has(tcp.srcPort) || VNC_PORTS.has(tcp.dstPort) || !isLookedInto(tcp, labels))
    return;
  const payload = bytes.subarray(tcp.payloadStart, tcp.payloadEnd);
  connection.isCut = GREETING.test(String.fromCharCode(...payload));
}
