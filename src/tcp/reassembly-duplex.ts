// Both byte streams of a connection, fed with its segments in capture order. Each side's acknowledgements tell the
// other stream which missing bytes were received all the same, and so will not come any more.

import { TcpFlag } from '../decode/tcp-view.ts';
import type { Side } from './connection.ts';
import { Reassembly, type ReassemblyOptions } from './reassembly.ts';
import type { StreamListener, StreamSegment } from './reassembly-events.ts';

export interface DuplexSegment extends StreamSegment {
  readonly ack: number;
}

export class DuplexReassembly {
  private readonly stopped: [boolean, boolean] = [false, false];
  /** By the side that sends; null until it sends something: with very many connections, what is not there counts. */
  private readonly streams: [Reassembly | null, Reassembly | null] = [null, null];
  private readonly listeners: readonly [StreamListener, StreamListener];
  private readonly options: ReassemblyOptions;

  /** `listeners` take the bytes that side 0 and side 1 send. */
  constructor(
    listeners: readonly [StreamListener, StreamListener],
    options: ReassemblyOptions = {},
  ) {
    this.listeners = listeners;
    this.options = options;
  }

  /** Both sides have sent FIN, and nothing waits. */
  get isComplete(): boolean {
    return this.streams[0]?.isComplete === true && this.streams[1]?.isComplete === true;
  }

  /** The stream of what `side` sends. */
  stream(side: Side): Reassembly {
    return (this.streams[side] ??= new Reassembly(this.listeners[side], this.options));
  }

  /** Takes a segment that `side` sends; `timeNs` since the first record. */
  take(
    side: Side,
    segment: DuplexSegment,
    packet: Uint8Array,
    frame: number,
    timeNs: number,
  ): void {
    // A reset's acknowledgement number need not tell what was received (RFC 9293 3.5.2).
    if ((segment.flags & (TcpFlag.ACK | TcpFlag.RST)) === TcpFlag.ACK) {
      const peer = side === 0 ? 1 : 0;
      if (!this.stopped[peer]) this.streams[peer]?.acknowledged(segment.ack);
    }
    if (!this.stopped[side]) this.stream(side).take(segment, packet, frame, timeNs);
  }

  /** Nothing more of what `side` sends is wanted. */
  stop(side: Side): void {
    this.stopped[side] = true;
  }

  /** No more segments will come: nothing is kept for them. */
  end(): void {
    for (const stream of this.streams) stream?.end();
    this.streams.fill(null);
  }
}
