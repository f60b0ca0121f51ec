// Keep-alives that Wireshark does not mark, because nothing of their sender came before them: the capture begins in the
// middle. A segment without bytes carries its sender's next number (RFC 9293 3.10.7.4); what the other side confirms shows
// when it carried the one before, as a keep-alive does (RFC 9293 3.8.4).

import { TcpFlag } from '../decode/tcp-view.ts';
import type { Side } from '../tcp/connection.ts';
import { seqAdd } from '../tcp/seq.ts';
import type { SegmentKind } from './kind.ts';

/** What is asked of a segment; it is not held. */
export interface PassingSegment {
  readonly frame: number;
  readonly timeNs: number;
  readonly kind: SegmentKind;
  /** -1: nothing of its sender was seen before. */
  readonly expectedRelSeq: number;
  readonly tcp: {
    readonly seq: number;
    readonly ack: number;
    readonly len: number;
    readonly flags: number;
    readonly window: number;
  };
  /** The captured payload is bytes[payloadStart, payloadEnd). */
  readonly bytes: Uint8Array;
  readonly payloadStart: number;
  readonly payloadEnd: number;
}

/** What of a segment tells. */
interface Sign extends Pick<PassingSegment, 'frame' | 'timeNs' | 'kind' | 'expectedRelSeq'> {
  readonly tcp: { readonly seq: number; readonly ack: number; readonly len: number };
  /** It has ACK, and no other flag. */
  readonly isAckAlone: boolean;
  /** Its payload is one byte, and that is 0: some systems send it with a keep-alive. */
  readonly isZeroByte: boolean;
  /** It tells of no room. */
  readonly isClosing: boolean;
}

/** What one end may have asked, from its first segment on, as long as it says the same. */
interface Asking {
  readonly last: Sign;
  readonly frames: readonly number[];
  readonly isSure: boolean;
}

interface End {
  hasSpoken: boolean;
  asking: Asking | null;
  confirmed: Sign | null;
}

/** An answer comes after a round trip; what comes later confirms something else. */
const LONGEST_ANSWER_NS = 3_000_000_000;
/** A keep-alive comes after so long a silence at least. */
const SHORTEST_PAUSE_NS = 1_000_000_000;
/** Keep-alives of one end that are told of. */
const MOST_FRAMES = 1000;

/** A probe where the answer is that there is no room (RFC 9293 3.8.6.1). */
type AskingKind = 'keep-alive' | 'zero-window-probe';

/** The keep-alives of one connection. */
export class KeepAliveWatch {
  /** Null until one is found. */
  private found: Map<number, AskingKind> | null = null;
  private readonly ends: readonly [End, End] = [
    { hasSpoken: false, asking: null, confirmed: null },
    { hasSpoken: false, asking: null, confirmed: null },
  ];

  /** Those found, by frame. */
  get kinds(): ReadonlyMap<number, AskingKind> {
    return this.found ?? NONE;
  }

  /** Nothing that comes can be one. */
  get isOver(): boolean {
    return this.ends.every(({ hasSpoken, asking }) => hasSpoken && asking === null);
  }

  /** Takes the segments in capture order. */
  take(side: Side, segment: PassingSegment): void {
    const sign = signOf(segment);
    const own = this.ends[side];
    const peer = this.ends[side === 0 ? 1 : 0];
    if (isAnswer(sign, peer.asking))
      this.find(peer, sign.isClosing ? 'zero-window-probe' : 'keep-alive');
    const before = own.asking;
    // The number was that of the next byte after all.
    if (before !== null && sign.tcp.seq === before.last.tcp.seq && sign.tcp.len > 1)
      for (const frame of before.frames) this.found?.delete(frame);
    own.asking = before === null ? beginning(sign, peer.confirmed) : goingOn(sign, before);
    if (own.asking?.isSure === true) this.find(own);
    if (isBare(sign)) own.confirmed = sign;
    own.hasSpoken = true;
  }

  /** The end has asked with this number. */
  hasAsked(side: Side, seq: number): boolean {
    const { asking } = this.ends[side];
    return asking !== null && asking.isSure && asking.last.tcp.seq === seq;
  }

  private find(end: End, kind?: AskingKind): void {
    const asking = { ...end.asking!, isSure: true };
    end.asking = asking;
    const found = (this.found ??= new Map());
    const known = kind ?? found.get(asking.frames[0]!) ?? 'keep-alive';
    for (const frame of asking.frames) found.set(frame, known);
  }
}

const NONE: ReadonlyMap<number, AskingKind> = new Map();

function signOf({ frame, timeNs, kind, expectedRelSeq, ...segment }: PassingSegment): Sign {
  const { seq, ack, len, flags } = segment.tcp;
  const { bytes, payloadStart, payloadEnd } = segment;
  return {
    frame,
    timeNs,
    kind,
    expectedRelSeq,
    tcp: { seq, ack, len },
    isAckAlone: flags === TcpFlag.ACK,
    isClosing: segment.tcp.window === 0,
    isZeroByte: len === 1 && payloadEnd > payloadStart && bytes[payloadStart] === 0,
  };
}

const isBare = ({ kind, tcp, isAckAlone }: Sign): boolean =>
  (kind === 'ack' || kind === 'keep-alive') && tcp.len === 0 && isAckAlone;

/** It confirms one number more than what may be asked has. */
const isAnswer = (sign: Sign, asking: Asking | null): boolean =>
  asking !== null &&
  asking.last.tcp.len === 0 &&
  isBare(sign) &&
  sign.tcp.ack === seqAdd(asking.last.tcp.seq, 1) &&
  sign.timeNs - asking.last.timeNs < LONGEST_ANSWER_NS;

/** What an end may be asking with its first segment. */
function beginning(sign: Sign, confirmed: Sign | null): Asking | null {
  const { kind, tcp, isAckAlone, isZeroByte } = sign;
  const mayAsk = isBare(sign) || (kind === 'data' && isAckAlone && isZeroByte);
  if (sign.expectedRelSeq !== -1 || !mayAsk) return null;
  // What was confirmed long before is old.
  const isSure =
    tcp.len === 0 &&
    confirmed !== null &&
    confirmed.tcp.ack === seqAdd(tcp.seq, 1) &&
    sign.timeNs - confirmed.timeNs >= SHORTEST_PAUSE_NS;
  return { last: sign, frames: [sign.frame], isSure };
}

/** The same with a later segment; null when its end says something else. */
function goingOn(sign: Sign, asking: Asking): Asking | null {
  const { last, frames, isSure } = asking;
  const isSame = (['seq', 'ack', 'len'] as const).every(
    (field) => sign.tcp[field] === last.tcp[field],
  );
  if (!isSame) return null;
  if (isBare(sign))
    return {
      last: sign,
      frames: frames.length < MOST_FRAMES ? [...frames, sign.frame] : frames,
      isSure,
    };
  // Wireshark marks the second.
  const isAgain = sign.kind === 'keep-alive' && sign.isZeroByte;
  return isAgain && sign.timeNs - last.timeNs >= SHORTEST_PAUSE_NS
    ? { last: sign, frames, isSure: true }
    : null;
}

/** Their kinds by frame, of those in `rows`, which are in capture order, of any connections. */
export function askingIn(
  rows: readonly (PassingSegment & { readonly stream: number; readonly side: Side })[],
): ReadonlyMap<number, SegmentKind> {
  const watches = new Map<number, KeepAliveWatch>();
  for (const row of rows) {
    const watch = watches.get(row.stream) ?? new KeepAliveWatch();
    watches.set(row.stream, watch);
    watch.take(row.side, row);
  }
  return new Map([...watches.values()].flatMap(({ kinds }) => [...kinds]));
}
