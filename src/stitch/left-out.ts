// What the budget had no room for: counted, not kept.

import type { Connection } from '../tcp/connection.ts';
import type { TapedConnection } from './taped-connection.ts';

export const NOTHING_LEFT_OUT = { streams: 0, bytes: 0 };

export class LeftOut {
  /** When a connection was left out first. */
  refusedNs = Infinity;
  private streams = 0;
  private bytes = 0;

  /** A connection that is over, and was never followed. */
  untracked({ halves: [one, other] }: Connection): void {
    const bytes = one.payloadBytes + other.payloadBytes;
    if (bytes === 0) return;
    this.streams++;
    this.bytes += bytes;
  }

  /** A payload that came after its tape was full. */
  skip(lenBytes: number): void {
    this.bytes += lenBytes;
  }

  /** With what the tapes themselves refused. */
  total(connections: Iterable<TapedConnection>): typeof NOTHING_LEFT_OUT {
    let { bytes, streams } = this;
    for (const { tapes } of connections) {
      const missed = tapes[0].leftOutBytes + tapes[1].leftOutBytes;
      bytes += missed;
      if (missed > 0) streams++;
    }
    return { streams, bytes };
  }
}
