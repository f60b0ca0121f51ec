// What ICMP errors say of the segments they quote: which row it was, and why it got no further (RFC 792, RFC 1191,
// RFC 4443).

import type { RecordView } from '../capture/record-view.ts';
import type { RuleRow } from '../classify/rules/rule.ts';
import { formatAddress } from '../decode/address.ts';
import { u16, u32 } from '../decode/bytes.ts';
import { IcmpQuotes } from '../decode/icmp-quotes.ts';
import { IPV4_HEADER_MIN, Ipv4Field } from '../decode/ipv4.ts';
import { IPV6_HEADER_LEN, Ipv6Field } from '../decode/ipv6.ts';
import type { PacketView } from '../decode/packet-view.ts';
import { TcpField, type TcpView } from '../decode/tcp-view.ts';
import { grouped } from '../tcp/grouped.ts';
import { endpointKey } from '../tcp/endpoint-text.ts';
import { icmpReason, type IcmpReason } from '../tcp/icmp-reason.ts';

export interface IcmpErrorFacts {
  /** Frame of the error; it is no row. */
  readonly frame: number;
  readonly timeNs: number;
  /** Address of whoever reports it. */
  readonly from: string;
  readonly reason: IcmpReason;
  /** Bytes of the largest packet that would have got further; null where the error does not tell. */
  readonly mtu: number | null;
  /** The row that it quotes. */
  readonly quotedFrame: number;
  /** The packet that it quotes is the row; one before segmentation (offloading) may hold more. */
  readonly isWhole: boolean;
  /** Its IP identification names the packet: without one the row may be another copy of it. */
  readonly isNamed: boolean;
}

interface Noted extends Omit<IcmpErrorFacts, 'quotedFrame' | 'isWhole' | 'isNamed'> {
  /** Addresses, ports and sequence number: so much any error quotes (RFC 792). */
  readonly segment: string;
  /** Null where the quote ends before them. */
  readonly ack: number | null;
  readonly flags: number | null;
  /** Bytes of TCP header and payload, by the quoted IP header: the quote itself is cut. */
  readonly lenBytes: number;
  /** The quoted IP header says no more than the quote has: some routers write that length into it. */
  readonly isLenOfQuote: boolean;
  /** IP identification, -1 none. */
  readonly ipId: number;
}

const SOURCE_QUENCH = 4;
/** Errors kept; a report shows a few hundred rows. */
const MOST_ERRORS = 1000;

export class IcmpErrors {
  private readonly quotes = new IcmpQuotes();
  private readonly noted: Noted[] = [];

  /** Takes a packet that holds no segment. */
  note(record: RecordView, packet: PacketView): void {
    if (this.noted.length >= MOST_ERRORS) return;
    const { quotes } = this;
    const { ipVersion } = packet;
    const quoted = quotedIn(quotes, packet, record.frame);
    // A source quench says nothing of the segment: it may have been delivered (RFC 792).
    if (quoted === null || (ipVersion === 4 && quotes.type === SOURCE_QUENCH)) return;
    const reason = icmpReason(ipVersion, quotes.type, quotes.code);
    this.noted.push({
      frame: record.frame,
      timeNs: record.timeNs,
      from: addressAt(packet, packet.srcStart),
      reason,
      mtu: reason === 'too-big' ? mtuIn(quotes.rest, ipVersion) : null,
      ...quoted,
    });
  }

  /** The errors that quote one of the rows: of a packet that was recorded twice, its first record. */
  about<T extends RuleRow>(
    rows: readonly T[],
    isSecondRecord: (row: T) => boolean = () => false,
  ): IcmpErrorFacts[] {
    if (this.noted.length === 0) return [];
    const once = rows.filter((row) => !isSecondRecord(row));
    const bySegment = grouped(once, ({ src, dst, tcp }) =>
      segmentKey(src, tcp.srcPort, dst, tcp.dstPort, tcp.seq),
    );
    return this.noted.flatMap(({ segment, ack, flags, lenBytes, isLenOfQuote, ipId, ...error }) => {
      const copies = (bySegment.get(segment) ?? []).filter(
        ({ frame, tcp }) =>
          frame < error.frame &&
          (ack === null || tcp.ack === ack) &&
          (flags === null || tcp.flags === flags),
      );
      const isAsLong = ({ tcp }: RuleRow): boolean => tcp.headerLen + tcp.len === lenBytes;
      const isNamed = ({ network }: RuleRow): boolean => ipId > 0 && network.id === ipId;
      const named = preferring(preferring(copies, isAsLong), isNamed);
      // Which of several alike it was, nobody can tell.
      const [quoted, ...others] = named;
      return quoted === undefined || others.length > 0
        ? []
        : [
            {
              ...error,
              quotedFrame: quoted.frame,
              isWhole:
                isAsLong(quoted) || (isLenOfQuote && isNamed(quoted) && fitsEthernet(quoted)),
              isNamed: isNamed(quoted),
            },
          ];
    });
  }
}

/** A longer row is not one packet, but what the network card makes several of. */
const fitsEthernet = ({ tcp }: RuleRow): boolean =>
  IPV4_HEADER_MIN + tcp.headerLen + tcp.len <= ETHERNET_MTU;

const ETHERNET_MTU = 1500;

const addressAt = ({ bytes, addressLen }: PacketView, start: number): string =>
  formatAddress(bytes.subarray(start, start + addressLen));

/** Those for which it holds; all where it holds for none, as when a router wrote a field the other way round. */
function preferring<T extends RuleRow>(
  rows: readonly T[],
  holds: (row: T) => boolean,
): readonly T[] {
  const preferred = rows.filter(holds);
  return preferred.length > 0 ? preferred : rows;
}

type Quoted = Pick<Noted, 'segment' | 'ack' | 'flags' | 'lenBytes' | 'isLenOfQuote' | 'ipId'>;

/**
 * What the quote tells of the segment at `tcpStart`; `tcp` is its header, null where the quote ends inside it. The quote ends
 * at `end`.
 */
const quotedAt = (
  packet: PacketView,
  tcpStart: number,
  tcp: TcpView | null,
  end: number,
): Quoted => ({
  segment: segmentAt(packet, tcpStart),
  ack: tcp?.ack ?? null,
  flags: tcp?.flags ?? null,
  lenBytes: saidLen(packet, tcpStart),
  isLenOfQuote: saidLen(packet, tcpStart) === end - tcpStart,
  ipId: packet.ipId,
});

/** The quoted segment, or its beginning; null when the packet quotes none. */
function quotedIn(quotes: IcmpQuotes, packet: PacketView, frame: number): Quoted | null {
  const whole = quotes.segmentIn(packet, frame);
  if (whole !== null) return quotedAt(whole, whole.tcp.start, whole.tcp, packet.end);
  const { beginning } = quotes;
  return beginning && quotedAt(beginning, beginning.at, null, packet.end);
}

function saidLen({ bytes, ipStart, ipVersion }: PacketView, tcpStart: number): number {
  const said =
    ipVersion === 4
      ? u16(bytes, ipStart + Ipv4Field.TotalLength)
      : IPV6_HEADER_LEN + u16(bytes, ipStart + Ipv6Field.PayloadLength);
  return said - (tcpStart - ipStart);
}

const segmentAt = (packet: PacketView, tcpStart: number): string =>
  segmentKey(
    addressAt(packet, packet.srcStart),
    u16(packet.bytes, tcpStart),
    addressAt(packet, packet.dstStart),
    u16(packet.bytes, tcpStart + TcpField.DestinationPort),
    u32(packet.bytes, tcpStart + TcpField.SequenceNumber),
  );

const segmentKey = (
  src: string,
  srcPort: number,
  dst: string,
  dstPort: number,
  seq: number,
): string => `${endpointKey(src, srcPort)} ${endpointKey(dst, dstPort)} ${seq >>> 0}`;

/** RFC 1191 4 puts it into the lower half, RFC 4443 3.2 takes all four bytes; 0 tells nothing. */
function mtuIn(rest: number, ipVersion: number): number | null {
  const mtu = ipVersion === 4 ? rest & 0xffff : rest;
  return mtu === 0 ? null : mtu;
}
