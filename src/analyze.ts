// The pipeline in one screen: capture > decode > tcp > classify, one pass, to the sinks that were asked for.

import type { CaptureReader } from './capture/capture-reader.ts';
import { Read } from './capture/read-status.ts';
import { classify, Verdict } from './classify/classify.ts';
import { Decoder } from './decode/decoder.ts';
import type { SegmentContext, Sink } from './sink.ts';
import { ConnectionTable } from './tcp/connection-table.ts';
import { noteBase, observe } from './tcp/observe.ts';
import { aimProbe } from './tcp/twin-probe.ts';
import { TwinProbe, TwinWatch } from './tcp/twin.ts';

export interface AnalyzeOptions {
  /** Called between chunks with the bytes read so far. */
  readonly onProgress?: (bytesRead: number) => void;
  /**
   * Leaves out the second record of a packet captured twice (tcp/twin.ts): it reaches no connection, no number and no
   * sink's `segment` or `other`, only `twin`. Frames keep their numbers.
   */
  readonly dedup?: boolean;
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
  const decoder = new Decoder();
  const takers = sinks.filter((sink) => sink.segment !== undefined);
  const lends = sinks.every((sink) => sink.borrowsConnections === true);
  const table = new ConnectionTable(lends);
  const { packet } = decoder;
  const { tcp } = packet;
  const { record } = reader;
  const verdict = new Verdict();
  const context: Mutable<SegmentContext> = {
    record,
    packet,
    connection: table.connection,
    side: 0,
    verdict,
    opened: false,
  };
  const twins = options.dedup === true ? new TwinWatch() : null;
  const probe = new TwinProbe();
  for (;;) {
    const status = reader.next();
    if (status === Read.Record) {
      if (!decoder.decode(record)) {
        for (const sink of sinks) sink.other?.(record, packet);
        continue;
      }
      if (twins !== null) {
        aimProbe(probe, packet);
        if (twins.earlierRecord(probe, record.frame, record.timeNs) > 0) {
          for (const sink of sinks) sink.twin?.(record);
          continue;
        }
      }
      table.lookUp(packet);
      const { connection, side } = table;
      const otherIsn = noteBase(connection, side, tcp);
      const portsReused = otherIsn || table.replaced !== null;
      classify(verdict, connection, side, tcp, record.timeNs, portsReused);
      observe(connection, side, tcp, record, verdict.judged);
      context.connection = connection;
      context.side = side;
      context.opened = table.isNew;
      for (const sink of takers) sink.segment!(context);
      if (table.replaced !== null) {
        for (const sink of sinks) sink.over?.(table.replaced);
      }
    } else if (status === Read.Wait) {
      options.onProgress?.(reader.bytesRead);
      for (const sink of sinks) await sink.drained?.();
      await reader.refill();
    } else {
      for (const live of table.live()) for (const sink of sinks) sink.over?.(live);
      return;
    }
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
