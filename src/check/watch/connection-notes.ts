// What is kept of one connection for expectations: its opening and closing rows, its longest silence, and counts of what
// was sent again or is missing, with the first rows of each. Bounded, however long the connection is.

import type { SegmentKind } from '../../classify/kind.ts';
import { TcpFlag } from '../../decode/tcp-view.ts';
import type { SegmentContext } from '../../sink.ts';
import type { Side } from '../../tcp/connection.ts';
import { Found, foundOnce, type TimedRows } from './found.ts';
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
  readonly stream: number;
  /** Among all connections, by their first rows. */
  readonly place: number;
  first: RowNote | null = null;
  last: RowNote | null = null;
  /** SYN, SYN-ACK and the ACK that ends the handshake; the first few of each. */
  opening = NO_NOTES;
  /** FIN and RST, the first few of each. */
  endings = NO_NOTES;
  lastEnding: RowNote | null = null;
  private foundResets: Found | null = null;
  /** Payload came behind the SYN. */
  hasData = false;
  silence: Silence | null = null;
  /** Second records of one packet, by side. */
  readonly twins: [number, number] = [0, 0];
  private foundResends: Found | null = null;
  private foundCut: Found | null = null;
  private readonly missing = new MissingBytes();
  /** By side; null until it sends something: with very many connections, what is not there counts. */
  private readonly sent: [SentBytes | null, SentBytes | null] = [null, null];

  constructor(stream: number, place: number) {
    this.stream = stream;
    this.place = place;
  }

  /** Memory of payload that is kept for comparing. */
  get keptBytes(): number {
    return (this.sent[0]?.keptBytes ?? 0) + (this.sent[1]?.keptBytes ?? 0);
  }

  get resets(): TimedRows {
    return this.foundResets ?? NOTHING_FOUND;
  }

  get resends(): TimedRows {
    return this.foundResends ?? NOTHING_FOUND;
  }

  get cut(): TimedRows {
    return this.foundCut ?? NOTHING_FOUND;
  }

  /** Rows that show bytes which are not in the capture, as far as it was read. */
  get gaps(): TimedRows {
    return this.missing.found();
  }

  /** Rows that are sent again or show missing bytes. */
  get losses(): TimedRows {
    return foundOnce([this.resends, this.missing.found()]);
  }

  forgetBytes(): void {
    for (const one of this.sent) one?.forgetBytes();
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
    const sent = (this.sent[side] ??= new SentBytes());
    const novelty = sent.take(tcp, kind, packet.bytes);
    const isTwin = looksTwice && (novelty !== 'other' || sent.isCopy);
    this.first ??= note;
    this.last = note;
    if (before !== null) this.noteSilence(before, note);
    if (OPENING.has(kind)) this.opening = withNote(this.opening, note);
    if (ENDING.has(kind)) {
      this.endings = withNote(this.endings, note);
      this.lastEnding = note;
      if (kind === 'rst' && !isTwin) (this.foundResets ??= new Found()).add(frame, timeNs);
    }
    if (tcp.len > 0 && (tcp.flags & TcpFlag.SYN) === 0) this.hasData = true;
    if (record.end - record.start < record.origLen)
      (this.foundCut ??= new Found()).add(frame, timeNs);
    if (isTwin) this.twins[side]++;
    if (novelty === 'again' && !isTwin) (this.foundResends ??= new Found()).add(frame, timeNs);
    this.missing.take(context, isTwin);
    return isTwin;
  }

  private noteSilence(before: RowNote, after: RowNote): void {
    const ns = after.timeNs - before.timeNs;
    if (ns > (this.silence?.ns ?? 0)) this.silence = { ns, frames: [before.frame, after.frame] };
  }
}

/** Of most connections. */
const NOTHING_FOUND = new Found();
const NO_NOTES: readonly RowNote[] = [];

/** With this one, if it is among the first of its kind. */
function withNote(notes: readonly RowNote[], note: RowNote): readonly RowNote[] {
  const sameKind = notes.filter(({ kind }) => kind === note.kind).length;
  return sameKind < MOST_OF_A_KIND ? notes.concat(note) : notes;
}
