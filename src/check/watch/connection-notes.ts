// What is kept of one connection for expectations: its opening and closing rows, its longest silence, and counts of what
// was sent again or is missing, with the first rows of each. Bounded, however long the connection is.

import type { SegmentKind } from '../../classify/kind.ts';
import { TcpFlag } from '../../decode/tcp-view.ts';
import type { SegmentContext } from '../../sink.ts';
import type { Connection, Side } from '../../tcp/connection.ts';
import { Label } from '../../tcp/label.ts';
import { Found } from './found.ts';
import { SentBytes } from './sent-bytes.ts';

/** One row that matters: which, when, what. */
export interface RowNote {
  readonly frame: number;
  readonly timeNs: number;
  readonly kind: SegmentKind;
  readonly side: Side;
}

export interface Silence {
  readonly ns: number;
  /** Rows before and after it. */
  readonly frames: readonly [number, number];
}

/** Rows kept of one kind. */
const MOST_OF_A_KIND = 8;

const OPENING: ReadonlySet<SegmentKind> = new Set(['syn', 'syn-ack', 'handshake-ack']);
const ENDING: ReadonlySet<SegmentKind> = new Set(['fin', 'rst']);

export class ConnectionNotes {
  readonly connection: Connection;
  first: RowNote | null = null;
  last: RowNote | null = null;
  /** SYN, SYN-ACK and the ACK that ends the handshake; the first few of each. */
  readonly opening: RowNote[] = [];
  /** FIN and RST, the first few of each. */
  readonly endings: RowNote[] = [];
  lastEnding: RowNote | null = null;
  readonly resets = new Found();
  /** Payload came behind the SYN. */
  hasData = false;
  silence: Silence | null = null;
  /** Second records of one packet, by side. */
  readonly twins: [number, number] = [0, 0];
  readonly resends = new Found();
  readonly gaps = new Found();
  /** Rows that are one or the other. */
  readonly losses = new Found();
  readonly cut = new Found();
  private readonly sent: readonly [SentBytes, SentBytes] = [new SentBytes(), new SentBytes()];

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Memory of payload that is kept for comparing. */
  get keptBytes(): number {
    return this.sent[0].keptBytes + this.sent[1].keptBytes;
  }

  forgetBytes(): void {
    for (const one of this.sent) one.forgetBytes();
  }

  /**
   * Takes a segment of the connection; `looksTwice`: it looks like the second record of a packet. Whether it is one.
   */
  segment({ record, packet, side, verdict }: SegmentContext, looksTwice: boolean): boolean {
    const { frame, timeNs } = record;
    const { kind, labels } = verdict;
    const { tcp } = packet;
    const before = this.last;
    const note = { frame, timeNs, kind, side };
    // Headers alike and other bytes: no packet is recorded so.
    const novelty = this.sent[side].take(tcp, kind, packet.bytes);
    const isTwin = looksTwice && (novelty !== 'other' || this.sent[side].isCopy);
    this.first ??= note;
    this.last = note;
    if (before !== null) this.noteSilence(before, note);
    if (OPENING.has(kind)) addOfKind(this.opening, note);
    if (ENDING.has(kind)) {
      addOfKind(this.endings, note);
      this.lastEnding = note;
      if (kind === 'rst' && !isTwin) this.resets.add(frame, timeNs);
    }
    if (tcp.len > 0 && (tcp.flags & TcpFlag.SYN) === 0) this.hasData = true;
    if (record.end - record.start < record.origLen) this.cut.add(frame, timeNs);
    if (isTwin) this.twins[side]++;
    const isAgain = novelty === 'again' && !isTwin;
    // What is acknowledged and was never seen is told of the first record alone.
    const missing = isTwin ? Label.LostSegment : Label.LostSegment | Label.AckLostSegment;
    const isGap = (labels & missing) !== 0;
    if (isAgain) this.resends.add(frame, timeNs);
    if (isGap) this.gaps.add(frame, timeNs);
    if (isAgain || isGap) this.losses.add(frame, timeNs);
    return isTwin;
  }

  private noteSilence(before: RowNote, after: RowNote): void {
    const ns = after.timeNs - before.timeNs;
    if (ns > (this.silence?.ns ?? 0)) this.silence = { ns, frames: [before.frame, after.frame] };
  }
}

function addOfKind(notes: RowNote[], note: RowNote): void {
  const sameKind = notes.filter(({ kind }) => kind === note.kind).length;
  if (sameKind < MOST_OF_A_KIND) notes.push(note);
}
