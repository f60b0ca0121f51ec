// The two ends of one connection, as far as their headers show them: what each sends next and expects next.
// No timers, no windows that close, no retransmission: whoever scripts an exchange decides what is sent when.
import { TcpFlag } from '../decode/tcp-view.ts';
import { seqAdd, seqGt } from '../tcp/seq.ts';
import { type ChecksumChoice, encodeSegment } from './encode-segment.ts';

/** What one computer's IP layer writes; shared by all its connections, or by one where the stack counts so. */
export interface Host {
  address: Uint8Array;
  ttl: number;
  dontFragment: boolean;
  /** Identification of the next packet; counts up by one, modulo 2^16. */
  nextId: number;
}

/** One end of one connection. `sndNxt`, `rcvNxt` as RFC 9293 3.3.1; `window` as it stands in the header. */
export interface End {
  host: Host;
  port: number;
  sndNxt: number;
  rcvNxt: number;
  window: number;
  checksum: ChecksumChoice;
  /** Ranges received beyond a hole, [start, end). */
  held: [number, number][];
}

/** One segment to be sent; fields given here override what the end would write. */
export interface SegmentSpec {
  flags: number;
  payload?: Uint8Array | undefined;
  options?: Uint8Array | undefined;
  seq?: number | undefined;
  ack?: number | undefined;
  window?: number | undefined;
  urgentPointer?: number | undefined;
  dataOffset?: number | undefined;
  id?: number | undefined;
  ttl?: number | undefined;
  dontFragment?: boolean | undefined;
  trafficClass?: number | undefined;
  checksum?: ChecksumChoice | undefined;
}

/** What was sent: the IP packet, and where it lies in the sequence space. */
export interface SentSegment {
  packet: Uint8Array;
  flags: number;
  seq: number;
  ack: number;
  /** SEG.LEN: payload bytes, and one each for SYN and FIN. */
  segLen: number;
}

/** An end that has sent and received nothing yet: its next number is its initial one. */
export const newEnd = (
  host: Host,
  port: number,
  iss: number,
  window: number,
  checksum: ChecksumChoice = 'good',
): End => ({ host, port, sndNxt: iss, rcvNxt: 0, window, checksum, held: [] });

/** Builds the segment, and moves `from.sndNxt` past it unless it repeats what was sent before. */
export function send(from: End, to: Pick<End, 'host' | 'port'>, spec: SegmentSpec): SentSegment {
  const { host } = from;
  const { flags } = spec;
  const seq = (spec.seq ?? from.sndNxt) >>> 0;
  const ack = (spec.ack ?? ((flags & TcpFlag.ACK) === 0 ? 0 : from.rcvNxt)) >>> 0;
  const packet = encodeSegment(
    {
      src: host.address,
      dst: to.host.address,
      ttl: spec.ttl ?? host.ttl,
      id: spec.id ?? host.nextId,
      dontFragment: spec.dontFragment ?? host.dontFragment,
      trafficClass: spec.trafficClass,
    },
    {
      srcPort: from.port,
      dstPort: to.port,
      seq,
      ack,
      flags,
      window: spec.window ?? from.window,
      urgentPointer: spec.urgentPointer,
      options: spec.options,
      payload: spec.payload,
      dataOffset: spec.dataOffset,
      checksum: spec.checksum ?? from.checksum,
    },
  );
  if (spec.id === undefined) host.nextId = (host.nextId + 1) & 0xffff;
  const segLen =
    (spec.payload?.length ?? 0) +
    Number((flags & TcpFlag.SYN) !== 0) +
    Number((flags & TcpFlag.FIN) !== 0);
  const end = seqAdd(seq, segLen);
  if (seqGt(end, from.sndNxt)) from.sndNxt = end;
  return { packet, flags, seq, ack, segLen };
}

/** `to` has got the segment: `rcvNxt` moves over it and over what was held back behind a hole. */
export function receive(to: End, sent: SentSegment): void {
  if ((sent.flags & TcpFlag.SYN) !== 0) to.rcvNxt = sent.seq;
  if (sent.segLen > 0) to.held.push([sent.seq, seqAdd(sent.seq, sent.segLen)]);
  for (let moved = true; moved;) {
    moved = false;
    for (const [start, end] of to.held) {
      if (seqGt(start, to.rcvNxt) || !seqGt(end, to.rcvNxt)) continue;
      to.rcvNxt = end;
      moved = true;
    }
  }
  to.held = to.held.filter(([start]) => seqGt(start, to.rcvNxt));
}

/**
 * The reset that answers a segment for a port nobody listens on (RFC 9293 3.10.7.1), or null when none is
 * due: a reset is never answered with a reset. With ACK: <SEQ=SEG.ACK><CTL=RST>, which needs no
 * acknowledgement since its number already proves whom it answers; without:
 * <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>.
 */
export function resetFor(sent: SentSegment): SegmentSpec | null {
  if ((sent.flags & TcpFlag.RST) !== 0) return null;
  if ((sent.flags & TcpFlag.ACK) !== 0) return { flags: TcpFlag.RST, seq: sent.ack, window: 0 };
  const ack = seqAdd(sent.seq, sent.segLen);
  return { flags: TcpFlag.RST | TcpFlag.ACK, seq: 0, ack, window: 0 };
}
