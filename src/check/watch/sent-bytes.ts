// What one sender sent, to tell a re-send (RFC 9293 3.8.1) from bytes that only come late and from other bytes in an old
// place. Numbers are kept for the whole connection, bytes of the latest segments up to a limit: what is too old to be
// compared was sent before all the same. The streaming twin of classify/rules/resent.ts; test/check holds them together.

import { TcpFlag, type TcpView } from '../../decode/tcp-view.ts';
import type { SegmentKind } from '../../classify/kind.ts';
import { Coverage } from '../../streams/coverage.ts';
import { seqAdd, seqDiff } from '../../tcp/seq.ts';

interface Sent {
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly isKeepAlive: boolean;
}

const MOST_SEGMENTS = 1000;
const MOST_BYTES = 256 << 10;

export class SentBytes {
  /** Memory of the bytes kept. */
  keptBytes = 0;
  private readonly coverage = new Coverage();
  private sent: Sent[] = [];
  private syn: number | null = null;
  private fin: number | null = null;
  /** Number of the first payload; `several` once there was another. */
  private firstSeq: number | null = null;
  private several = false;

  /** Takes a segment; true when it sends again what was sent before. */
  take(tcp: TcpView, kind: SegmentKind, packet: Uint8Array): boolean {
    const { flags, seq } = tcp;
    if (kind === 'rst') return false;
    const len = Math.max(0, tcp.len);
    const start = seqAdd(seq, flags & TcpFlag.SYN ? 1 : 0);
    const end = seqAdd(start, len);
    let isAgain = false;
    if (flags & TcpFlag.SYN) {
      isAgain = this.syn === seq;
      this.syn = seq;
    }
    if (flags & TcpFlag.FIN) {
      isAgain ||= this.fin === end;
      this.fin = end;
    }
    if (len > 0) isAgain = this.takeBytes(seq, start, end, kind, tcp, packet) || isAgain;
    return isAgain && kind !== 'keep-alive' && kind !== 'zero-window-probe';
  }

  /** Gives the memory back; re-sends are still told, by their numbers alone. */
  forgetBytes(): void {
    this.sent = [];
    this.keptBytes = 0;
  }

  private takeBytes(
    seq: number,
    start: number,
    end: number,
    kind: SegmentKind,
    { payloadStart, payloadEnd }: TcpView,
    packet: Uint8Array,
  ): boolean {
    const fresh = this.coverage.add(start | 0, end | 0);
    const isOld = fresh < seqDiff(end, start);
    const bytes = packet.subarray(payloadStart, payloadEnd);
    const isAgain = isOld && this.isSameText(seq, start, bytes);
    this.several ||= this.firstSeq !== null && this.firstSeq !== seq;
    this.firstSeq ??= seq;
    this.keep({ start, bytes: bytes.slice(), isKeepAlive: kind === 'keep-alive' });
    return isAgain;
  }

  /**
   * False when every earlier copy reads otherwise, or one does and the sender never counts its bytes: then it is a new
   * text, not an old one again.
   */
  private isSameText(seq: number, start: number, bytes: Uint8Array): boolean {
    let agrees = false;
    let differs = false;
    let isOther = false;
    for (const earlier of this.sent) {
      const verdict = compared(start, bytes, earlier);
      agrees ||= verdict === 'same';
      differs ||= verdict === 'other';
      isOther ||= verdict === 'other' && !earlier.isKeepAlive;
    }
    const movedOn = this.several || (this.firstSeq !== null && this.firstSeq !== seq);
    if (isOther && !movedOn) return false;
    return agrees || !differs;
  }

  private keep(segment: Sent): void {
    this.sent.push(segment);
    this.keptBytes += segment.bytes.length;
    while (this.sent.length > MOST_SEGMENTS || this.keptBytes > MOST_BYTES)
      this.keptBytes -= this.sent.shift()!.bytes.length;
  }
}

/** How the bytes agree with an earlier segment's where both have some; null where they share no number. */
function compared(start: number, bytes: Uint8Array, earlier: Sent): 'same' | 'other' | null {
  const shift = seqDiff(start, earlier.start);
  const from = Math.max(0, -shift);
  const to = Math.min(bytes.length, earlier.bytes.length - shift);
  if (from >= to) return null;
  for (let i = from; i < to; i++) if (bytes[i] !== earlier.bytes[i + shift]) return 'other';
  return 'same';
}
