// What the budget had no room for: counted, not kept.

import type { SegmentContext } from '../sink.ts';
import type { TapedConnection } from './taped-connection.ts';

export const NOTHING_LEFT_OUT = { streams: 0, bytes: 0 };

export class LeftOut {
  /** When the first connection was left out. */
  refusedNs = Infinity;
  private streams = 0;
  private bytes = 0;

  /**
   * A payload of a connection that could not be opened. What lacked room once lacks it ever after: the connection counts
   * with its first payload.
   */
  refuse({ connection, packet, record }: SegmentContext): void {
    const { len } = packet.tcp;
    const [one, other] = connection.halves;
    if (one.payloadBytes + other.payloadBytes === len) this.streams++;
    this.bytes += len;
    this.refusedNs = Math.min(this.refusedNs, record.timeNs);
  }

  /** A payload that came after both tapes of its connection were full. */
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
