// What is kept of one connection for expectations: its opening and closing rows, its longest silence, and counts of what
// was sent again or is missing, with the first rows of each. Bounded, however long the connection is.

import type { SegmentKind } from '../../classify/kind.ts';
import { TcpFlag } from '../../decode/tcp-view.ts';
import type { SegmentContext } from '../../sink.ts';
import type { Connection, Side } from '../../tcp/connection.ts';
import { Found, foundOnce } from './found.ts';
import { MissingBytes } from './missing-bytes.ts';
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
  readonly cut = new Found();
  private readonly missing = new MissingBytes();
  private readonly sent: readonly [SentBytes, SentBytes] = [new SentBytes(), new SentBytes()];

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Memory of payload that is kept for comparing. */
  get keptBytes(): number {
    return this.sent[0].keptBytes + this.sent[1].keptBytes;
  }

  /** Rows that show bytes which are not in the capture, as far as it was read. */
  get gaps(): Found {
    return this.missing.found();
  }

  /** Rows that are sent again or show missing bytes. */
  get losses(): Found {
    return foundOnce([this.resends, this.missing.found()]);
  }

  forgetBytes(): void {
    for (const one of this.sent) one.forgetBytes();
  }

  /**
   * Takes a segment of the connection; `looksTwice`: it looks like the second record of a packet. Whether it is one.
   */
  segment(context: SegmentContext, looksTwice: boolean): boolean {
    const { record, packet, side, verdict } = context;
    const { frame, timeNs } = record;
    const { kind } = verdict;
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
    if (novelty === 'again' && !isTwin) this.resends.add(frame, timeNs);
    this.missing.take(context, isTwin);
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
