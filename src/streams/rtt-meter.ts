// Round trips of one sender's data: from the segment to the acknowledgement that covers it. Karn's rule (RFC 6298 3):
// never of a segment that was sent twice. Bounded: a few segments in flight, a reservoir of samples.

import { seqGt, seqLeq, seqLt } from '../tcp/seq.ts';

/** Segments timed at once; more in flight are not timed. */
const MAX_IN_FLIGHT = 64;
/** Samples kept for the median; beyond it each sample so far is kept with the same chance. */
const MAX_SAMPLES = 64;
/** Numerical Recipes' linear congruential generator: the same choice for the same capture. */
const LCG = { multiplier: 1664525, increment: 1013904223 } as const;

export class RttMeter {
  count = 0;
  /** ns; NaN before the first sample. */
  minNs = Number.NaN;
  maxNs = Number.NaN;

  /** Segments in flight: seq, end and time of departure, by place. */
  private readonly seqs: number[] = [];
  private readonly ends: number[] = [];
  private readonly times: number[] = [];
  private readonly kept: number[] = [];
  private random = 1;

  /** Forgets everything, for another sender. */
  reset(): void {
    this.count = 0;
    this.minNs = this.maxNs = Number.NaN;
    this.seqs.length = this.ends.length = this.times.length = this.kept.length = 0;
    this.random = 1;
  }

  /** A segment of new bytes [seq, end) left at `timeNs`. */
  sent(seq: number, end: number, timeNs: number): void {
    if (this.seqs.length >= MAX_IN_FLIGHT) return;
    this.seqs.push(seq);
    this.ends.push(end);
    this.times.push(timeNs);
  }

  /** Some of [seq, end) left again: its acknowledgement could answer either (RFC 6298 3). */
  resent(seq: number, end: number): void {
    const { seqs, ends } = this;
    this.keepWhere((i) => seqLeq(end, seqs[i]!) || seqLeq(ends[i]!, seq));
  }

  /** The peer acknowledged everything below `ack` at `timeNs`: the newest segment covered gives the sample. */
  acknowledged(ack: number, timeNs: number): void {
    const { ends, times } = this;
    if (ends.length === 0) return;
    let newest = -1;
    for (let i = 0; i < ends.length; i++) {
      if (seqLeq(ends[i]!, ack) && (newest < 0 || !seqLt(ends[i]!, ends[newest]!))) newest = i;
    }
    if (newest < 0) return;
    this.sample(timeNs - times[newest]!);
    this.keepWhere((i) => seqGt(ends[i]!, ack));
  }

  /** ns; exact up to MAX_SAMPLES samples, then that of the reservoir. NaN without samples. */
  medianNs(): number {
    if (this.kept.length === 0) return Number.NaN;
    const sorted = this.kept.toSorted((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length & 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  }

  private sample(rttNs: number): void {
    // Clocks that were set back while capturing tell nothing.
    if (!(rttNs >= 0)) return;
    this.count++;
    if (!(this.minNs <= rttNs)) this.minNs = rttNs;
    if (!(this.maxNs >= rttNs)) this.maxNs = rttNs;
    const { kept } = this;
    if (kept.length < MAX_SAMPLES) {
      kept.push(rttNs);
      return;
    }
    this.random = (Math.imul(this.random, LCG.multiplier) + LCG.increment) >>> 0;
    const place = Math.floor((this.random / 2 ** 32) * this.count);
    if (place < MAX_SAMPLES) kept[place] = rttNs;
  }

  private keepWhere(keep: (i: number) => boolean): void {
    const { seqs, ends, times } = this;
    let kept = 0;
    for (let i = 0; i < seqs.length; i++) {
      if (!keep(i)) continue;
      seqs[kept] = seqs[i]!;
      ends[kept] = ends[i]!;
      times[kept++] = times[i]!;
    }
    if (kept < seqs.length) seqs.length = ends.length = times.length = kept;
  }
}

/** Meters that are used again: a capture has many short connections, and meters are large. */
export class RttMeters {
  private readonly idle: RttMeter[] = [];

  take(): RttMeter {
    return this.idle.pop() ?? new RttMeter();
  }

  giveBack(meter: RttMeter): void {
    meter.reset();
    this.idle.push(meter);
  }
}
