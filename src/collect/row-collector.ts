// The report's sink: keeps rows and connections up to a budget, counters for everything else.

import type { CaptureReader } from '../capture/capture-reader.ts';
import type { RecordView } from '../capture/record-view.ts';
import type { PacketView } from '../decode/packet-view.ts';
import type { SegmentContext, Sink } from '../sink.ts';
import { StitchSink } from '../stitch/stitch-sink.ts';
import type { Connection } from '../tcp/connection.ts';
import { noteCleared, type Cleared } from '../tcp/older-connections.ts';
import type { Analysis } from './analysis.ts';
import { CaptureTally } from './capture-tally.ts';
import { ConnectionTally } from './connection-totals.ts';
import type { DraftRow } from './draft-row.ts';
import { finish } from './finish.ts';
import { HostTally } from './host-tally.ts';
import { IcmpErrors } from './icmp-errors.ts';
import { KeptRows } from './kept-rows.ts';
import { LinkTypeWatch } from './link-type-watch.ts';
import { SELECT_ALL, type Selection } from './selection.ts';
import type { SegmentPlace } from './stand-outs.ts';

export interface CollectOptions {
  readonly selection?: Selection;
  /** Rows to explain; Infinity explains all. Absent: see DEFAULT_MAX_ROWS and SHORTENED. */
  readonly maxRows?: number;
  /** Leave out the second record of packets captured twice: for whoever runs analyze() with these options. */
  readonly dedup?: boolean;
  /** Reports of the analysis show passwords found in clear text; else they are masked there. */
  readonly showSecrets?: boolean;
}

export interface CollectorOptions extends CollectOptions {
  /** The capture will be read again, by `lookAgain`: examples of what stands out come from there. */
  readonly isReadAgain?: boolean;
}

/** A report explains all rows of a capture that has no more. */
export const DEFAULT_MAX_ROWS = 500;
/** As many rows of a larger one: nobody reads hundreds of rows to find what matters. */
export const SHORTENED = 100;
/** And of a very large one (kept-rows.ts) so many of the beginning, besides what stands out. */
const BEGINNING_OF_LARGE = 20;
/** Connections kept; those of kept rows are always among them. */
const MOST_CONNECTIONS = 500;
/** Of who said what to whom a report needs the beginning. `messages` tells the rest. */
const STITCHED = { budgetBytes: 4 << 20, mostMessages: 5_000, endsTogether: true } as const;
/** Memory for it where a part of the rows is told only. */
const SHORTENED_BUDGET_BYTES = 1 << 20;

export class RowCollector implements Sink {
  private readonly showSecrets: boolean;
  private readonly tally = new CaptureTally();
  private readonly rows: KeptRows;
  private readonly connections = new Map<number, Connection>();
  private readonly totals = new ConnectionTally();
  private readonly hosts = new HostTally();
  private readonly stitching = new StitchSink(STITCHED);
  private readonly linkTypeWatch = new LinkTypeWatch();
  private readonly icmpErrors = new IcmpErrors();
  private twins = 0;
  private isNarrowed = false;

  constructor(options: CollectorOptions = {}) {
    const { selection = SELECT_ALL, maxRows, isReadAgain = false, showSecrets = false } = options;
    const asksAll = selection.frames === null && selection.streams === null;
    const budget = {
      whole: maxRows ?? DEFAULT_MAX_ROWS,
      // Who names rows wants these, and not others.
      shortened: maxRows ?? (asksAll ? SHORTENED : DEFAULT_MAX_ROWS),
      beginningOfLarge: maxRows === undefined && asksAll ? BEGINNING_OF_LARGE : Infinity,
    };
    this.rows = new KeptRows(selection, budget, isReadAgain);
    this.showSecrets = showSecrets;
  }

  get labelsOnly(): boolean {
    return this.rows.isDone;
  }

  segment(context: SegmentContext): void {
    const { connection, opened, isFurther } = context;
    this.tally.segment(context);
    this.stitching.segment(context);
    if (!isFurther) this.hosts.segment(context);
    const mustTell = !isFurther && this.rows.take(context);
    if (!this.isNarrowed && this.rows.isShortened) this.narrow();
    const mustKeep = mustTell || (opened && this.connections.size < MOST_CONNECTIONS);
    if (mustKeep && !this.connections.has(connection.stream))
      this.connections.set(connection.stream, connection.keep());
  }

  over(connection: Connection): void {
    this.totals.note(connection);
    this.hosts.over(connection);
    this.stitching.over(connection);
  }

  cleared(older: Cleared): void {
    this.totals.noteCleared(older);
    const kept = this.connections.get(older.stream);
    if (kept !== undefined) noteCleared(kept, older);
  }

  other(record: RecordView, packet: PacketView): void {
    this.tally.other(record, packet);
    this.icmpErrors.note(record, packet);
    this.linkTypeWatch.other(record, packet);
  }

  twin(): void {
    this.twins++;
  }

  /** Rows of which a second look at the capture would tell more (look-again.ts), in capture order. */
  passedBy(): SegmentPlace[] {
    return this.rows.passedBy();
  }

  /** Takes the rows of a second look. */
  takeAround(rows: readonly DraftRow[]): void {
    this.rows.takeAround(rows.filter(({ stream }) => this.connections.has(stream)));
  }

  /** What was kept, told to the end. To be called once, when the capture is read. */
  analysis(name: string, reader: CaptureReader): Analysis {
    const rows = this.rows.all();
    return finish({
      capture: this.tally.facts(name, reader),
      rows,
      wanted: this.rows.wantedOf(rows),
      standOuts: this.rows.standOuts(),
      standOutsByStream: this.rows.standOutsByStream(),
      connections: this.connections,
      totals: this.totals,
      hosts: this.hosts,
      icmpErrors: this.icmpErrors,
      damage: reader.damage,
      undecoded: this.linkTypeWatch.lines,
      conversation: this.stitching.conversation(),
      showSecrets: this.showSecrets,
      twins: this.twins,
      furtherSegments: this.tally.furtherSegments,
    });
  }

  private narrow(): void {
    this.isNarrowed = true;
    this.stitching.narrow(SHORTENED_BUDGET_BYTES);
  }
}
