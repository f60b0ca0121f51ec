// What the twin watch compares of a segment: numbers only; and how they are read from a decoded packet, before any
// connection is looked up.

import { u32 } from '../decode/bytes.ts';
import { tcpPseudoSum } from '../decode/checksum.ts';
import type { PacketView } from '../decode/packet-view.ts';

/** What is compared of a segment; filled by the caller and reused. All fields are numbers of at most 32 bits. */
export class TwinProbe {
  /** Any number that is the same for the same sender and receiver. */
  source = 0;
  target = 0;
  srcPort = 0;
  dstPort = 0;
  /** -1 where the packet has none (IPv6). */
  ipId = 0;
  ttl = 0;
  seq = 0;
  ack = 0;
  flags = 0;
  /** Payload bytes; negative when unknown: such a segment has no twin. */
  len = 0;
  /** Digest of the captured payload (`payloadDigest`): checksums need not tell, where nobody fills them in. */
  payload = 0;
  /** -1 when cut off: such a segment has no twin. */
  checksum = 0;
  /** What stands in the checksum until the network card completes it: the pseudo-header's sum. */
  pseudoSum = 0;
  /** Its sender's clock (TSval), -1 without the option. */
  clock = -1;
  /** It names bytes beyond a hole (RFC 2018). */
  hasSack = false;
}

/** A number that differs, most likely, where bytes[start, end) differ. */
export function payloadDigest(bytes: Uint8Array, start: number, end: number): number {
  let digest = 0;
  for (let at = start; at < end; at++) digest = (Math.imul(digest, 31) + bytes[at]!) | 0;
  return digest;
}

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
  probe.clock = tcp.hasTimestamps ? tcp.tsVal : -1;
  probe.hasSack = tcp.sackCount > 0;
}

/** An IPv4 address as it is; an IPv6 address folded (the TCP checksum covers all of it besides). */
function addressWord(bytes: Uint8Array, start: number, addressLen: number): number {
  let word = 0;
  for (let i = 0; i < addressLen; i += 4) word = Math.imul(word, 31) ^ u32(bytes, start + i);
  return word;
}
