// What the budget had no room for: counted, not kept.

import type { TapedConnection } from './taped-connection.ts';

const MOST_LEFT_OUT = 100_000;

export const NOTHING_LEFT_OUT = { streams: 0, bytes: 0 };

export class LeftOut {
  /** When the first connection was left out. */
  refusedNs = Infinity;
  private readonly streams = new Set<number>();
  private bytes = 0;

  /** A payload of a connection that could not be opened. */
  refuse(stream: number, lenBytes: number, timeNs: number): void {
    // Bounded: of very many connections the count stays, not the list.
    if (this.streams.size < MOST_LEFT_OUT) this.streams.add(stream);
    this.bytes += lenBytes;
    this.refusedNs = Math.min(this.refusedNs, timeNs);
  }

  /** A payload that came after both tapes of its connection were full. */
  skip(lenBytes: number): void {
    this.bytes += lenBytes;
  }

  /** With what the tapes themselves refused. */
  total(connections: Iterable<TapedConnection>): typeof NOTHING_LEFT_OUT {
    let { bytes } = this;
    let streams = this.streams.size;
    for (const { tapes } of connections) {
      const missed = tapes[0].leftOutBytes + tapes[1].leftOutBytes;
      bytes += missed;
      if (missed > 0) streams++;
    }
    return { streams, bytes };
  }
}
