// Connections that were asked for and never came about: refused, or not answered. A proxy's failed question is one.

import { TcpFlag } from '../decode/tcp-view.ts';
import type { SegmentContext } from '../sink.ts';

export interface ConnectionAttempt {
  readonly stream: number;
  readonly from: string;
  readonly to: string;
  readonly toPort: number;
  readonly synTimeNs: number;
  /** Infinity when nothing came back. */
  endNs: number;
  readonly frames: number[];
}

const MOST_ATTEMPTS = 4096;
const MOST_FRAMES = 16;

/** Notes SYNs, forgets those that are answered by a SYN-ACK. Bounded. */
export class AttemptWatch {
  private readonly attempts = new Map<number, ConnectionAttempt>();

  /** A SYN is not answered yet: a segment that opens no connection may tell something. */
  get isWatching(): boolean {
    return this.attempts.size > 0;
  }

  segment({ connection, side, packet, record, opened }: SegmentContext): void {
    const { flags } = packet.tcp;
    const known = this.attempts.get(connection.stream);
    if (known === undefined) {
      const isSyn = (flags & (TcpFlag.SYN | TcpFlag.ACK)) === TcpFlag.SYN;
      if (!opened || !isSyn || this.attempts.size >= MOST_ATTEMPTS) return;
      this.attempts.set(connection.stream, {
        stream: connection.stream,
        from: connection.address(side),
        to: connection.address(side === 0 ? 1 : 0),
        toPort: packet.tcp.dstPort,
        synTimeNs: record.timeNs,
        endNs: Infinity,
        frames: [record.frame],
      });
    } else if (flags & TcpFlag.RST) {
      known.endNs = Math.min(known.endNs, record.timeNs);
      known.frames.push(record.frame);
    } else if (flags & TcpFlag.SYN && (flags & TcpFlag.ACK) === 0) {
      if (known.frames.length < MOST_FRAMES) known.frames.push(record.frame);
    } else {
      this.attempts.delete(connection.stream);
    }
  }

  /** Those that failed, in the order of their SYNs. */
  failed(): ConnectionAttempt[] {
    return [...this.attempts.values()];
  }
}
