// The connections that are followed, and the memory they share: opened with their first payload, dropped when they
// ended, or when they were silent and the room is needed.

import type { PacketView } from '../decode/packet-view.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import type { TapeBudget } from './stream-tape.ts';
import { isSilent, trackedFrom, type TrackedConnection } from './tracked-connection.ts';

/** What a connection costs besides its bytes. */
const CONNECTION_COST_BYTES = 2048;

export class TrackedSet {
  private readonly byStream = new Map<number, TrackedConnection>();
  private readonly budget: TapeBudget;
  private readonly tapeBytes: number;
  /** The highest number of a stream that was opened: most of those that come when the budget is used up are higher. */
  private highest = -1;

  /** `limitBytes` for all together, `tapeBytes` for one direction of each. */
  constructor(limitBytes: number, tapeBytes: number) {
    this.budget = { usedBytes: 0, limitBytes };
    this.tapeBytes = tapeBytes;
  }

  get usedBytes(): number {
    return this.budget.usedBytes;
  }

  get hasRoom(): boolean {
    return this.budget.usedBytes + CONNECTION_COST_BYTES <= this.budget.limitBytes;
  }

  /** What is in use already stays. */
  narrow(limitBytes: number): void {
    this.budget.limitBytes = limitBytes;
  }

  of(stream: number): TrackedConnection | undefined {
    return stream > this.highest ? undefined : this.byStream.get(stream);
  }

  all(): Iterable<TrackedConnection> {
    return this.byStream.values();
  }

  inOrder(): TrackedConnection[] {
    return [...this.byStream.values()].sort((a, b) => a.connection.stream - b.connection.stream);
  }

  /** `packet` is the first of the connection with payload. */
  open(connection: Connection, packet: PacketView, side: Side): TrackedConnection {
    this.budget.usedBytes += CONNECTION_COST_BYTES;
    const tracked = trackedFrom(connection.keep(), packet, side, this.tapeBytes, this.budget);
    this.byStream.set(connection.stream, tracked);
    this.highest = Math.max(this.highest, connection.stream);
    return tracked;
  }

  /** Drops connections that ended before `timeNs`, and of which everything was told. */
  dropEnded(timeNs: number): void {
    for (const one of this.byStream.values())
      if (one.endedNs < timeNs && isSilent(one)) this.drop(one);
  }

  /** Drops those that were silent for longest, until no more than `untilBytes` is in use. */
  dropIdle(untilBytes: number): void {
    const silent = [...this.byStream.values()].filter(isSilent).sort((a, b) => a.lastNs - b.lastNs);
    for (const one of silent) {
      if (this.budget.usedBytes <= untilBytes) return;
      this.drop(one);
    }
  }

  /** Drops all: everything was told. */
  clear(): void {
    for (const one of this.byStream.values()) this.drop(one);
  }

  private drop({ connection }: TrackedConnection): void {
    this.byStream.delete(connection.stream);
    connection.release();
    this.budget.usedBytes -= CONNECTION_COST_BYTES;
  }
}
