// The segment that an ICMP error message quotes (RFC 792, RFC 4443 3): it was sent, and mostly arrived nowhere. It is no
// segment of this capture, but Wireshark counts its connection.

import { LinkType } from '../capture/link-type.ts';
import { Decoder } from './decoder.ts';
import { IpProtocol } from './ip-protocols.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

/** Bytes before the quoted packet: type, code, checksum and four bytes that depend on the type. */
const ICMP_HEADER = 8;
const REST_OF_HEADER = 4;
/** Destination unreachable, source quench, time exceeded, parameter problem. */
const ERRORS = new Set([3, 4, 11, 12]);
/** Destination unreachable, packet too big, time exceeded, parameter problem. */
const ERRORS_IPV6 = new Set([1, 2, 3, 4]);
/** RFC 792 asks for so much of the quoted segment: ports and sequence number. */
const LEAST_QUOTED = 8;
/** An error about an error must not be sent (RFC 1122 3.2.2): one inside the other is looked into all the same. */
const MOST_NESTED = 4;

export class IcmpQuotes {
  /** Of the error that quotes the segment found last: type, code, and the four bytes that depend on them. */
  type = 0;
  code = 0;
  rest = 0;
  /** Made with the first error: most captures have none. */
  private decoder: Decoder | null = null;
  /** What was looked into last. */
  private innermost: PacketView | null = null;

  /** The segment quoted in a packet that holds none itself, or null. Valid until the next call. */
  segmentIn(packet: PacketView, frame: number): PacketView | null {
    let outer = packet;
    this.innermost = null;
    for (let nested = 0; nested < MOST_NESTED && isError(outer); nested++) {
      const decoder = (this.decoder ??= new Decoder());
      const { bytes, end } = outer;
      const start = outer.at + ICMP_HEADER;
      this.type = outer.view.getUint8(outer.at);
      this.code = outer.view.getUint8(outer.at + 1);
      this.rest = outer.view.getUint32(outer.at + REST_OF_HEADER);
      const origLen = outer.wireEnd - start;
      const linkType = LinkType.Raw;
      if (decoder.decode({ frame, bytes, start, end, origLen, linkType, fcsLen: 0 }))
        return decoder.packet;
      outer = this.innermost = decoder.packet;
    }
    return null;
  }

  /**
   * The packet whose quote ends inside the TCP header, which begins at `at`, behind ports and sequence number. Null when
   * the last call of `segmentIn` found a whole segment, or none at all.
   */
  get beginning(): PacketView | null {
    const { innermost } = this;
    const isSegment = innermost?.transport === IpProtocol.Tcp && innermost.has(LEAST_QUOTED);
    return isSegment ? innermost : null;
  }
}

/** Whether decoding ended at an ICMP error message. */
function isError(packet: PacketView): boolean {
  const { transport, ipVersion, stop } = packet;
  if (stop !== Stop.NotTcp || !packet.has(ICMP_HEADER + 1)) return false;
  const type = packet.view.getUint8(packet.at);
  if (ipVersion === 4) return transport === IpProtocol.Icmp && ERRORS.has(type);
  return ipVersion === 6 && transport === IpProtocol.Icmpv6 && ERRORS_IPV6.has(type);
}
