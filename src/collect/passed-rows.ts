// Segments that pass by and are not kept: when one stands out, those of its connection before it become rows after all, from
// copies of the latest ones, and those behind it as they come. Where the capture is read again, a second look gives what
// passed by (rows-around.ts), and no copies are made.

import type { SegmentContext } from '../sink.ts';
import { grouped } from '../tcp/grouped.ts';
import { draftRow, type DraftRow } from './draft-row.ts';
import { LatestSegments } from './latest-segments.ts';
import { ROWS_BEHIND, RowsBehind } from './rows-behind.ts';
import type { SegmentPlace } from './stand-outs.ts';

/** Examples are told of among so many frames: a report should not take twice as long for them. */
export const FRAMES_WITH_EXAMPLES = 50_000;
/** Rows of its connection before an example, or another row that is asked about. */
export const ROWS_BEFORE = 400;
/** Rows of all examples together, and their bytes. */
const MOST_ROWS = 16_000;
export const MOST_BYTES = 32 << 20;

export class PassedRows {
  private readonly rows: DraftRow[] = [];
  private readonly copies: boolean;
  private bytes = 0;
  /** Made when the first segment passes by: most captures have none. */
  private latest: LatestSegments | null = null;
  private readonly behind = new RowsBehind();
  /** A segment to come may become a row. */
  isOpen = true;

  /** `copies` are made where nothing is read again. */
  constructor(copies: boolean) {
    this.copies = copies;
  }

  /** Takes a segment that is not kept. */
  pass(context: SegmentContext, isExample: boolean): void {
    const { record, connection } = context;
    const isWithCopy = this.copies && record.frame <= FRAMES_WITH_EXAMPLES;
    if (!isWithCopy && record.frame > this.behind.lastFrame) {
      this.isOpen = false;
      return;
    }
    const isBehind = this.hasRoom && this.behind.takes(context);
    const isWanted = isExample && isWithCopy && this.hasRoom;
    if (!isBehind && isWanted && this.latest !== null)
      this.take(this.latest.before(connection, ROWS_BEFORE));
    if (isBehind || isWanted) {
      const row = draftRow(context);
      this.take([row]);
      if (isWanted) this.example(row);
    } else if (isWithCopy) {
      (this.latest ??= new LatestSegments()).keep(context);
    }
  }

  /** `row` is an example: those behind it are wanted. */
  example(row: DraftRow): void {
    this.behind.await(row);
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
}
