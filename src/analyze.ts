// The pipeline in one screen: capture > decode > tcp > classify, one pass, to the sinks that were asked for.

import type { CaptureReader } from './capture/capture-reader.ts';
import { Read } from './capture/read-status.ts';
import type { RecordView } from './capture/record-view.ts';
import { classify, judge, Verdict } from './classify/classify.ts';
import { Decoder } from './decode/decoder.ts';
import type { SegmentContext, Sink } from './sink.ts';
import { AnnouncedConnections, isFtpControl } from './tcp/announced-connections.ts';
import { Completeness, type Connection } from './tcp/connection.ts';
import { ConnectionTable } from './tcp/connection-table.ts';
import { noteBase, observe } from './tcp/observe.ts';
import { OlderConnections } from './tcp/older-connections.ts';
import { StreamNumbers } from './tcp/stream-numbers.ts';
import { TwinWatch } from './tcp/twin.ts';
import { aimProbe, TwinProbe } from './tcp/twin-probe.ts';

export interface AnalyzeOptions {
  /** Called between chunks with the bytes read so far. */
  readonly onProgress?: (bytesRead: number) => void;
  /**
   * Leaves out the second record of a packet captured twice (tcp/twin.ts): it reaches no connection, no number and no
   * sink's `segment` or `other`, only `twin`. Frames keep their numbers.
   */
  readonly dedup?: boolean;
  /** Asked between chunks; when it says true, the rest is not read. */
  readonly isEnough?: () => boolean;
}

/**
 * Reads the capture to its end, or to its damage, which stays in `reader.damage`.
 * Everything before the damage has reached the sinks.
 */
export async function analyze(
  reader: CaptureReader,
  sinks: readonly Sink[],
  options: AnalyzeOptions = {},
): Promise<void> {
  const pass = new Pass(reader.record, sinks, options);
  for (;;) {
    const status = reader.next();
    if (status === Read.Record) {
      pass.take();
    } else if (status === Read.Wait) {
      options.onProgress?.(reader.bytesRead);
      for (const sink of sinks) await sink.drained?.();
      if (options.isEnough?.() === true) return;
      pass.askSinks();
      await reader.refill();
    } else {
      pass.end();
      return;
    }
  }
}

/** What happens to one record after the other. A function of its own: V8 compiles it once, not with each loop around it. */
class Pass {
  private readonly record: RecordView;
  private readonly sinks: readonly Sink[];
  /** Sinks that want segments. */
  private readonly takers: readonly Sink[];
  /** Nobody asks for more of a verdict. */
  private labelsOnly = false;
  private readonly decoder = new Decoder();
  private readonly table = new ConnectionTable();
  private readonly announced = new AnnouncedConnections();
  private readonly numbers = new StreamNumbers(this.table);
  private readonly older = new OlderConnections();
  private readonly verdict = new Verdict();
  private readonly context: Mutable<SegmentContext>;
  private readonly twins: TwinWatch | null;
  private readonly probe = new TwinProbe();

  constructor(record: RecordView, sinks: readonly Sink[], { dedup }: AnalyzeOptions) {
    this.record = record;
    this.sinks = sinks;
    this.takers = sinks.filter((sink) => sink.segment !== undefined);
    this.askSinks();
    this.twins = dedup === true ? new TwinWatch() : null;
    this.context = {
      record,
      packet: this.decoder.packet,
      connection: this.table.connection,
      side: 0,
      verdict: this.verdict,
      opened: false,
      isFurther: false,
    };
  }

  /** What the sinks want of the segments to come. */
  askSinks(): void {
    this.labelsOnly = this.takers.every((sink) => sink.labelsOnly === true);
  }

  /** Decodes the record, judges its segments and tells the sinks. */
  take(): void {
    const { record, decoder } = this;
    const { packet } = decoder;
    if (!decoder.decode(record)) {
      const replaced = this.numbers.other(packet, record);
      if (replaced !== null) this.over(replaced);
      for (const sink of this.sinks) sink.other?.(record, packet);
      return;
    }
    if (this.twins !== null && this.isTwin(this.twins)) return;
    this.segment();
    if (packet.hasMore) this.furtherSegments();
  }

  /** Those of an aggregate of packets. */
  private furtherSegments(): void {
    const { record, decoder, context } = this;
    context.isFurther = true;
    while (decoder.decodeNext(record.frame)) this.segment();
    context.isFurther = false;
  }

  private segment(): void {
    const { record, table, verdict, context } = this;
    const { packet } = this.decoder;
    const { tcp } = packet;
    table.lookUp(packet);
    const { connection, side } = table;
    const otherIsn = noteBase(connection, side, tcp);
    const portsReused = otherIsn || (table.replaced !== null && connection.cutFrom < 0);
    judge(verdict, connection, side, tcp, record, portsReused);
    if (!this.labelsOnly) classify(verdict, connection, side, tcp, record);
    observe(connection, side, tcp, record, verdict.judged);
    if (table.isNew && table.replaced === null && this.announced.takes(packet)) {
      connection.completeness &= ~Completeness.Syn;
    }
    context.connection = connection;
    context.side = side;
    context.opened = table.isNew;
    for (const sink of this.takers) sink.segment!(context);
    if (table.replaced !== null) {
      this.over(table.replaced);
      this.older.note(connection, table.replaced);
    }
    const cleared = this.older.cleared(connection, side, tcp);
    if (cleared !== null) for (const sink of this.sinks) sink.cleared?.(cleared);
    if (isFtpControl(tcp)) this.announced.segment(packet, verdict.judged);
    this.numbers.segment(packet, connection, verdict.judged);
  }

  /** Every connection is over. */
  end(): void {
    for (const live of this.table.live()) this.over(live);
  }

  private over(connection: Connection): void {
    this.older.forget(connection);
    for (const sink of this.sinks) sink.over?.(connection);
  }

  /** The packet was captured before; only `twin` is told. */
  private isTwin(twins: TwinWatch): boolean {
    const { probe, record, sinks } = this;
    aimProbe(probe, this.decoder.packet);
    if (twins.earlierRecord(probe, record.frame, record.timeNs) === 0) return false;
    for (const sink of sinks) sink.twin?.(record);
    return true;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
