// Rows of its connection behind one that somebody asks about: until it is confirmed, and some more.

import type { SegmentContext } from '../sink.ts';
import type { Side } from '../tcp/connection.ts';
import { segmentEnd, seqLeq } from '../tcp/seq.ts';
import type { DraftRow } from './draft-row.ts';

export const ROWS_BEHIND = 200;
/** Rows behind the one that confirms it. */
const ROWS_BEHIND_CONFIRMED = 30;
/** Frames until which they are waited for. */
export const FRAMES_BEHIND = 3000;

interface Awaited {
  /** Who sent it, and where its bytes end; null for one that has none. */
  readonly side: Side;
  readonly end: number | null;
  readonly lastFrame: number;
  /** How many still. */
  rows: number;
}

export class RowsBehind {
  /** By stream. */
  private readonly awaited = new Map<number, Awaited>();
  private readonly most: number;
  /** The last frame that may be one of them, 0 none. */
  lastFrame = 0;

  /** `most` behind each. */
  constructor(most = ROWS_BEHIND) {
    this.most = most;
  }

  /** None is waited for. */
  get isEmpty(): boolean {
    return this.awaited.size === 0;
  }

  /** Those behind `row` are wanted; of its connection no others are from now on. */
  await({ frame, stream, side, tcp }: DraftRow): void {
    const end = segmentEnd(tcp);
    const lastFrame = frame + FRAMES_BEHIND;
    this.awaited.set(stream, {
      side,
      end: end === tcp.seq ? null : end,
      lastFrame,
      rows: this.most,
    });
    this.lastFrame = Math.max(this.lastFrame, lastFrame);
  }

  /** Whether the segment is one of those that are waited for. */
  takes({ record, connection, side, packet }: SegmentContext): boolean {
    // As nearly always: a look into an empty map is not free.
    if (this.awaited.size === 0) return false;
    const awaited = this.awaited.get(connection.stream);
    if (awaited === undefined) return false;
    if (awaited.rows === 0 || record.frame > awaited.lastFrame) {
      this.awaited.delete(connection.stream);
      return false;
    }
    awaited.rows--;
    const isFromPeer = side !== awaited.side;
    if (isFromPeer && awaited.end !== null && seqLeq(awaited.end, packet.tcp.ack))
      awaited.rows = Math.min(awaited.rows, ROWS_BEHIND_CONFIRMED);
    return true;
  }
}
