// The sink of a second look at a capture: the rows that were passed by, with those before and behind them in their
// connections.

import type { RecordView } from '../capture/record-view.ts';
import type { SegmentContext, Sink } from '../sink.ts';
import { grouped } from '../tcp/grouped.ts';
import { draftRow, type DraftRow } from './draft-row.ts';
import { FRAMES_BEHIND, MOST_BYTES, ROWS_BEFORE, ROWS_BEHIND } from './passed-rows.ts';
import type { SegmentPlace } from './stand-outs.ts';

/** Rows before, and behind, of all together. */
const MOST_BEFORE = 12_000;
const MOST_BEHIND = 4000;

interface Watched {
  /** Rows to come, by their number in the connection. */
  readonly toCome: number[];
  behind: number;
}

export class RowsAround implements Sink {
  readonly rows: DraftRow[] = [];
  private readonly watched: ReadonlyMap<number, Watched>;
  private readonly before: number;
  private readonly behind: number;
  private readonly lastFrame: number;
  private latestFrame = 0;
  private bytes = 0;

  /** `places` in capture order. */
  constructor(places: readonly SegmentPlace[]) {
    this.watched = new Map(
      [...grouped(places, ({ stream }) => stream)].map(([stream, own]) => [
        stream,
        { toCome: own.map(({ nth }) => nth), behind: 0 },
      ]),
    );
    this.before = Math.min(ROWS_BEFORE, Math.ceil(MOST_BEFORE / places.length));
    this.behind = Math.min(ROWS_BEHIND, Math.ceil(MOST_BEHIND / places.length));
    this.lastFrame = places.at(-1)?.frame ?? 0;
  }

  /** Every row has come, and those behind the last, as far as they are waited for. */
  get isComplete(): boolean {
    return this.latestFrame > this.lastFrame + FRAMES_BEHIND;
  }

  segment(context: SegmentContext): void {
    this.latestFrame = context.record.frame;
    const own = this.watched.get(context.connection.stream);
    if (own === undefined) return;
    const nth = context.connection.packets;
    const next = own.toCome[0] ?? Infinity;
    if (nth === next) {
      own.toCome.shift();
      own.behind = this.behind + 1;
    }
    const isNear = own.behind > 0 || next - nth <= this.before;
    // The rows themselves are taken in any case.
    if (nth === next || (isNear && this.bytes < MOST_BYTES)) {
      const row = draftRow(context);
      this.rows.push(row);
      this.bytes += row.bytes.length;
    }
    if (own.behind > 0) own.behind--;
  }

  other(record: RecordView): void {
    this.latestFrame = record.frame;
  }
}
