// What one sender sent, to tell a re-send (RFC 9293 3.8.1) from bytes that only come late and from other bytes in an old
// place. Numbers are kept for the whole connection, bytes of the latest segments up to a limit: what is too old to be
// compared was sent before all the same. The streaming twin of classify/rules/resent.ts; test/check holds them together.

import { TcpFlag } from '../../decode/tcp-view.ts';
import type { SegmentKind } from '../../classify/kind.ts';
import { Coverage } from '../../streams/coverage.ts';
import { seqAdd, seqDiff, seqGt, seqLeq } from '../../tcp/seq.ts';

/** What is asked of a segment; `TcpView` has it. */
export interface SentSegment {
  readonly seq: number;
  readonly flags: number;
  readonly len: number;
  readonly payloadStart: number;
  readonly payloadEnd: number;
  /** Its sender's clock, uint32; null without the option. */
  readonly clock: number | null;
}

/** Not sent before; sent before; other bytes where bytes had been sent before. */
export type Novelty = 'new' | 'again' | 'other';

interface Sent {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  readonly isKeepAlive: boolean;
  readonly tsVal: number | null;
}

const MOST_SEGMENTS = 1000;
const MOST_BYTES = 256 << 10;

export class SentBytes {
  /** The segment taken last has the numbers and the bytes of an earlier one. */
  isCopy = false;
  /** Memory of the bytes kept. */
  keptBytes = 0;
  private readonly coverage = new Coverage();
  /** The latest segments, each text of a place once; the one sent longest ago first. */
  private sent: Sent[] = [];
  /** Numbers of SYNs, of SYN-ACKs, and those after FINs: a host that opens anew gives more than one. */
  private syns = NO_NUMBERS;
  private synAcks = NO_NUMBERS;
  private fins = NO_NUMBERS;
  /** Number of the first payload; `several` once there was another. */
  private firstSeq: number | null = null;
  private several = false;
  /** The highest number at which payload began. */
  private furthest: number | null = null;

  /** Takes a segment and says how it stands to what was sent before. */
  take(tcp: SentSegment, kind: SegmentKind, packet: Uint8Array): Novelty {
    const { flags, seq } = tcp;
    if (kind === 'rst' || kind === 'malformed') return 'new';
    const len = Math.max(0, tcp.len);
    const start = seqAdd(seq, flags & TcpFlag.SYN ? 1 : 0);
    const end = seqAdd(start, len);
    this.isCopy = false;
    let isAgain = false;
    let isOther = false;
    if (flags & TcpFlag.SYN) {
      const which = flags & TcpFlag.ACK ? 'synAcks' : 'syns';
      isAgain = this[which].includes(seq);
      this[which] = withNumber(this[which], seq);
    }
    if (flags & TcpFlag.FIN) {
      isAgain ||= this.fins.includes(end);
      this.fins = withNumber(this.fins, end);
    }
    if (len > 0) {
      const novelty = this.takeBytes(seq, start, end, kind, tcp, packet);
      isOther = novelty === 'other';
      isAgain ||= novelty === 'again';
    }
    if (isOther) return 'other';
    // One byte that only asks is no re-send (RFC 9293 3.8.4, 3.8.6.1).
    return isAgain && kind !== 'keep-alive' && kind !== 'zero-window-probe' ? 'again' : 'new';
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
    tcp: SentSegment,
    packet: Uint8Array,
  ): Novelty {
    const isOld = this.isOld(start, end);
    const tsVal = tcp.clock;
    const bytes = packet.subarray(tcp.payloadStart, tcp.payloadEnd);
    const novelty = !isOld
      ? this.isMadeLate(end, tsVal)
        ? 'again'
        : 'new'
      : this.isSameText(seq, start, bytes)
        ? 'again'
        : 'other';
    this.several ||= this.firstSeq !== null && this.firstSeq !== seq;
    this.firstSeq ??= seq;
    if (this.furthest === null || seqGt(start, this.furthest)) this.furthest = start;
    this.keep({ start, end, bytes, isKeepAlive: kind === 'keep-alive', tsVal });
    return novelty;
  }

  /** Made after later bytes, by its sender's clock: its first copy is not in the capture. */
  private isMadeLate(end: number, tsVal: number | null): boolean {
    if (tsVal === null || this.furthest === null || seqGt(end, this.furthest)) return false;
    return this.sent.some(
      (one) => one.tsVal !== null && seqLeq(end, one.start) && seqGt(tsVal, one.tsVal),
    );
  }

  /** Some of [start, end) was captured before. */
  private isOld(start: number, end: number): boolean {
    return this.coverage.add(start | 0, end | 0) < seqDiff(end, start);
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
      this.isCopy ||= verdict === 'same' && isInPlaceOf(start, bytes, earlier);
      agrees ||= verdict === 'same';
      differs ||= verdict === 'other';
      isOther ||= verdict === 'other' && !earlier.isKeepAlive;
    }
    const movedOn = this.several || (this.firstSeq !== null && this.firstSeq !== seq);
    if (isOther && !movedOn) return false;
    return agrees || !differs;
  }

  /** Keeps a copy of the segment. One that was sent just so before stays as it was, with the older clock. */
  private keep(segment: Sent): void {
    const { sent } = this;
    const place = this.isCopy ? sent.findIndex((earlier) => isJustAs(segment, earlier)) : -1;
    if (place >= 0) {
      sent.push(...sent.splice(place, 1));
      return;
    }
    // Not slice: a Buffer's slice is no copy.
    const kept = { ...segment, bytes: new Uint8Array(segment.bytes) };
    // An array that something is pushed to has room for 17.
    if (sent.length === 0) this.sent = [kept];
    else sent.push(kept);
    this.keptBytes += segment.bytes.length;
    while (sent.length > MOST_SEGMENTS || this.keptBytes > MOST_BYTES)
      this.keptBytes -= sent.shift()!.bytes.length;
  }
}

const MOST_NUMBERS = 8;

const NO_NUMBERS: readonly number[] = [];

/** The latest numbers, with this one. */
const withNumber = (numbers: readonly number[], number: number): readonly number[] =>
  numbers.includes(number) ? numbers : numbers.concat(number).slice(-MOST_NUMBERS);

/** The same numbers, all captured. */
const isInPlaceOf = (start: number, bytes: Uint8Array, earlier: Sent): boolean =>
  earlier.start === start && earlier.bytes.length === bytes.length;

/** Nothing would be told by `one` that `other`, sent before, does not tell. */
const isJustAs = (one: Sent, other: Sent): boolean =>
  isInPlaceOf(one.start, one.bytes, other) &&
  one.end === other.end &&
  one.isKeepAlive === other.isKeepAlive &&
  isNoEarlier(one.tsVal, other.tsVal) &&
  compared(one.start, one.bytes, other) === 'same';

const isNoEarlier = (clock: number | null, other: number | null): boolean =>
  clock === null || other === null ? clock === other : seqLeq(other, clock);

/** Where others differ, they mostly do so early. */
const LOOKED_AT = 16;

/** How the bytes agree with an earlier segment's where both have some; null where they share no number. */
function compared(start: number, bytes: Uint8Array, earlier: Sent): 'same' | 'other' | null {
  const shift = seqDiff(start, earlier.start);
  const from = Math.max(0, -shift);
  const to = Math.min(bytes.length, earlier.bytes.length - shift);
  if (from >= to) return null;
  const rest = Math.min(to, from + LOOKED_AT);
  for (let i = from; i < rest; i++) if (bytes[i] !== earlier.bytes[i + shift]) return 'other';
  if (rest === to) return 'same';
  const own = bytes.subarray(rest, to);
  const old = earlier.bytes.subarray(rest + shift, to + shift);
  return Buffer.compare(own, old) === 0 ? 'same' : 'other';
}
