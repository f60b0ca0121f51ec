// The byte stream of one direction of a connection, put together from its segments (RFC 9293 3.10.7.4): in order,
// every byte once, the first copy of it. What was not captured becomes a gap of exact length. Keeps no payload but
// what waits for its turn, up to a limit, and the latest bytes where conflicts are to be seen.

import { TcpFlag } from '../decode/tcp-view.ts';
import type { Gap, Piece, StreamListener, StreamSegment } from './reassembly-events.ts';
import { compareWith, HeldStretches } from './reassembly-held.ts';
import { joined, NOT_COMPARED, RecentBytes, type Comparison } from './reassembly-history.ts';
import { seqDiff } from './seq.ts';

export interface ReassemblyOptions {
  /** Memory for out-of-order segments; beyond it the first hole is declared a gap. */
  readonly heldLimitBytes?: number;
  /** Bytes already delivered that re-sent ones are compared with, a power of two; 0: none. */
  readonly historyBytes?: number;
}

const HELD_LIMIT_BYTES = 16 << 20;
const HISTORY_BYTES = 256 << 10;
/** An acknowledgement further ahead than the largest window is none of this stream (RFC 7323 2.3). */
const MAX_AHEAD = 2 ** 30;

export class Reassembly {
  /** Payload bytes sent more than once, keep-alive bytes left out. */
  resentBytes = 0;
  /** Segments that only ask whether the peer is there (RFC 9293 3.8.4). */
  keepAlives = 0;
  /** Bytes before the first one seen, of a connection older than the capture: not delivered. */
  earlyBytes = 0;
  /** Stream offset of the first FIN, -1 none. */
  finOffset = -1;

  private started = false;
  /** The start was told by a segment without bytes, which may have been a keep-alive one byte behind. */
  private startTentative = false;
  private nextSeq = 0;
  private next = 0;
  private acked = 0;
  private lastFrame = 0;
  private readonly held = new HeldStretches();
  private readonly history: RecentBytes;
  private readonly heldLimit: number;
  private readonly listener: StreamListener;
  private readonly lent: { -readonly [K in keyof Piece]: Piece[K] } = {
    bytes: NOTHING,
    start: 0,
    end: 0,
    streamOffset: 0,
    frame: 0,
    timeNs: 0,
  };

  constructor(listener: StreamListener, options: ReassemblyOptions = {}) {
    this.listener = listener;
    this.heldLimit = options.heldLimitBytes ?? HELD_LIMIT_BYTES;
    this.history = new RecentBytes(options.historyBytes ?? HISTORY_BYTES);
  }

  /** Everything up to the FIN has been delivered or declared missing. */
  get isComplete(): boolean {
    return this.finOffset >= 0 && this.next >= this.finOffset && this.held.isEmpty;
  }

  /** Every byte before `seq` has been delivered or declared missing. */
  hasUpTo(seq: number): boolean {
    return this.started && seqDiff(seq, this.nextSeq) <= 0;
  }

  /** Takes a segment of this direction, whose payload lies in `packet`. */
  take(segment: StreamSegment, packet: Uint8Array, frame: number, timeNs: number): void {
    const { flags, payloadStart: start, payloadEnd: end } = segment;
    // A reset's payload tells its reason (RFC 9293 3.5.3), and its number need not continue the stream.
    if (flags & TcpFlag.RST) return;
    const len = Math.max(segment.len, end - start);
    const offset = this.locate(segment.seq, flags, len);
    if (flags & TcpFlag.FIN && this.finOffset < 0) this.finOffset = offset + len;
    if (len === 0) return;
    if (offset < 0) this.earlyBytes += Math.min(len, -offset);
    // A keep-alive repeats the byte before the next one, or sends garbage in its place.
    if (len === 1 && offset === this.next - 1) {
      this.keepAlives++;
      return;
    }
    if (offset === this.next && this.held.isEmpty) {
      this.deliver(offset, offset + len, packet, start, end, frame, timeNs);
    } else {
      this.insert(offset, offset + len, packet.subarray(start, end), frame, timeNs);
      this.settle();
    }
  }

  /** The peer says it has received everything before `ack` (a number of this direction). */
  acknowledged(ack: number): void {
    if (!this.started) return;
    const offset = this.next + seqDiff(ack, this.nextSeq);
    if (offset <= this.acked || offset > this.next + MAX_AHEAD) return;
    this.acked = offset;
    if (!this.held.isEmpty) this.settle();
  }

  /** No more segments will come: what is held is delivered, with the gaps between. */
  end(): void {
    while (!this.held.isEmpty) this.skipHole();
    // One byte acknowledged beyond the last one seen is most likely a FIN that was not captured.
    const end = this.finOffset >= 0 ? this.finOffset : this.acked > this.next + 1 ? this.acked : 0;
    if (end > this.next) this.skip(end, 'missing', 0);
  }

  /** Stream offset of a segment's first payload byte. */
  private locate(seq: number, flags: number, len: number): number {
    const syn = (flags & TcpFlag.SYN) !== 0;
    const first = syn ? (seq + 1) | 0 : seq | 0;
    if (!this.started) {
      this.started = true;
      this.nextSeq = first;
      this.startTentative = len === 0 && !syn;
      return 0;
    }
    let offset = this.next + seqDiff(first, this.nextSeq);
    if (syn && offset !== 0 && this.next === 0) {
      // A SYN tells where the stream begins, whatever came before it (a SYN-ACK after a refused attempt).
      while (!this.held.isEmpty) this.skipHole();
      this.nextSeq = first;
      this.acked = 0;
      this.finOffset = -1;
      return this.next;
    }
    if (this.startTentative && len > 0) {
      this.startTentative = false;
      if (offset === 1 && this.next === 0) {
        this.nextSeq = first;
        this.acked = Math.max(0, this.acked - 1);
        offset = 0;
      }
    }
    return offset;
  }

  /** Keeps what of [offset, end) is new: the first copy of a byte wins, as in most stacks (RFC 9293 3.10.7.4). */
  private insert(
    offset: number,
    end: number,
    bytes: Uint8Array,
    frame: number,
    timeNs: number,
  ): void {
    let at = offset;
    let comparison = NOT_COMPARED;
    if (at < this.next) {
      const seen = Math.min(end, this.next) - Math.max(at, 0);
      this.resentBytes += Math.max(0, seen);
      comparison = this.history.compare(offset, bytes, 0, bytes.length);
      at = this.next;
    }
    const { held } = this;
    for (const earlier of held.overlapping(at, Math.min(end, offset + bytes.length)))
      comparison = joined(comparison, compareWith(earlier, offset, bytes));
    this.judge(comparison, bytes, frame);
    while (at < end) {
      const heldUpTo = Math.min(held.heldUpTo(at), end);
      this.resentBytes += heldUpTo - at;
      if (heldUpTo === end) return;
      at = Math.min(held.nextFrom(heldUpTo), end);
      // Not slice: a Buffer's slice is no copy.
      const copy = new Uint8Array(bytes.subarray(heldUpTo - offset, at - offset));
      held.add({ offset: heldUpTo, end: at, bytes: copy, frame, timeNs });
    }
  }

  private judge(
    { first, last, comparedBytes }: Comparison,
    bytes: Uint8Array,
    frame: number,
  ): void {
    if (first < 0) return;
    const lenBytes = last - first + 1;
    this.listener.conflict?.({ streamOffset: first, lenBytes, comparedBytes, frame, bytes });
  }

  /** Delivers what is due, and gives up holes that the peer has acknowledged or that hold back too much. */
  private settle(): void {
    this.drain();
    for (;;) {
      const { first } = this.held;
      if (first === undefined) return;
      if (this.acked < first.offset && this.held.costBytes <= this.heldLimit) return;
      this.skipHole();
    }
  }

  private skipHole(): void {
    const first = this.held.first!;
    if (first.offset > this.next) this.skip(first.offset, 'missing', first.frame);
    this.drain();
  }

  private drain(): void {
    for (;;) {
      const { first } = this.held;
      if (first === undefined || first.offset > this.next) return;
      this.held.takeFirst();
      const { offset, end, bytes, frame, timeNs } = first;
      this.deliver(offset, end, bytes, 0, bytes.length, frame, timeNs);
    }
  }

  /** Passes on the stretch [offset, streamEnd) that is due, of which bytes[start, end) was captured. */
  private deliver(
    offset: number,
    streamEnd: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    frame: number,
    timeNs: number,
  ): void {
    if (end > start) {
      const { lent } = this;
      lent.bytes = bytes;
      lent.start = start;
      lent.end = end;
      lent.streamOffset = offset;
      lent.frame = frame;
      lent.timeNs = timeNs;
      this.advance(offset + end - start);
      this.history.add(offset, bytes, start, end);
      this.lastFrame = frame;
      this.listener.piece(lent);
      lent.bytes = NOTHING;
    }
    if (streamEnd > this.next) {
      this.lastFrame = frame;
      this.skip(streamEnd, 'cut', 0);
    }
  }

  private skip(to: number, cause: Gap['cause'], beforeFrame: number): void {
    const gap = {
      streamOffset: this.next,
      lenBytes: to - this.next,
      cause,
      afterFrame: this.lastFrame,
      beforeFrame,
    };
    this.advance(to);
    this.listener.gap(gap);
  }

  private advance(to: number): void {
    this.nextSeq = (this.nextSeq + (to - this.next)) | 0;
    this.next = to;
  }
}

const NOTHING: Uint8Array = new Uint8Array(0);
