// Fills the twin watch's probe from a decoded packet: numbers only, before any connection is looked up.

import { u32 } from '../decode/bytes.ts';
import { tcpPseudoSum } from '../decode/checksum.ts';
import type { PacketView } from '../decode/packet-view.ts';
import { payloadDigest, type TwinProbe } from './twin.ts';

/** Aims the probe at the segment in `packet`. */
export function aimProbe(probe: TwinProbe, packet: PacketView): void {
  const { tcp, bytes, addressLen } = packet;
  probe.source = addressWord(bytes, packet.srcStart, addressLen);
  probe.target = addressWord(bytes, packet.dstStart, addressLen);
  probe.srcPort = tcp.srcPort;
  probe.dstPort = tcp.dstPort;
  probe.ipId = packet.ipId;
  probe.ttl = packet.ttl;
  probe.seq = tcp.seq;
  probe.ack = tcp.ack;
  probe.flags = tcp.flags;
  probe.len = tcp.len;
  probe.payload = payloadDigest(bytes, tcp.payloadStart, tcp.payloadEnd);
  probe.checksum = tcp.checksum;
  probe.pseudoSum = tcpPseudoSum(packet);
}

/** An IPv4 address as it is; an IPv6 address folded (the TCP checksum covers all of it besides). */
function addressWord(bytes: Uint8Array, start: number, addressLen: number): number {
  let word = 0;
  for (let i = 0; i < addressLen; i += 4) word = Math.imul(word, 31) ^ u32(bytes, start + i);
  return word;
}
