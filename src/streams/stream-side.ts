// One side's account while its connection lives: what of its payload was new, round trips.

import { Coverage } from './coverage.ts';
import type { RttMeter } from './rtt-meter.ts';

export class StreamSide {
  /** Payload bytes sent for the first time, as far as captured. */
  uniqueBytes = 0;
  readonly coverage = new Coverage();
  /** Null until it sends data. */
  rtt: RttMeter | null = null;

  /** Begins anew, for another connection. */
  reset(): void {
    this.uniqueBytes = 0;
    this.coverage.reset();
    this.rtt?.reset();
  }
}
