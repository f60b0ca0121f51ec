// The Internet checksum (RFC 1071) of IPv4 headers (RFC 791) and TCP segments (RFC 9293 section 3.1,
// RFC 8200 section 8.1), with a verdict. Nothing is decided here about what a damaged segment means.
import { u16 } from './bytes.ts';
import { Ipv4Field } from './ipv4.ts';
import { IpProtocol } from './ip-protocols.ts';
import type { PacketView } from './packet-view.ts';
import { TcpField } from './tcp-view.ts';

/**
 * good: the sum is right. offloaded: left to the network card (zero, or only the pseudo-header's sum, in which Windows
 * leaves the length out of what the card shall cut up: its large send offload).
 * damaged: neither. not-verifiable: the capture does not have all bytes. absent: nothing to check.
 */
export type ChecksumVerdict = 'good' | 'offloaded' | 'damaged' | 'not-verifiable' | 'absent';

/** A checksum as found, and as it should be. Fields are -1 where they cannot be known. */
export interface ChecksumResult {
  verdict: ChecksumVerdict;
  found: number;
  computed: number;
  /** Folded sum of the pseudo-header, not inverted; -1 where there is none. */
  pseudoSum: number;
}

function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return folded;
}

/** Ones' complement sum of bytes[start, end) on top of `initial`: folded to 16 bits, not inverted. */
export function onesSum(b: Uint8Array, start: number, end: number, initial = 0): number {
  let sum = initial;
  let at = start;
  // 16-bit words add up to less than 2^53 for any buffer, so folding once is enough.
  for (; at + 1 < end; at += 2) sum += u16(b, at);
  if (at < end) sum += (b[at] as number) << 8; // an odd last octet is padded with zero
  return fold(sum);
}

/** The value the checksum field should hold over bytes[start, end): inverted, 16 bits. */
export function internetChecksum(b: Uint8Array, start: number, end: number, initial = 0): number {
  return ~onesSum(b, start, end, initial) & 0xffff;
}

/**
 * Folded sum of the pseudo-header: both addresses (4 or 16 bytes each), the protocol number and the
 * length of the upper-layer packet in bytes. Not inverted.
 */
export function pseudoHeaderSum(
  b: Uint8Array,
  srcStart: number,
  addressLen: number,
  dstStart: number,
  protocol: number,
  upperLen: number,
): number {
  const addresses = onesSum(
    b,
    dstStart,
    dstStart + addressLen,
    onesSum(b, srcStart, srcStart + addressLen),
  );
  return fold(addresses + protocol + upperLen);
}

/** What a kernel leaves in the segment's checksum field for the network card to complete. */
export const tcpPseudoSum = (packet: PacketView): number =>
  pseudoHeaderSum(
    packet.bytes,
    packet.srcStart,
    packet.addressLen,
    packet.dstStart,
    IpProtocol.Tcp,
    packet.wireEnd - packet.tcp.start,
  );

/** Checksum of the segment in `packet.tcp`. */
export function tcpChecksum(packet: PacketView): ChecksumResult {
  const { bytes, tcp } = packet;
  const found = tcp.checksum;
  const upperLen = packet.wireEnd - tcp.start;
  // A frame shorter than its IP header says lacks bytes that were summed.
  const partial = packet.end < packet.wireEnd || packet.lenBeyondFrame;
  const pseudoSum = tcpPseudoSum(packet);
  if (packet.firstFragmentOnly || packet.sampled || found < 0) {
    return { verdict: 'not-verifiable', found, computed: -1, pseudoSum: -1 };
  }
  if (partial) {
    const verdict = isUnfinished(found, pseudoSum, upperLen) ? 'offloaded' : 'not-verifiable';
    return { verdict, found, computed: -1, pseudoSum };
  }
  // RFC 1624: the sum without the field is the sum with it, less the field.
  const before = onesSum(bytes, tcp.start, tcp.start + TcpField.Checksum, pseudoSum);
  const after = tcp.start + TcpField.Checksum + 2;
  const computed = internetChecksum(bytes, after, packet.end, before);
  // 0x0000 and 0xffff are the same number in ones' complement.
  if (found === computed || (found === 0xffff && computed === 0))
    return { verdict: 'good', found, computed, pseudoSum };
  const verdict = isUnfinished(found, pseudoSum, upperLen) ? 'offloaded' : 'damaged';
  return { verdict, found, computed, pseudoSum };
}

/** What a kernel leaves in the field for the network card to finish. */
const isUnfinished = (found: number, pseudoSum: number, upperLen: number): boolean =>
  found === 0 || found === pseudoSum || found === fold(pseudoSum + (~upperLen & 0xffff));

/** Header checksum of the innermost IPv4 header; absent with IPv6 or no IP. */
export function ipv4HeaderChecksum(packet: PacketView): ChecksumResult {
  if (packet.ipVersion !== 4) return { verdict: 'absent', found: -1, computed: -1, pseudoSum: -1 };
  const { bytes, ipStart } = packet;
  const field = ipStart + Ipv4Field.HeaderChecksum;
  const found = u16(bytes, field);
  const computed = internetChecksum(
    bytes,
    field + 2,
    ipStart + packet.ipHeaderLen,
    onesSum(bytes, ipStart, field),
  );
  const verdict = found === computed ? 'good' : found === 0 ? 'offloaded' : 'damaged';
  return { verdict, found, computed, pseudoSum: -1 };
}
