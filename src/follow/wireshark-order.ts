// In what order, and which, bytes Wireshark 4.0's Follow Stream shows of one connection (checked against
// tshark 4.0.17). It is not what the receiver read: that is tcp/reassembly.ts. Lays nothing out: see wireshark-layout.ts.

import { TcpFlag } from '../decode/tcp-view.ts';
import type { Side } from '../tcp/connection.ts';
import { seqAdd, seqDiff, seqGt, seqLt } from '../tcp/seq.ts';
import { HeldSegments } from './wireshark-held.ts';

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

class Direction {
  /** Next sequence number shown, as Wireshark counts it (relative); 0 also stands for unknown, as there. */
  next = 0;
  shown = false;
  /** Out-of-order segments; null until there is one. */
  held: HeldSegments | null = null;

  moveTo(next: number): void {
    this.next = next;
    this.held?.moveTo(next);
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
    if (!direction.shown && direction.next === 0) direction.moveTo(seq);
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
      direction.moveTo(seqAdd(direction.next, len));
      direction.shown = true;
      this.show({ node: this.nodeOf(side), frame, timeNs, bytes });
      this.drain(side);
      return;
    }
    const held = (direction.held ??= new HeldSegments(direction.next));
    held.hold({ seq, bytes: new Uint8Array(bytes), frame, timeNs });
    if (held.bytes > HELD_LIMIT_BYTES) this.skip(side, held.lowestSeq!, frame);
  }

  /** The peer has received what `relAck` says: a hole before it will not be filled. */
  private settle(side: Side, relAck: number, frame: number): void {
    const direction = this.directions[side];
    for (;;) {
      this.drain(side);
      const lowestSeq = direction.held?.lowestSeq ?? null;
      if (lowestSeq === null || !seqGt(relAck, lowestSeq)) return;
      this.skip(side, lowestSeq, frame);
    }
  }

  /** Says that the bytes up to the lowest held segment are missing. */
  private skip(side: Side, lowest: number, frame: number): void {
    const direction = this.directions[side];
    const words = `[${seqDiff(lowest, direction.next)} bytes missing in capture file]\0`;
    direction.moveTo(lowest);
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
      const segment = direction.held?.takeDue();
      if (segment === undefined) return;
      const { bytes, frame, timeNs } = segment;
      const seen = (direction.next - segment.seq) >>> 0;
      if (seen >= bytes.length) continue;
      direction.moveTo(seqAdd(direction.next, bytes.length - seen));
      this.show({ node: this.nodeOf(side), frame, timeNs, bytes: bytes.subarray(seen) });
    }
  }
}
