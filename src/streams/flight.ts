// Segments of one sender that wait for their acknowledgement, with the times they left. Used again and again: few
// connections have data in flight at the same time.

import { seqGt, seqLeq, seqLt } from '../tcp/seq.ts';

/** Segments timed at once; more in flight are not timed. */
const MAX_IN_FLIGHT = 64;

export class Flight {
  // Room for one, and for more once more came: with many connections that are never answered, each waits for its own.
  private readonly seqs = [0];
  private readonly ends = [0];
  private readonly times = [Number.NaN];
  private count = 0;

  get isEmpty(): boolean {
    return this.count === 0;
  }

  clear(): void {
    this.count = 0;
  }

  /** The segment [seq, end) left at `timeNs`. */
  add(seq: number, end: number, timeNs: number): void {
    const { count } = this;
    if (count >= MAX_IN_FLIGHT) return;
    this.seqs[count] = seq;
    this.ends[count] = end;
    this.times[count] = timeNs;
    this.count++;
  }

  /** Forgets what ends behind `seq`. */
  forgetFrom(seq: number): void {
    let kept = 0;
    for (let i = 0; i < this.count; i++) if (seqLeq(this.ends[i]!, seq)) this.move(i, kept++);
    this.count = kept;
  }

  /** Forgets what `ack` covers. When the newest of it left; NaN when there is none. */
  cover(ack: number): number {
    let newest = -1;
    for (let i = 0; i < this.count; i++) {
      const covered = seqLeq(this.ends[i]!, ack);
      if (covered && (newest < 0 || !seqLt(this.ends[i]!, this.ends[newest]!))) newest = i;
    }
    if (newest < 0) return Number.NaN;
    const leftNs = this.times[newest]!;
    let kept = 0;
    for (let i = 0; i < this.count; i++) if (seqGt(this.ends[i]!, ack)) this.move(i, kept++);
    this.count = kept;
    return leftNs;
  }

  private move(from: number, to: number): void {
    if (from === to) return;
    this.seqs[to] = this.seqs[from]!;
    this.ends[to] = this.ends[from]!;
    this.times[to] = this.times[from]!;
  }
}

/** Flights kept to be used again. */
const MOST_IDLE = 1024;

/** Flights nobody uses at the moment. */
export class Flights {
  private readonly idle: Flight[] = [];

  take(): Flight {
    return this.idle.pop() ?? new Flight();
  }

  giveBack(flight: Flight): void {
    flight.clear();
    if (this.idle.length < MOST_IDLE) this.idle.push(flight);
  }
}
