// The report's sink: keeps rows and connections up to a budget, counters for everything else. Of a capture that has more
// rows, the beginning is explained, and examples of what stands out.

import type { CaptureReader } from '../capture/capture-reader.ts';
import { linkTypeName } from '../capture/link-type.ts';
import type { RecordView } from '../capture/record-view.ts';
import { OtherFrames } from '../decode/other-frames.ts';
import type { PacketView } from '../decode/packet-view.ts';
import type { SegmentContext, Sink } from '../sink.ts';
import { StitchSink } from '../stitch/stitch-sink.ts';
import type { Connection } from '../tcp/connection.ts';
import type { Analysis, CaptureFacts } from './analysis.ts';
import { ConnectionTally } from './connection-totals.ts';
import { draftRow, type DraftRow } from './draft-row.ts';
import { finish, type Collected } from './finish.ts';
import { HostTally } from './host-tally.ts';
import { IcmpErrors } from './icmp-errors.ts';
import { LinkTypeWatch } from './link-type-watch.ts';
import { NearbyRows } from './nearby-rows.ts';
import { isSelected, SELECT_ALL, type Selection } from './selection.ts';
import { StandOutTally, type SegmentPlace } from './stand-outs.ts';

export interface CollectOptions {
  readonly selection?: Selection;
  /** Rows to explain; Infinity explains all. Absent: see DEFAULT_MAX_ROWS and SHORTENED. */
  readonly maxRows?: number;
  /** Leave out the second record of packets captured twice: for whoever runs analyze() with these options. */
  readonly dedup?: boolean;
  /** Reports of the analysis show passwords found in clear text; else they are masked there. */
  readonly showSecrets?: boolean;
}

/** A report explains all rows of a capture that has no more. */
export const DEFAULT_MAX_ROWS = 500;
/** As many rows of a larger one: nobody reads hundreds of rows to find what matters. */
export const SHORTENED = 200;
/** Rows that an example brings along at most: itself, its first copy, its confirmation. */
const ROWS_OF_EXAMPLE = 3;
/** Connections listed; those of kept rows are always among them. */
const MAX_CONNECTIONS = 100;
/** A report shows a few hundred rows: of who said what to whom it needs the beginning. `messages` tells the rest. */
const STITCHED = { budgetBytes: 4 << 20, mostMessages: 5_000 } as const;

export class RowCollector implements Sink {
  private readonly selection: Selection;
  private readonly asksAll: boolean;
  /** Rows to explain where no more are asked for, and where more are. */
  private readonly maxRows: number;
  private readonly shortened: number;
  private readonly nearby: NearbyRows | null;
  private readonly showSecrets: boolean;
  private readonly rows: DraftRow[] = [];
  /** Rows of a second look. */
  private readonly around = new Map<number, DraftRow>();
  /** Kept frames that were asked for. */
  private readonly wanted: number[] = [];
  private wantedCount = 0;
  private readonly standOuts = new StandOutTally();
  private readonly totals = new ConnectionTally();
  private readonly connections = new Map<number, Connection>();
  private readonly hosts = new HostTally();
  private readonly stitching = new StitchSink(STITCHED);
  private readonly linkTypeWatch = new LinkTypeWatch();
  private readonly icmpErrors = new IcmpErrors();
  private readonly otherFrames = new OtherFrames();
  private readonly linkTypes = new Set<number>();
  /** The latest record's. */
  private linkType = -1;
  private records = 0;
  private bytes = 0;
  private segments = 0;
  private cutFrames = 0;
  private streams = 0;
  private twins = 0;
  private lastTimeNs = 0;

  constructor(options: CollectOptions = {}) {
    this.selection = options.selection ?? SELECT_ALL;
    const { frames, streams } = this.selection;
    this.asksAll = frames === null && streams === null;
    this.maxRows = options.maxRows ?? DEFAULT_MAX_ROWS;
    this.shortened = options.maxRows ?? (this.asksAll ? SHORTENED : DEFAULT_MAX_ROWS);
    this.nearby = frames === null ? null : new NearbyRows(frames);
    this.showSecrets = options.showSecrets === true;
  }

  segment(context: SegmentContext): void {
    const { record, connection } = context;
    this.record(record);
    this.segments++;
    if (context.opened) this.streams++;
    this.hosts.note(context);
    this.stitching.segment(context);
    const keep = this.takes(context);
    if (keep) this.rows.push(draftRow(context));
    if (keep || (context.opened && this.connections.size < MAX_CONNECTIONS)) {
      this.connections.set(connection.stream, connection.keep());
    }
  }

  over(connection: Connection): void {
    this.totals.note(connection);
  }

  other(record: RecordView, packet: PacketView): void {
    this.record(record);
    this.icmpErrors.note(record, packet);
    this.linkTypeWatch.other(record, packet);
    this.otherFrames.note(packet);
  }

  twin(): void {
    this.twins++;
  }

  /**
   * Rows that stand out and were passed by, in capture order: a second look at the capture (RowsAround) finds them for
   * `takeAround`.
   */
  passedBy(): SegmentPlace[] {
    const kept = new Set(this.wanted);
    return this.examples().filter(({ frame }) => !kept.has(frame));
  }

  /** Takes the rows of a second look. */
  takeAround(rows: readonly DraftRow[]): void {
    for (const row of rows) if (this.connections.has(row.stream)) this.around.set(row.frame, row);
  }

  /** What was kept, told to the end. To be called once, when the capture is read. */
  analysis(name: string, reader: CaptureReader): Analysis {
    const rows = this.allRows();
    return finish({
      capture: this.captureFacts(name, reader),
      rows,
      ...this.explained(rows),
      wantedCount: this.wantedCount,
      isWanted: ({ frame, stream }) => isSelected(this.selection, frame, stream),
      standOuts: this.standOuts.all(),
      totals: this.totals,
      connections: this.connections,
      connectionsLeftOut: this.streams - this.connections.size,
      hosts: this.hosts,
      icmpErrors: this.icmpErrors,
      damage: reader.damage,
      undecoded: this.linkTypeWatch.lines,
      conversation: this.stitching.conversation(),
      showSecrets: this.showSecrets,
      twins: this.twins,
    });
  }

  /** Whether the row is kept, asked for or not. */
  private takes(context: SegmentContext): boolean {
    const { connection } = context;
    const { frame } = context.record;
    if (!isSelected(this.selection, frame, connection.stream)) {
      if (this.nearby !== null) return this.nearby.takes(frame);
      return this.rows.length < this.maxRows;
    }
    this.wantedCount++;
    const isExample = this.standOuts.note(context);
    const keep = this.wanted.length < this.maxRows;
    if (keep) this.wanted.push(frame);
    else if (isExample) this.connections.set(connection.stream, connection.keep());
    return keep;
  }

  private get isShortened(): boolean {
    return this.wantedCount > this.maxRows;
  }

  /** Half of the rows are left to the beginning. */
  private examples(): SegmentPlace[] {
    if (!this.isShortened) return [];
    return this.standOuts.examples(Math.floor(this.shortened / 2 / ROWS_OF_EXAMPLE));
  }

  private allRows(): DraftRow[] {
    if (this.around.size === 0) return this.rows;
    for (const { frame } of this.rows) this.around.delete(frame);
    return [...this.rows, ...this.around.values()].sort((a, b) => a.frame - b.frame);
  }

  /** The rows to explain: the beginning, and examples of what stands out. */
  private explained(rows: readonly DraftRow[]): Pick<Collected, 'selected' | 'examples'> {
    if (!this.isShortened)
      return { selected: this.asksAll ? null : new Set(this.wanted), examples: [] };
    const kept = new Set(rows.map(({ frame }) => frame));
    const examples = this.examples().flatMap(({ frame }) => (kept.has(frame) ? [frame] : []));
    const beginning = this.shortened - ROWS_OF_EXAMPLE * examples.length;
    return { selected: new Set(this.wanted.slice(0, beginning)), examples };
  }

  private record(record: RecordView): void {
    const capLen = record.end - record.start;
    this.records++;
    this.bytes += record.origLen;
    if (capLen < record.origLen) this.cutFrames++;
    if (record.linkType !== this.linkType) this.linkTypes.add((this.linkType = record.linkType));
    if (record.timeNs > this.lastTimeNs) this.lastTimeNs = record.timeNs;
  }

  private captureFacts(name: string, reader: CaptureReader): CaptureFacts {
    const { info } = reader;
    return {
      name,
      format: info.format,
      compression: info.compression,
      linkTypes: [...this.linkTypes].map(linkTypeName),
      resolution: info.resolution,
      records: this.records,
      bytes: this.bytes,
      epochNs: reader.epochNs,
      durationNs: this.lastTimeNs,
      segments: this.segments,
      otherFrames: this.otherFrames.byName(),
      cutFrames: this.cutFrames,
    };
  }
}
