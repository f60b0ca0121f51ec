// One direction of a connection as it was sent: its first bytes, in order, and which row brought which of them.
// Bounded: what is beyond the limit is counted, not kept. Messages are told apart elsewhere (framing.ts).

import type { Gap, Piece, StreamListener } from '../tcp/reassembly-events.ts';

/** Bytes [start, end) of the tape came in this row. */
export interface TapePiece {
  readonly start: number;
  readonly end: number;
  readonly frame: number;
  readonly timeNs: number;
  /** The row carries PSH: the sender's buffer was empty after it (RFC 9293 3.9.1.2). */
  readonly push: boolean;
}

/** A payload at sequence numbers that had been used for other bytes: it is in no stream, yet somebody sent it. */
export interface StrayPayload {
  readonly bytes: Uint8Array;
  readonly frame: number;
  readonly timeNs: number;
}

/** What all tapes together may take; shared by them. */
export interface TapeBudget {
  /** Bytes that are left, pieces counted with what they cost. */
  left: number;
}

const PIECE_COST_BYTES = 96;
const FIRST_CAPACITY = 512;
const MOST_STRAYS = 64;

export class StreamTape implements StreamListener {
  readonly pieces: TapePiece[] = [];
  readonly strays: StrayPayload[] = [];
  /** Offsets before which bytes are missing. */
  readonly gaps = new Set<number>();
  leftOutBytes = 0;
  private kept = new Uint8Array(0);
  private len = 0;
  private readonly limit: number;
  private readonly budget: TapeBudget;
  private readonly pushed = new Map<number, boolean>();
  private nowNs = 0;

  constructor(limitBytes: number, budget: TapeBudget) {
    this.limit = limitBytes;
    this.budget = budget;
  }

  /** Valid as long as nothing is added. */
  get bytes(): Uint8Array {
    return this.kept.subarray(0, this.len);
  }

  /** Nothing more is kept. */
  get isFull(): boolean {
    return this.leftOutBytes > 0;
  }

  /** To be called before the row reaches the reassembly, which may hold it back for a while. */
  announce(frame: number, timeNs: number, push: boolean): void {
    this.nowNs = timeNs;
    if (this.pushed.size >= 1024) this.pushed.clear();
    this.pushed.set(frame, push);
  }

  piece(piece: Piece): void {
    const { frame, timeNs } = piece;
    const len = piece.end - piece.start;
    const push = this.pushed.get(frame) ?? true;
    this.pushed.delete(frame);
    const cost = len + PIECE_COST_BYTES;
    if (this.isFull || this.len + len > this.limit || cost > this.budget.left) {
      this.leftOutBytes += len;
      return;
    }
    this.budget.left -= cost;
    this.growFor(len);
    this.kept.set(piece.bytes.subarray(piece.start, piece.end), this.len);
    this.pieces.push({ start: this.len, end: this.len + len, frame, timeNs, push });
    this.len += len;
  }

  gap(gap: Gap): void {
    if (gap.lenBytes > 0) this.gaps.add(this.len);
  }

  conflict({ bytes, frame }: { readonly bytes: Uint8Array; readonly frame: number }): void {
    const cost = bytes.length + PIECE_COST_BYTES;
    if (this.strays.length >= MOST_STRAYS || cost > this.budget.left) return;
    this.budget.left -= cost;
    this.strays.push({ bytes: new Uint8Array(bytes), frame, timeNs: this.nowNs });
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

  private growFor(added: number): void {
    if (this.len + added <= this.kept.length) return;
    let capacity = Math.max(FIRST_CAPACITY, this.kept.length);
    while (capacity < this.len + added) capacity *= 2;
    const grown = new Uint8Array(capacity);
    grown.set(this.bytes);
    this.kept = grown;
  }
}
