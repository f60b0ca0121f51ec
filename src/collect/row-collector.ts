// The report's sink: keeps rows and connections up to a budget, counters for everything else.

import type { CaptureReader } from '../capture/capture-reader.ts';
import { linkTypeName } from '../capture/link-type.ts';
import type { RecordView } from '../capture/record-view.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import { OtherFrames } from '../decode/other-frames.ts';
import type { PacketView } from '../decode/packet-view.ts';
import type { SegmentContext, Sink } from '../sink.ts';
import { StitchSink } from '../stitch/stitch-sink.ts';
import type { Connection } from '../tcp/connection.ts';
import type { Analysis, CaptureFacts } from './analysis.ts';
import { draftRow, type DraftRow } from './draft-row.ts';
import { finish } from './finish.ts';
import { HostTally } from './host-tally.ts';
import { IcmpErrors } from './icmp-errors.ts';
import { LinkTypeWatch } from './link-type-watch.ts';
import { isSelected, SELECT_ALL, type Selection } from './selection.ts';

export interface CollectOptions {
  readonly selection?: Selection;
  /** Rows to keep; Infinity keeps all. */
  readonly maxRows?: number;
  /** Leave out the second record of packets captured twice: for whoever runs analyze() with these options. */
  readonly dedup?: boolean;
  /** Reports of the analysis show passwords found in clear text; else they are masked there. */
  readonly showSecrets?: boolean;
}

/** Rows a report explains when nothing else is asked: its HTML stays below 5 MB. */
export const DEFAULT_MAX_ROWS = 500;
/** Connections listed; those of kept rows are always among them. */
const MAX_CONNECTIONS = 500;
/** A report shows a few hundred rows: of who said what to whom it needs the beginning. `messages` tells the rest. */
const STITCHED = { budgetBytes: 4 << 20, mostMessages: 5_000 } as const;

export class RowCollector implements Sink {
  private readonly selection: Selection;
  private readonly maxRows: number;
  private readonly showSecrets: boolean;
  private readonly rows: DraftRow[] = [];
  private readonly selected: Set<number> | null;
  private selectedCount = 0;
  private leftOut = 0;
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
    this.maxRows = options.maxRows ?? DEFAULT_MAX_ROWS;
    this.showSecrets = options.showSecrets === true;
    const all = this.selection.frames === null && this.selection.streams === null;
    this.selected = all ? null : new Set();
  }

  segment(context: SegmentContext): void {
    const { record, connection } = context;
    this.record(record);
    this.segments++;
    if (context.opened) this.streams++;
    this.hosts.note(context);
    this.stitching.segment(context);
    const wanted = isSelected(this.selection, record.frame, connection.stream);
    const keep = wanted ? this.takeSelected(record.frame) : this.rows.length < this.maxRows;
    if (keep) this.rows.push(draftRow(context));
    if (keep || (context.opened && this.connections.size < MAX_CONNECTIONS)) {
      this.connections.set(connection.stream, connection.keep());
    }
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

  /** What was kept, told to the end. To be called once, when the capture is read. */
  analysis(name: string, reader: CaptureReader): Analysis {
    return finish({
      capture: this.captureFacts(name, reader),
      rows: this.rows,
      selected: this.selected,
      rowsLeftOut: this.leftOut,
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

  private takeSelected(frame: PacketRow['frame']): boolean {
    if (this.selectedCount >= this.maxRows) {
      this.leftOut++;
      return false;
    }
    this.selectedCount++;
    this.selected?.add(frame);
    return true;
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
