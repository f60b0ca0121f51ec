// The sink that keeps notes of every connection, and of what led to its resets. Memory grows with connections, not with
// rows: a budget bounds the payload that is kept for comparing, and connections beyond a limit are counted.

import type { SegmentContext, Sink } from '../../sink.ts';
import type { Connection } from '../../tcp/connection.ts';
import { PackedConnections } from '../../tcp/packed-connections.ts';
import { TwinWatch } from '../../tcp/twin.ts';
import { aimProbe, TwinProbe } from '../../tcp/twin-probe.ts';
import { ConnectionNotes } from './connection-notes.ts';
import { ResetWatch } from './reset-watch.ts';

export interface WatchOptions {
  /** Connections of which notes are kept. */
  readonly mostConnections?: number;
  /** Payload kept for comparing, of all connections. */
  readonly budgetBytes?: number;
}

const MOST_CONNECTIONS = 100_000;
const BUDGET_BYTES = 64 << 20;

export class ConnectionWatch implements Sink {
  readonly notes = new Map<number, ConnectionNotes>();
  readonly resets = new ResetWatch();
  /** Those of which notes are kept, once they are over, in the order of their first rows. */
  readonly connections = new PackedConnections();
  /** Connections beyond the limit. */
  leftOut = 0;
  private readonly mostConnections: number;
  private readonly budgetBytes: number;
  private keptBytes = 0;
  private readonly twins = new TwinWatch();
  private readonly probe = new TwinProbe();

  constructor(options: WatchOptions = {}) {
    this.mostConnections = options.mostConnections ?? MOST_CONNECTIONS;
    this.budgetBytes = options.budgetBytes ?? BUDGET_BYTES;
  }

  segment(context: SegmentContext): void {
    const { connection, opened } = context;
    const looksTwice = this.looksTwice(context);
    let notes = this.notes.get(connection.stream);
    if (notes === undefined) {
      if (this.notes.size >= this.mostConnections) {
        if (opened) this.leftOut++;
        return;
      }
      notes = new ConnectionNotes(connection.stream, this.notes.size);
      this.notes.set(connection.stream, notes);
    }
    const before = notes.keptBytes;
    const isTwin = notes.segment(context, looksTwice);
    this.keptBytes += notes.keptBytes - before;
    if (this.keptBytes > this.budgetBytes) this.makeRoom();
    if (!context.isFurther) this.resets.segment(context, isTwin);
  }

  over(connection: Connection): void {
    const place = this.notes.get(connection.stream)?.place;
    if (place !== undefined) this.connections.put(place, connection);
  }

  /** Told as the rules tell it (classify/rules/surroundings.ts): within a connection, a broken header as no payload. */
  private looksTwice({ connection, side, packet, record }: SegmentContext): boolean {
    const { probe } = this;
    aimProbe(probe, packet);
    probe.source = 2 * connection.stream + side;
    probe.target = 2 * connection.stream + 1 - side;
    probe.len = Math.max(0, probe.len);
    return this.twins.earlierRecord(probe, record.frame, record.timeNs) > 0;
  }

  /** The bytes of the connections that were opened first go first. */
  private makeRoom(): void {
    for (const notes of this.notes.values()) {
      if (this.keptBytes <= this.budgetBytes / 2) return;
      this.keptBytes -= notes.keptBytes;
      notes.forgetBytes();
    }
  }
}
