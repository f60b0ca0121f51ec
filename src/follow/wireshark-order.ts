// In what order, and which, bytes Wireshark 4.0's Follow Stream shows of one connection (checked against
// tshark 4.0.17). It is not what the receiver read: that is tcp/reassembly.ts. Lays nothing out: see wireshark-layout.ts.

import { TcpFlag } from '../decode/tcp-view.ts';
import type { Side } from '../tcp/connection.ts';
import { seqGt, seqLt } from '../tcp/seq.ts';

/** What is asked of a segment; `TcpView` has it. */
export interface FollowedSegment {
  readonly start: number;
  readonly headerLen: number;
  readonly flags: number;
  /** Payload bytes on the wire, -1 unknown. */
  readonly len: number;
  readonly payloadStart: number;
  readonly payloadEnd: number;
  readonly malformed: boolean;
}

/** Whether Wireshark follows the segment at all: it gives up on one whose header is cut or whose length is unknown. */
export const isFollowed = (segment: FollowedSegment): boolean =>
  !segment.malformed &&
  segment.len >= 0 &&
  segment.payloadStart === segment.start + segment.headerLen;

/** One chunk of a followed stream, lent: valid during the call only. */
export interface FollowedChunk {
  /** 0: the end whose segment was followed first. */
  readonly node: Side;
  readonly frame: number;
  /** ns since 1970; 0 where Wireshark shows no time. */
  readonly timeNs: bigint;
  readonly bytes: Uint8Array;
}

interface Held {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly frame: number;
  readonly timeNs: bigint;
}

class Direction {
  /** Next sequence number shown, as Wireshark counts it (relative); 0 also stands for unknown, as there. */
  next = 0;
  shown = false;
  /** Out-of-order segments, in order of arrival. */
  held: Held[] = [];
  heldBytes = 0;
  /** Where the lowest of them begins: until that is due, none is. Means nothing while none is held. */
  lowestSeq = 0;

  hold(segment: Held): void {
    const { held } = this;
    if (held.length === 0 || seqGt(this.lowestSeq, segment.seq)) this.lowestSeq = segment.seq;
    held.push(segment);
    this.heldBytes += segment.bytes.length;
  }

  /** Takes out the one held longest of those that begin at `next` or before it; undefined when none does. */
  takeDue(): Held | undefined {
    const { held, next } = this;
    if (held.length === 0 || seqGt(this.lowestSeq, next)) return undefined;
    const index = held.findIndex(({ seq }) => !seqGt(seq, next));
    if (index < 0) {
      this.lowestSeq = lowestOf(held);
      return undefined;
    }
    const [segment] = held.splice(index, 1) as [Held];
    this.heldBytes -= segment.bytes.length;
    return segment;
  }
}

/** Bytes held out of order and unacknowledged in one direction; beyond it the oldest hole is given up. */
const HELD_LIMIT_BYTES = 64 << 20;

export class WiresharkOrder {
  private readonly directions: readonly [Direction, Direction] = [new Direction(), new Direction()];
  /** Side that is node 0, -1 before the first segment. */
  private first: Side | -1 = -1;
  private readonly show: (chunk: FollowedChunk) => void;

  constructor(show: (chunk: FollowedChunk) => void) {
    this.show = show;
  }

  /**
   * Takes the next followed segment; `relSeq` and `relAck` are Wireshark's relative numbers. Without the ACK flag
   * `relAck` is the field as it stands: Wireshark heeds it all the same.
   */
  take(
    side: Side,
    segment: FollowedSegment,
    relSeq: number,
    relAck: number,
    packet: Uint8Array,
    frame: number,
    timeNs: bigint,
  ): void {
    const { flags } = segment;
    if (this.first < 0) this.first = side;
    this.settle(side === 0 ? 1 : 0, relAck, frame);
    const direction = this.directions[side];
    let seq = flags & TcpFlag.SYN ? (relSeq + 1) >>> 0 : relSeq;
    if (!direction.shown && direction.next === 0) direction.next = seq;
    let start = segment.payloadStart;
    let len = Math.max(segment.len, 0);
    if (seqLt(seq, direction.next)) {
      const end = (seq + len) >>> 0;
      if (!seqGt(end, direction.next)) return;
      const seen = (direction.next - seq) >>> 0;
      start += seen;
      len -= seen;
      seq = direction.next;
    }
    if (start >= segment.payloadEnd) return;
    const bytes = packet.subarray(start, segment.payloadEnd);
    if (seq === direction.next) {
      direction.next = (direction.next + len) >>> 0;
      direction.shown = true;
      this.show({ node: this.nodeOf(side), frame, timeNs, bytes });
      this.drain(side);
      return;
    }
    direction.hold({ seq, bytes: new Uint8Array(bytes), frame, timeNs });
    if (direction.heldBytes > HELD_LIMIT_BYTES) this.skip(side, frame);
  }

  /** The peer has received what `relAck` says: a hole before it will not be filled. */
  private settle(side: Side, relAck: number, frame: number): void {
    const direction = this.directions[side];
    for (;;) {
      this.drain(side);
      if (direction.held.length === 0 || !seqGt(relAck, direction.lowestSeq)) return;
      this.skip(side, frame);
    }
  }

  /** Says that the bytes up to the lowest held segment are missing. */
  private skip(side: Side, frame: number): void {
    const direction = this.directions[side];
    const lowest = direction.lowestSeq;
    const words = `[${(lowest - direction.next) | 0} bytes missing in capture file]\0`;
    direction.next = lowest;
    this.show({ node: this.nodeOf(side), frame, timeNs: 0n, bytes: Buffer.from(words, 'latin1') });
    this.drain(side);
  }

  private nodeOf(side: Side): Side {
    return side === this.first ? 0 : 1;
  }

  /** Shows the held segments that have become due. Each search begins with the segment held longest. */
  private drain(side: Side): void {
    const direction = this.directions[side];
    for (;;) {
      const segment = direction.takeDue();
      if (segment === undefined) return;
      const { bytes, frame, timeNs } = segment;
      const seen = (direction.next - segment.seq) >>> 0;
      if (seen >= bytes.length) continue;
      direction.next = (direction.next + bytes.length - seen) >>> 0;
      this.show({ node: this.nodeOf(side), frame, timeNs, bytes: bytes.subarray(seen) });
    }
  }
}

function lowestOf(held: readonly Held[]): number {
  let lowest = held[0]!.seq;
  for (const { seq } of held) if (seqGt(lowest, seq)) lowest = seq;
  return lowest;
}
