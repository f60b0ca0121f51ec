// One side's account while its connection lives: bytes on the wire, new and re-sent payload, round trips.

import { Coverage } from './coverage.ts';
import type { RttMeter } from './rtt-meter.ts';

export class StreamSide {
  /** Frames' bytes on the wire. */
  wireBytes = 0;
  /** Payload bytes on the wire, re-sent ones included. */
  payloadBytes = 0;
  /** Payload bytes sent for the first time, as far as captured. */
  uniqueBytes = 0;
  readonly coverage = new Coverage();
  /** Null until it sends data. */
  rtt: RttMeter | null = null;

  /** Begins anew, for another connection. */
  reset(): void {
    this.wireBytes = this.payloadBytes = this.uniqueBytes = 0;
    this.coverage.reset();
    this.rtt?.reset();
  }
}
