// The sink of a second look at a capture: the rows that were passed by, with those before and behind them in their
// connections.

import type { SegmentContext, Sink } from '../sink.ts';
import { grouped } from '../tcp/grouped.ts';
import { draftRow, type DraftRow } from './draft-row.ts';
import type { SegmentPlace } from './stand-outs.ts';

/** Frames before a row from which on rows of its connection are copied, and how many of them are kept. */
const FRAMES_BEFORE = 3000;
const ROWS_BEFORE = 300;
/** Rows of its connection kept behind it, and frames until which they are waited for. */
const ROWS_BEHIND = 60;
const FRAMES_BEHIND = 3000;

interface Watched {
  /** Rows to come, in capture order. */
  readonly frames: number[];
  before: DraftRow[];
  behind: number;
}

export class RowsAround implements Sink {
  readonly rows: DraftRow[] = [];
  private readonly watched: ReadonlyMap<number, Watched>;
  private readonly lastFrame: number;
  private latestFrame = 0;

  /** `places` in capture order. */
  constructor(places: readonly SegmentPlace[]) {
    this.watched = new Map(
      [...grouped(places, ({ stream }) => stream)].map(([stream, own]) => [
        stream,
        { frames: own.map(({ frame }) => frame), before: [], behind: 0 },
      ]),
    );
    this.lastFrame = places.at(-1)?.frame ?? 0;
  }

  /** Every row has come, and what is kept behind the last. */
  get isComplete(): boolean {
    return this.latestFrame > this.lastFrame + FRAMES_BEHIND;
  }

  segment(context: SegmentContext): void {
    const { frame } = context.record;
    this.latestFrame = frame;
    const own = this.watched.get(context.connection.stream);
    if (own === undefined) return;
    const next = own.frames[0] ?? Infinity;
    if (frame === next) {
      own.frames.shift();
      this.rows.push(...own.before, draftRow(context));
      own.before = [];
      own.behind = ROWS_BEHIND;
    } else if (own.behind > 0) {
      own.behind--;
      this.rows.push(draftRow(context));
    } else if (next - frame <= FRAMES_BEFORE) {
      own.before.push(draftRow(context));
      if (own.before.length > ROWS_BEFORE) own.before.shift();
    }
  }
}
