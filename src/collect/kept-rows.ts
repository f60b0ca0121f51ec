// Which rows of a capture are kept, and which of them are explained: all that were asked for, or, where there are too many,
// the first of them and examples of what stands out.

import type { SegmentContext } from '../sink.ts';
import { draftRow, type DraftRow } from './draft-row.ts';
import { NearbyRows } from './nearby-rows.ts';
import { FRAMES_WITH_EXAMPLES, PassedRows } from './passed-rows.ts';
import { FRAMES_BEHIND } from './rows-behind.ts';
import { selectionTest, type Selection } from './selection.ts';
import {
  standsOut,
  StandOutTally,
  type SegmentPlace,
  type StandOut,
  type StandOutCounts,
} from './stand-outs.ts';

/** Rows explained: all where no more were asked for than `whole`, else `shortened`. */
export interface RowBudget {
  readonly whole: number;
  readonly shortened: number;
  /** Of these, the beginning of a capture of more than LARGE_CAPTURE rows may have so many. */
  readonly beginningOfLarge: number;
}

/** What is to be explained; rows that an example is about are found when the rows are linked (explained-rows.ts). */
export interface Wanted {
  /** Every kept row is to be explained. */
  readonly isAll: boolean;
  /** Kept frames that were asked for, in order. */
  readonly frames: readonly number[];
  /** Segments that were asked for. */
  readonly count: number;
  /** Kept frames that are examples of what stands out; none where nothing is left out. */
  readonly examples: readonly number[];
  /** Frames to explain. */
  readonly most: number;
  readonly selection: Selection;
}

/** Rows of a capture whose beginning tells little of it: the opening of many connections at once, as a rule. */
const LARGE_CAPTURE = FRAMES_WITH_EXAMPLES;
/** Rows that an example brings along: itself, what it repeats or answers, its confirmation. */
const ROWS_OF_EXAMPLE = 3;
/** Rows kept behind the last that is explained: what answers it may lie there. */
const CONTEXT_BEHIND = 300;
/** Frames of a second look that takes no time to speak of. */
const SHORT_LOOK = 10_000;
/** Rows before one that was asked for, or an example, in its connection, without which too little is known of it. */
const FEWEST_BEFORE = { asked: 100, example: 50 } as const;

export class KeptRows {
  private readonly selection: Selection;
  private readonly isAskedFor: (frame: number, stream: number) => boolean;
  private readonly budget: RowBudget;
  private readonly asksAll: boolean;
  private readonly nearby: NearbyRows | null;
  private readonly rows: DraftRow[] = [];
  /** Kept rows that were asked for. */
  private readonly wanted: DraftRow[] = [];
  private wantedCount = 0;
  private readonly tally = new StandOutTally();
  private readonly passed: PassedRows;
  /** No segment that is still to come is kept, but all are asked for. */
  isDone = false;
  /** Rows of a second look. */
  private around: readonly DraftRow[] = [];

  /** `isReadAgain`: rows that are passed by come from a second look. */
  constructor(selection: Selection, budget: RowBudget, isReadAgain: boolean) {
    const { frames, streams } = selection;
    this.selection = selection;
    this.isAskedFor = selectionTest(selection);
    this.budget = budget;
    this.asksAll = frames === null && streams === null;
    this.nearby = frames === null ? null : new NearbyRows(frames);
    this.passed = new PassedRows(!isReadAgain);
  }

  /** Keeps the row where there is room. True when its connection must be told about. */
  take(context: SegmentContext): boolean {
    // Of nearly all segments of a large capture there is nothing more to ask.
    if (this.isDone && !standsOut(context)) {
      this.wantedCount++;
      return false;
    }
    const { frame } = context.record;
    if (!this.asksAll && !this.isAskedFor(frame, context.connection.stream)) {
      const keep = this.nearby?.takes(frame) ?? this.rows.length < this.budget.whole;
      if (keep) this.rows.push(draftRow(context));
      return keep;
    }
    this.wantedCount++;
    const isExample = standsOut(context) && this.tally.note(context);
    if (this.hasEnough) {
      this.passed.pass(context, isExample);
      this.isDone = this.asksAll && !this.passed.isOpen;
      return isExample;
    }
    const row = draftRow(context);
    if (isExample) this.passed.example(row);
    this.rows.push(row);
    if (this.wanted.length < this.budget.whole) this.wanted.push(row);
    return true;
  }

  /** More was asked for than is told. */
  get isShortened(): boolean {
    return this.wantedCount > this.budget.whole;
  }

  /** What stands out among the rows that were asked for. */
  standOuts(): StandOut[] {
    return this.tally.all();
  }

  /** The same by connection. */
  standOutsByStream(): ReadonlyMap<number, StandOutCounts> {
    return this.tally.byStream();
  }

  /** Rows that are to be explained and were passed by, or whose earlier rows were. In capture order. */
  passedBy(): SegmentPlace[] {
    const kept = new Set(this.all().map(placeKey));
    const places = [
      ...this.examplesPassedBy(kept),
      ...(this.asksAll ? [] : this.withoutEarlier(kept)),
    ];
    return places.sort((a, b) => a.frame - b.frame);
  }

  /** Those that a short look finds; beyond it the first of each kind, and what lies on the way to the last of these. */
  private examplesPassedBy(kept: ReadonlySet<string>): SegmentPlace[] {
    const passedBy = this.examples().filter(
      (place) =>
        place.frame <= FRAMES_WITH_EXAMPLES &&
        (!kept.has(placeKey(place)) || lacksEarlier(place, kept, FEWEST_BEFORE.example)),
    );
    const firsts = new Set(this.tally.all().map(({ first }) => first[0]!.frame));
    const lastFirst = passedBy.findLast(({ frame }) => firsts.has(frame))?.frame ?? 0;
    const reach = Math.max(SHORT_LOOK, lastFirst + FRAMES_BEHIND);
    return passedBy.filter(({ frame }) => frame <= reach);
  }

  /** Takes the rows of a second look. */
  takeAround(rows: readonly DraftRow[]): void {
    this.around = rows;
  }

  /** In capture order. */
  all(): DraftRow[] {
    const passed = this.passed.near(this.examples());
    if (passed.length === 0 && this.around.length === 0) return this.rows;
    const rows = new Map([...this.around, ...passed, ...this.rows].map((row) => [row.frame, row]));
    return [...rows.values()].sort((a, b) => a.frame - b.frame);
  }

  /** `rows` are all of them. */
  wantedOf(rows: readonly DraftRow[]): Wanted {
    const { selection, asksAll, budget } = this;
    const kept = new Set(rows.map(({ frame }) => frame));
    return {
      isAll: asksAll && !this.isShortened,
      frames: this.wanted.slice(0, this.beginning).map(({ frame }) => frame),
      count: this.wantedCount,
      examples: this.examples().flatMap(({ frame }) => (kept.has(frame) ? [frame] : [])),
      most: this.isShortened ? budget.shortened : budget.whole,
      selection,
    };
  }

  /** Rows of the beginning, whatever room examples leave. */
  private get beginning(): number {
    return this.wantedCount > LARGE_CAPTURE ? this.budget.beginningOfLarge : Infinity;
  }

  /** Half of the rows are left to the beginning. */
  private examples(): SegmentPlace[] {
    if (!this.isShortened) return [];
    return this.tally.examples(Math.floor(this.budget.shortened / 2 / ROWS_OF_EXAMPLE));
  }

  /** Those that are explained are here, and, where they are fewer than those that are here, what lies behind them. */
  private get hasEnough(): boolean {
    const { whole, shortened } = this.budget;
    return this.wanted.length >= whole && this.wantedCount > shortened + CONTEXT_BEHIND;
  }

  private withoutEarlier(kept: ReadonlySet<string>): SegmentPlace[] {
    const wanted = new Set(this.wanted.map(placeKey));
    return this.wanted.filter(
      ({ frame, stream, nth }) =>
        // Of a run, the first speaks for the others.
        !wanted.has(placeKey({ stream, nth: nth - 1 })) &&
        lacksEarlier({ frame, stream, nth }, kept, FEWEST_BEFORE.asked),
    );
  }
}

/** Fewer rows of its connection than `fewest` are kept before the segment, and it has more. */
function lacksEarlier(
  { stream, nth }: SegmentPlace,
  kept: ReadonlySet<string>,
  fewest: number,
): boolean {
  let first = nth;
  while (first > 1 && nth - first < fewest && kept.has(placeKey({ stream, nth: first - 1 })))
    first--;
  return first > 1 && nth - first < fewest;
}

const placeKey = ({ stream, nth }: Omit<SegmentPlace, 'frame'>): string => `${stream} ${nth}`;
