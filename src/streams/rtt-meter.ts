// Round trips of one sender's data: from the segment to the acknowledgement that covers it. Karn's rule (RFC 6298 3):
// never of a segment that was sent twice. Bounded: a few segments in flight, a reservoir of samples.

import type { Flight, Flights } from './flight.ts';

/** Samples kept for the median; beyond it each sample so far is kept with the same chance. */
const MAX_SAMPLES = 64;
/** Numerical Recipes' linear congruential generator: the same choice for the same capture. */
const LCG = { multiplier: 1664525, increment: 1013904223 } as const;

export class RttMeter {
  count = 0;
  /** ns; NaN before the first sample. */
  minNs = Number.NaN;
  maxNs = Number.NaN;

  /** What waits for its acknowledgement; null while nothing does. */
  private flight: Flight | null = null;
  /** Samples, and room of earlier senders' behind them. */
  private readonly kept: number[] = [];
  private keptCount = 0;
  private random = 1;

  /** Forgets everything, for another sender; nothing may be in flight. */
  reset(): void {
    this.count = 0;
    this.minNs = this.maxNs = Number.NaN;
    this.keptCount = 0;
    this.random = 1;
  }

  /** A segment of new bytes [seq, end) left at `timeNs`. */
  sent(seq: number, end: number, timeNs: number, flights: Flights): void {
    (this.flight ??= flights.take()).add(seq, end, timeNs);
  }

  /**
   * What begins at `seq` left again: its acknowledgement could answer either copy (RFC 6298 3), and what lies behind it
   * cannot be confirmed before it has arrived.
   */
  resent(seq: number): void {
    this.flight?.forgetFrom(seq);
  }

  /** The peer acknowledged everything below `ack` at `timeNs`: the newest segment covered gives the sample. */
  acknowledged(ack: number, timeNs: number, flights: Flights): void {
    if (this.flight === null) return;
    this.sample(timeNs - this.flight.cover(ack));
    if (this.flight.isEmpty) this.land(flights);
  }

  /** Gives back what is in flight. */
  land(flights: Flights): void {
    if (this.flight !== null) flights.giveBack(this.flight);
    this.flight = null;
  }

  /** ns; exact up to MAX_SAMPLES samples, then that of the reservoir. NaN without samples. */
  medianNs(): number {
    const { kept, keptCount } = this;
    if (keptCount === 0) return Number.NaN;
    if (keptCount === 1) return kept[0]!;
    const sorted = kept.slice(0, keptCount).sort((a, b) => a - b);
    const middle = keptCount >> 1;
    return keptCount & 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  }

  private sample(rttNs: number): void {
    // NaN: nothing was covered. Negative: the clock was set back while capturing.
    if (!(rttNs >= 0)) return;
    this.count++;
    if (!(this.minNs <= rttNs)) this.minNs = rttNs;
    if (!(this.maxNs >= rttNs)) this.maxNs = rttNs;
    if (this.keptCount < MAX_SAMPLES) {
      this.kept[this.keptCount++] = rttNs;
    } else {
      this.random = (Math.imul(this.random, LCG.multiplier) + LCG.increment) >>> 0;
      const place = Math.floor((this.random / 2 ** 32) * this.count);
      if (place < MAX_SAMPLES) this.kept[place] = rttNs;
    }
  }
}
