// Which sequence numbers of one sender were captured: tells new payload from re-sent, and finds the holes that an
// acknowledgement passes. Bounded: MAX_HOLES ranges are remembered. Numbers are int32 (see tcp/half.ts).

import { seqDiff, seqGt, seqLeq, seqLt } from '../tcp/seq.ts';

/** Holes remembered at once; one beyond it is forgotten, the lowest or the highest, and then counts as captured. */
const MAX_HOLES = 64;

export class Coverage {
  private known = false;
  /** The lowest payload byte captured. */
  private floor = 0;
  /** End of the highest payload byte captured. */
  private frontier = 0;
  /** Holes below the frontier, as pairs [start, end), lowest first; made with the first one. */
  private holes: number[] | null = null;

  /** Forgets everything, for another sender. */
  reset(): void {
    this.known = false;
    this.holes = null;
  }

  /** Takes [seq, end) as captured. Bytes of it that were not there before. */
  add(seq: number, end: number): number {
    if (!this.known) {
      this.known = true;
      this.floor = seq;
      this.frontier = end;
      return seqDiff(end, seq);
    }
    const { frontier } = this;
    let fresh = seqLt(seq, this.floor) ? this.lower(seq, end) : 0;
    if (seqGt(end, frontier)) {
      if (seqGt(seq, frontier)) this.openHole(frontier, seq);
      fresh += seqDiff(end, seqGt(seq, frontier) ? seq : frontier);
      this.frontier = end;
    }
    if (this.holes !== null && seqLt(seq, frontier)) fresh += this.fill(this.holes, seq, end);
    return fresh;
  }

  /** End of the highest byte captured; null before the first. */
  get end(): number | null {
    return this.known ? this.frontier : null;
  }

  /** Whether all of [from, to) was captured. */
  covers(from: number, to: number): boolean {
    return this.known && !seqLt(from, this.floor) && this.gapsBetween(from, to) === 0;
  }

  /** How many separate stretches of [from, to) were not captured. */
  gapsBetween(from: number, to: number): number {
    if (!seqLt(from, to)) return 0;
    if (!this.known) return 1;
    let gaps = seqGt(to, this.frontier) ? 1 : 0;
    const { holes } = this;
    if (holes === null) return gaps;
    for (let i = 0; i < holes.length; i += 2) {
      if (seqLt(holes[i]!, to) && seqGt(holes[i + 1]!, from)) gaps++;
    }
    return gaps;
  }

  /** Whether bytes behind `seq` were captured before. */
  isBehind(seq: number): boolean {
    return this.known && seqLt(seq, this.frontier);
  }

  /** Takes [seq, end), which begins below everything captured. Bytes of it that lie there. */
  private lower(seq: number, end: number): number {
    const { floor } = this;
    this.floor = seq;
    if (!seqLt(end, floor)) return seqDiff(floor, seq);
    const holes = (this.holes ??= []);
    holes.unshift(end, floor);
    if (holes.length > 2 * MAX_HOLES) holes.splice(-2, 2);
    return seqDiff(end, seq);
  }

  private openHole(start: number, end: number): void {
    const holes = (this.holes ??= []);
    holes.push(start, end);
    if (holes.length > 2 * MAX_HOLES) holes.splice(0, 2);
  }

  /** Takes [seq, end) out of the holes. Bytes that were missing. */
  private fill(holes: number[], seq: number, end: number): number {
    let filled = 0;
    for (let i = 0; i < holes.length;) {
      const start = holes[i]!;
      const stop = holes[i + 1]!;
      const from = seqGt(seq, start) ? seq : start;
      const to = seqLt(end, stop) ? end : stop;
      if (seqLeq(to, from)) {
        i += 2;
        continue;
      }
      filled += seqDiff(to, from);
      const left: number[] = [];
      if (seqLt(start, from)) left.push(start, from);
      if (seqLt(to, stop)) left.push(to, stop);
      holes.splice(i, 2, ...left);
      i += left.length;
    }
    return filled;
  }
}
