// Payloads whose checksum is wrong though others of their sender are right: who gets them throws them away (RFC 9293 3.1),
// and what they hold was not said. Unless they are confirmed without another copy: then only the capture has them wrong.

import { tcpChecksum } from '../decode/checksum.ts';
import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import type { SegmentContext } from '../sink.ts';
import type { Side } from '../tcp/connection.ts';
import type { StreamSegment } from '../tcp/reassembly-events.ts';
import { seqAdd, seqLeq } from '../tcp/seq.ts';
import type { TrackedConnection } from './tracked-connection.ts';

/** One of them, while nobody knows. */
export interface DoubtfulPayload {
  readonly side: Side;
  readonly segment: StreamSegment;
  /** Number behind its last byte. */
  readonly end: number;
  readonly bytes: Uint8Array;
  readonly frame: number;
  readonly timeNs: number;
}

/** Held back of one connection; more are believed. */
const MOST_HELD = 16;

export class DoubtfulPayloads {
  /** Hosts, by their number in the address book, of which a checksum was right. */
  private readonly isSumming: boolean[] = [];

  /** A segment without payload tells of its sender, too. */
  note({ connection, side, packet }: SegmentContext): void {
    const host = connection.addressNumber(side);
    if (this.isSumming[host] !== true)
      this.isSumming[host] = tcpChecksum(packet).verdict === 'good';
  }

  /** Whether the payload is held back. */
  holds(tracked: TrackedConnection, { connection, side, packet, record }: SegmentContext): boolean {
    const host = connection.addressNumber(side);
    const { verdict } = tcpChecksum(packet);
    if (verdict === 'good') this.isSumming[host] = true;
    if (verdict !== 'damaged' || this.isSumming[host] !== true) return false;
    if (tracked.doubtful.length >= MOST_HELD) return false;
    const { seq, flags, len, payloadStart, payloadEnd } = packet.tcp;
    // Not slice: a Buffer's slice is no copy.
    const bytes = new Uint8Array(packet.bytes.subarray(payloadStart, payloadEnd));
    const segment = { seq, flags, len, payloadStart: 0, payloadEnd: bytes.length };
    const { frame, timeNs } = record;
    const one = { side, segment, end: seqAdd(seq, len), bytes, frame, timeNs };
    tracked.doubtful = [...tracked.doubtful, one];
    return true;
  }

  /** What `side` confirms with this segment is settled: it was taken, as far as no other copy of it has come. */
  confirmed(tracked: TrackedConnection, side: Side, tcp: TcpView): void {
    if ((tcp.flags & (TcpFlag.ACK | TcpFlag.RST)) !== TcpFlag.ACK) return;
    const isSettled = (one: DoubtfulPayload): boolean =>
      one.side !== side && seqLeq(one.end, tcp.ack);
    believe(tracked, tracked.doubtful.filter(isSettled));
    tracked.doubtful = tracked.doubtful.filter((one) => !isSettled(one));
  }

  /** Nothing more will come that would tell. */
  end(tracked: TrackedConnection): void {
    believe(tracked, tracked.doubtful);
    tracked.doubtful = [];
  }
}

function believe(
  { reassembly, tapes }: TrackedConnection,
  payloads: readonly DoubtfulPayload[],
): void {
  for (const { side, segment, end, bytes, frame, timeNs } of payloads) {
    const stream = reassembly.stream(side);
    if (stream.hasUpTo(end)) continue;
    tapes[side].announce(frame, timeNs, (segment.flags & TcpFlag.PSH) !== 0);
    stream.take(segment, bytes, frame, timeNs);
  }
}
