// Segments that pass by and are not kept: when one stands out, those of its connection before it become rows after all, from
// copies of the latest ones, and those behind it as they come. What lies further back takes a second look (rows-around.ts).

import type { SegmentContext } from '../sink.ts';
import type { Side } from '../tcp/connection.ts';
import { grouped } from '../tcp/grouped.ts';
import { segmentEnd, seqLeq } from '../tcp/seq.ts';
import { draftRow, type DraftRow } from './draft-row.ts';
import { LatestSegments } from './latest-segments.ts';
import type { SegmentPlace } from './stand-outs.ts';

/** Examples are told of among so many frames: a report should not take twice as long for them. */
export const FRAMES_WITH_EXAMPLES = 50_000;
/** Rows of its connection before an example, or another row that is asked about, and behind it. */
export const ROWS_BEFORE = 400;
export const ROWS_BEHIND = 200;
/** Rows behind the one that confirms it. */
const ROWS_BEHIND_CONFIRMED = 30;
/** Frames until which rows behind it are waited for. */
export const FRAMES_BEHIND = 3000;
/** Rows of all examples together, and their bytes. */
const MOST_ROWS = 16_000;
export const MOST_BYTES = 32 << 20;

/** What is to come behind an example. */
interface Awaited {
  /** Who sent it, and where its bytes end; null for one that has none. */
  readonly side: Side;
  readonly end: number | null;
  readonly lastFrame: number;
  /** How many still. */
  rows: number;
}

export class PassedRows {
  private readonly rows: DraftRow[] = [];
  private bytes = 0;
  /** Made when the first segment passes by: most captures have none. */
  private latest: LatestSegments | null = null;
  /** By stream. */
  private readonly awaited = new Map<number, Awaited>();

  /** Takes a segment that is not kept. */
  pass(context: SegmentContext, isExample: boolean): void {
    const { record, connection } = context;
    if (record.frame > FRAMES_WITH_EXAMPLES + FRAMES_BEHIND) return;
    const isAwaited = this.isAwaited(context);
    const isWanted = isExample && record.frame <= FRAMES_WITH_EXAMPLES && this.hasRoom;
    if (!isAwaited && isWanted && this.latest !== null)
      this.take(this.latest.before(connection, ROWS_BEFORE));
    if (isAwaited || isWanted) {
      const row = draftRow(context);
      this.take([row]);
      if (isWanted) this.example(row);
    } else if (record.frame <= FRAMES_WITH_EXAMPLES) {
      (this.latest ??= new LatestSegments()).keep(context);
    }
  }

  /** `row` is an example: those behind it are wanted. */
  example({ frame, stream, side, tcp }: DraftRow): void {
    const end = segmentEnd(tcp);
    this.awaited.set(stream, {
      side,
      end: end === tcp.seq ? null : end,
      lastFrame: frame + FRAMES_BEHIND,
      rows: ROWS_BEHIND,
    });
  }

  /** The rows near these examples. */
  near(examples: readonly SegmentPlace[]): DraftRow[] {
    const places = grouped(examples, ({ stream }) => stream);
    return this.rows.filter(({ stream, nth }) =>
      places
        .get(stream)
        ?.some((place) => nth >= place.nth - ROWS_BEFORE && nth <= place.nth + ROWS_BEHIND),
    );
  }

  private get hasRoom(): boolean {
    return this.rows.length < MOST_ROWS && this.bytes < MOST_BYTES;
  }

  private take(rows: readonly DraftRow[]): void {
    this.rows.push(...rows);
    for (const row of rows) this.bytes += row.bytes.length;
  }

  /** Whether the segment is one of those that are waited for. */
  private isAwaited({ record, connection, side, packet }: SegmentContext): boolean {
    // As nearly always: a look into an empty map is not free.
    if (this.awaited.size === 0) return false;
    const awaited = this.awaited.get(connection.stream);
    if (awaited === undefined) return false;
    if (awaited.rows === 0 || record.frame > awaited.lastFrame || !this.hasRoom) {
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
