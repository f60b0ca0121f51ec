// One direction of a connection as it was sent: its bytes in order, and which row brought which of them. What was told
// is forgotten; what the budget refuses is counted, not kept. Messages are told apart elsewhere (framing.ts).

import type { Conflict, Gap, Piece, StreamListener } from '../tcp/reassembly-events.ts';

/** Bytes [start, end) of the tape came in this row. */
export interface TapePiece {
  readonly start: number;
  readonly end: number;
  readonly frame: number;
  readonly timeNs: number;
  /** The row carries PSH: the sender's buffer was empty after it (RFC 9293 3.9.1.2). */
  readonly push: boolean;
  /** Of the budget. */
  readonly cost: number;
}

/** A payload at sequence numbers that had been used for other bytes: it is in no stream, yet somebody sent it. */
export interface StrayPayload {
  readonly bytes: Uint8Array;
  readonly frame: number;
  readonly timeNs: number;
  /** Its message's, once numbered. */
  id?: string;
}

/** What all tapes together take; shared by them. */
export interface TapeBudget {
  /** Bytes in use, pieces counted with what they cost. */
  usedBytes: number;
  /** Above it a tape refuses what comes; Infinity where what is told makes room again. */
  limitBytes: number;
}

/** With the message that most pieces become. */
export const PIECE_COST_BYTES = 400;
/** Behind the first piece, for which there is as much room as it needs: most connections of very many say one thing. */
const SECOND_CAPACITY = 512;
const MOST_STRAYS = 64;
/** Rows announced that have not come. */
const MOST_WAITING = 1024;
/** Part of a payload in which another one differs at least; a copy that was damaged on its way differs in less. */
const LEAST_OTHER = 0.25;

export class StreamTape implements StreamListener {
  pieces: TapePiece[] = [];
  strays: StrayPayload[] = [];
  leftOutBytes = 0;
  /** When the first byte was left out. */
  fullNs = Infinity;
  /** More may come: what stands at the end is not known to be whole. */
  goesOn = false;
  /** So much is there that it must be told, whole or not. */
  isOverlong = false;
  private kept = NOTHING;
  private len = 0;
  private readonly limit: number;
  private readonly budget: TapeBudget;
  /** Null until one is missing. */
  private missingBefore: Set<number> | null = null;
  /** Ids of messages by the offset at which they begin; null until one is numbered. */
  private ids: Map<number, string> | null = null;
  /** The row announced last, 0 once it has come, and its PSH. */
  private announced = 0;
  private announcedPush = false;
  /** PSH of the rows announced before it that have not come; null until one had to wait. */
  private waiting: Map<number, boolean> | null = null;
  private nowNs = 0;
  /** The latest row that was another payload, and not the same one sent again with more behind it. */
  private otherPayload = 0;

  constructor(limitBytes: number, budget: TapeBudget) {
    this.limit = limitBytes;
    this.budget = budget;
  }

  /** Valid as long as nothing is added. */
  get bytes(): Uint8Array {
    return this.kept.subarray(0, this.len);
  }

  /** Offsets before which bytes are missing. */
  get gaps(): ReadonlySet<number> {
    return this.missingBefore ?? NO_GAPS;
  }

  get lenBytes(): number {
    return this.len;
  }

  /** Nothing more is kept. */
  get isFull(): boolean {
    return this.leftOutBytes > 0;
  }

  /** To be called before the row reaches the reassembly, which may hold it back for a while. */
  announce(frame: number, timeNs: number, push: boolean): void {
    this.nowNs = timeNs;
    if (this.announced !== 0 && this.announced !== frame) {
      const waiting = (this.waiting ??= new Map());
      waiting.set(this.announced, this.announcedPush);
      if (waiting.size >= MOST_WAITING) waiting.clear();
    }
    this.waiting?.delete(frame);
    this.announced = frame;
    this.announcedPush = push;
  }

  /** The id of the message that begins at the offset, once numbered. */
  idAt(start: number): string | undefined {
    return this.ids?.get(start);
  }

  numberAt(start: number, id: string): void {
    (this.ids ??= new Map()).set(start, id);
  }

  piece(piece: Piece): void {
    const { frame, timeNs } = piece;
    if (frame === this.otherPayload) {
      // What it has beyond the earlier one is the end of what was kept as a whole.
      this.noteGap();
      return;
    }
    const len = piece.end - piece.start;
    const push = this.takePush(frame);
    const cost = costOf(piece);
    if (this.isFull || this.len + len > this.limit || !this.take(cost)) {
      this.leaveOut(len, timeNs);
      return;
    }
    this.growFor(len);
    this.kept.set(piece.bytes.subarray(piece.start, piece.end), this.len);
    const one = { start: this.len, end: this.len + len, frame, timeNs, push, cost };
    // An array that something is pushed to has room for 17.
    if (this.pieces.length === 0) this.pieces = [one];
    else this.pieces.push(one);
    this.len += len;
  }

  /** Nothing is kept from this payload on. */
  leaveOut(lenBytes: number, timeNs: number): void {
    this.leftOutBytes += lenBytes;
    this.fullNs = Math.min(this.fullNs, timeNs);
  }

  gap(gap: Gap): void {
    if (gap.lenBytes > 0) this.noteGap();
  }

  conflict({ bytes, frame, lenBytes, comparedBytes }: Conflict): void {
    const cost = bytes.length + PIECE_COST_BYTES;
    if (this.strays.length >= MOST_STRAYS || !this.take(cost)) return;
    this.strays.push({ bytes: new Uint8Array(bytes), frame, timeNs: this.nowNs });
    if (lenBytes >= comparedBytes * LEAST_OTHER) this.otherPayload = frame;
  }

  /** Index of the piece that holds byte `at`; the last one for an offset beyond the end. */
  pieceAt(at: number): number {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.pieces[middle]!.end > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Forgets what lies before `end`, and payloads in no stream of rows before `frame`: they were told. */
  forget(end: number, frame: number): void {
    const strays = this.strays.filter((one) => one.frame >= frame);
    for (const { bytes, frame: at } of this.strays)
      if (at < frame) this.budget.usedBytes -= bytes.length + PIECE_COST_BYTES;
    this.strays = strays;
    if (end === 0) return;
    for (const piece of this.pieces) if (piece.end <= end) this.budget.usedBytes -= piece.cost;
    const kept = this.pieces.filter((piece) => piece.end > end);
    this.pieces = kept.map((piece) => ({
      ...piece,
      start: Math.max(0, piece.start - end),
      end: piece.end - end,
    }));
    const gaps = [...this.gaps].filter((at) => at >= end).map((at) => at - end);
    this.missingBefore = gaps.length === 0 ? null : new Set(gaps);
    const ids = [...(this.ids ?? [])].filter(([at]) => at >= end);
    this.ids = ids.length === 0 ? null : new Map(ids.map(([at, id]) => [at - end, id]));
    // A buffer of its own: the messages that were told hold the old one as long as they are needed.
    this.kept = this.bytes.slice(end);
    this.len -= end;
  }

  private noteGap(): void {
    (this.missingBefore ??= new Set()).add(this.len);
  }

  /** PSH of the row, as it was announced; the sender's buffer counts as empty after others. */
  private takePush(frame: number): boolean {
    if (frame === this.announced) {
      this.announced = 0;
      return this.announcedPush;
    }
    const push = this.waiting?.get(frame) ?? true;
    this.waiting?.delete(frame);
    return push;
  }

  private take(cost: number): boolean {
    if (this.budget.usedBytes + cost > this.budget.limitBytes) return false;
    this.budget.usedBytes += cost;
    return true;
  }

  private growFor(added: number): void {
    if (this.len + added <= this.kept.length) return;
    let capacity = this.len === 0 ? added : Math.max(SECOND_CAPACITY, this.kept.length);
    // Fresh memory is dear, and free until it is written to: few steps, no zeros. Nobody sees what lies behind `len`.
    while (capacity < this.len + added) capacity *= 16;
    if (capacity > this.limit) capacity = Math.max(this.limit, this.len + added);
    const grown = new Uint8Array(Buffer.allocUnsafeSlow(capacity).buffer);
    grown.set(this.bytes);
    this.kept = grown;
  }
}

const NOTHING = new Uint8Array(0);
const NO_GAPS: ReadonlySet<number> = new Set();
const LF = 0x0a;

/** With the messages it becomes: in a row that ends with a line, every line may be one. */
function costOf({ bytes, start, end }: Piece): number {
  let messages = 1;
  if (bytes[end - 1] === LF)
    for (let at = bytes.indexOf(LF, start); at >= 0 && at < end - 1; at = bytes.indexOf(LF, at + 1))
      messages++;
  return end - start + messages * PIECE_COST_BYTES;
}
