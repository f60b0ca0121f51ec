// Bytes that this capture does not have, told while it is read: what Wireshark takes for missing, less what came earlier
// or comes later after all. The streaming twin of classify/rules/capture-limits.ts, but for damaged segments, which are
// believed here; test/check holds them together.

import { KeepAliveWatch, type PassingSegment } from '../../classify/keep-alive-in-hindsight.ts';
import { DISORDER_NS } from '../../classify/rules/unsent.ts';
import { TcpFlag, type TcpView } from '../../decode/tcp-view.ts';
import type { SegmentContext } from '../../sink.ts';
import { Coverage } from '../../streams/coverage.ts';
import type { Side } from '../../tcp/connection.ts';
import { Label } from '../../tcp/label.ts';
import { seqAdd, seqDiff, seqLeq, seqLt } from '../../tcp/seq.ts';
import { MOST_MISSING } from '../../tcp/syn-sent.ts';
import { Found } from './found.ts';

interface Hole {
  readonly frame: number;
  readonly timeNs: number;
  /** Of the direction that lacks [from, to); `from` is null where nothing of it had been seen. */
  readonly sender: Direction;
  readonly from: number | null;
  readonly to: number;
  /** Its sender has said so; null where the other side went on behind it. */
  readonly confirmer: Direction | null;
  /** Its clock then (RFC 7323 3); null where the option is missing. */
  readonly clock: number | null;
  /** A later acknowledgement shows that the bytes had not been sent (classify/rules/unsent.ts). */
  isRefuted: boolean;
}

interface Direction {
  /** Numbers of SYNs and FINs, too. */
  readonly seen: Coverage;
  packets: number;
  /** Only SYNs so far. */
  isOpening: boolean;
  /** It has sent a SYN-ACK. */
  hasAccepted: boolean;
  /** The highest number of a segment of which nobody knows how long it is; null without any. */
  partial: number | null;
}

const direction = (): Direction => ({
  seen: new Coverage(),
  packets: 0,
  isOpening: true,
  hasAccepted: false,
  partial: null,
});

/** Holes that are looked at again in the end; more stand as they are. */
const MOST_HOLES = 256;
/** The latest confirmations of missing bytes are looked at for what refutes them. */
const MOST_REFUTABLE = 8;

export class MissingBytes {
  private readonly directions = [direction(), direction()] as const;
  /** Null once nothing that comes can be one. */
  private keepAlives: KeepAliveWatch | null = new KeepAliveWatch();
  // Of most connections nothing is missing.
  private holes = NO_HOLES;
  private refutable = NO_HOLES;
  private more: Found | null = null;

  /** Takes a segment; `isTwin`: what it confirms is told of the first record alone. */
  take(context: SegmentContext, isTwin: boolean): void {
    const { record, packet, side, verdict } = context;
    const { tcp } = packet;
    const own = this.directions[side];
    const peer = this.directions[side === 0 ? 1 : 0];
    const { frame, timeNs } = record;
    if (verdict.labels & Label.LostSegment && (tcp.flags & TcpFlag.SYN) === 0) {
      const missing = seqDiff(verdict.relSeq, verdict.expectedRelSeq);
      const from = seqAdd(tcp.seq, -missing);
      const isBehindKeepAlive = missing === 1 && this.hasAsked(side, from);
      if (missing <= MOST_MISSING && !isBehindKeepAlive)
        this.suspect({
          frame,
          timeNs,
          sender: own,
          from,
          to: tcp.seq,
          confirmer: null,
          clock: null,
          isRefuted: false,
        });
    }
    if (this.keepAlives !== null) {
      this.keepAlives.take(side, passing(context));
      if (this.keepAlives.isOver) this.keepAlives = null;
    }
    const isAnswer = this.hasAsked(side === 0 ? 1 : 0, seqAdd(tcp.ack, -1));
    if (verdict.labels & Label.AckLostSegment && !isTwin && !isAnswer && !isForAnOlder(own, peer)) {
      const from = peer.seen.end;
      const missing = from === null ? 1 : seqDiff(tcp.ack, from);
      const isInPartial = from !== null && mayCarry(peer, from);
      if (missing > 0 && !isInPartial && missing <= MOST_MISSING)
        this.suspect({
          frame,
          timeNs,
          sender: peer,
          from,
          to: tcp.ack,
          confirmer: own,
          clock: tcp.clock,
          isRefuted: false,
        });
    }
    if (this.refutable.length > 0 && (tcp.flags & TcpFlag.RST) === 0) this.refute(own, tcp, timeNs);
    if ((tcp.flags & TcpFlag.RST) === 0 && !tcp.malformed) note(own, tcp);
  }

  /** The rows that show what nothing filled. */
  found(): Found {
    const found = new Found();
    let last = 0;
    for (const { frame, timeNs, sender, from, to, isRefuted } of this.holes) {
      if (frame === last || isRefuted) continue;
      if (from !== null && (sender.seen.covers(from | 0, to | 0) || mayCarry(sender, from)))
        continue;
      found.add(frame, timeNs);
      last = frame;
    }
    const { more } = this;
    if (more === null) return found;
    more.frames.forEach((frame, i) => found.add(frame, more.timesNs[i]!));
    found.count += more.count - more.frames.length;
    return found;
  }

  private hasAsked(side: Side, seq: number): boolean {
    return this.keepAlives !== null && this.keepAlives.hasAsked(side, seq);
  }

  private suspect(hole: Hole): void {
    if (this.holes.length >= MOST_HOLES) {
      (this.more ??= new Found()).add(hole.frame, hole.timeNs);
      return;
    }
    if (this.holes === NO_HOLES) this.holes = [];
    this.holes.push(hole);
    if (hole.confirmer === null || hole.from === null) return;
    this.refutable = [...this.refutable, hole].slice(-MOST_REFUTABLE);
  }

  /** Who confirms fewer, of bytes that came since, had not got more before. */
  private refute(own: Direction, tcp: TcpView, timeNs: number): void {
    if ((tcp.flags & TcpFlag.ACK) === 0 || tcp.malformed) return;
    const now = tcp.clock;
    for (const hole of this.refutable) {
      const { from, to, confirmer, sender, clock } = hole;
      // It was sent before, and came late.
      if (clock !== null && now !== null && seqLt(now, clock)) continue;
      if (from === null || confirmer !== own || timeNs - hole.timeNs < DISORDER_NS) continue;
      const isLower = seqLt(from, tcp.ack) && seqLt(tcp.ack, to);
      if (isLower && sender.seen.covers(from | 0, tcp.ack | 0)) hole.isRefuted = true;
    }
  }
}

const NO_HOLES: Hole[] = [];

const passing = ({ record, packet, verdict }: SegmentContext): PassingSegment => {
  const { bytes, tcp } = packet;
  const { payloadStart, payloadEnd } = tcp;
  const { frame, timeNs } = record;
  const { kind, expectedRelSeq } = verdict;
  return { frame, timeNs, kind, expectedRelSeq, tcp, bytes, payloadStart, payloadEnd };
};

/** An end that was asked to open a connection and confirms other numbers knows an older one (RFC 9293 3.5.1). */
const isForAnOlder = (own: Direction, { packets, isOpening }: Direction): boolean =>
  !own.hasAccepted && packets > 0 && isOpening;

/** A segment of unknown length lies at that number or behind it. */
const mayCarry = ({ partial }: Direction, from: number): boolean =>
  partial !== null && seqLeq(from, partial);

function note(
  own: Direction,
  { flags, seq, len }: { readonly flags: number; readonly seq: number; readonly len: number },
): void {
  own.packets++;
  const opening = flags & (TcpFlag.SYN | TcpFlag.ACK);
  if (opening !== TcpFlag.SYN) own.isOpening = false;
  if (opening === (TcpFlag.SYN | TcpFlag.ACK)) own.hasAccepted = true;
  const taken = Math.max(0, len) + (flags & TcpFlag.SYN ? 1 : 0) + (flags & TcpFlag.FIN ? 1 : 0);
  if (len < 0 && (own.partial === null || seqLt(own.partial, seq))) own.partial = seq;
  if (taken > 0) own.seen.add(seq | 0, (seq + taken) | 0);
}
