// The sink of a second look at a capture: the rows that were passed by, with those before and behind them in their
// connections.

import type { RecordView } from '../capture/record-view.ts';
import type { SegmentContext, Sink } from '../sink.ts';
import { grouped } from '../tcp/grouped.ts';
import { draftRow, type DraftRow } from './draft-row.ts';
import { MOST_BYTES, ROWS_BEFORE } from './passed-rows.ts';
import { FRAMES_BEHIND, ROWS_BEHIND, RowsBehind } from './rows-behind.ts';
import type { SegmentPlace } from './stand-outs.ts';

/** Rows before, and behind, of all together. */
const MOST_BEFORE = 12_000;
const MOST_BEHIND = 4000;

export class RowsAround implements Sink {
  readonly rows: DraftRow[] = [];
  /** By stream, the rows to come, by their number in the connection. */
  private readonly toCome: ReadonlyMap<number, number[]>;
  private readonly before: number;
  private readonly behind: RowsBehind;
  private readonly lastFrame: number;
  private latestFrame = 0;
  private bytes = 0;

  /** `places` in capture order. */
  constructor(places: readonly SegmentPlace[]) {
    this.toCome = new Map(
      [...grouped(places, ({ stream }) => stream)].map(([stream, own]) => [
        stream,
        own.map(({ nth }) => nth),
      ]),
    );
    this.before = Math.min(ROWS_BEFORE, Math.ceil(MOST_BEFORE / places.length));
    this.behind = new RowsBehind(Math.min(ROWS_BEHIND, Math.ceil(MOST_BEHIND / places.length)));
    this.lastFrame = places.at(-1)?.frame ?? 0;
  }

  /** Every row has come, and those behind the last, as far as they are waited for. */
  get isComplete(): boolean {
    if (this.latestFrame > this.lastFrame + FRAMES_BEHIND) return true;
    return this.behind.isEmpty && [...this.toCome.values()].every(({ length }) => length === 0);
  }

  segment(context: SegmentContext): void {
    this.latestFrame = context.record.frame;
    const { stream, packets: nth } = context.connection;
    const toCome = this.toCome.get(stream);
    if (toCome === undefined || context.isFurther) return;
    const next = toCome[0] ?? Infinity;
    const isAskedFor = nth === next;
    const isNear = this.behind.takes(context) || next - nth <= this.before;
    // The rows themselves are taken in any case.
    if (!isAskedFor && (!isNear || this.bytes >= MOST_BYTES)) return;
    const row = draftRow(context);
    this.rows.push(row);
    this.bytes += row.bytes.length;
    if (!isAskedFor) return;
    this.behind.await(row);
    toCome.shift();
  }

  other(record: RecordView): void {
    this.latestFrame = record.frame;
  }
}
