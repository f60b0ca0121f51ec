// Segments of one sender that the peer has not yet acknowledged, oldest first: what tells a re-sent segment
// from one that was merely late. Bounded; numbers are int32 (see half.ts).

import { seqGt, seqLeq } from './seq.ts';

/** Wireshark keeps as many; beyond it the acknowledgements are evidently not in the capture. */
const MAX_UNACKED = 10_000;

export class Unacked {
  private seqs: number[] = [];
  private ends: number[] = [];
  private head = 0;
  /** Some kept segment ends before an earlier one: acknowledgements must look through the whole list. */
  private disordered = false;

  /** Keeps the segment [seq, end). */
  add(seq: number, end: number): void {
    const { ends } = this;
    const count = ends.length - this.head;
    if (count >= MAX_UNACKED) return;
    if (count > 0 && seqGt(ends[ends.length - 1]!, end)) this.disordered = true;
    this.seqs.push(seq);
    ends.push(end);
  }

  /** Forgets what ends at or before `ack`. */
  acknowledge(ack: number): void {
    const { ends } = this;
    const count = ends.length;
    let { head } = this;
    while (head < count && seqLeq(ends[head]!, ack)) head++;
    if (head === count) {
      if (count > 0) {
        this.seqs = [];
        this.ends = [];
      }
      this.head = 0;
      this.disordered = false;
      return;
    }
    this.head = head;
    if (this.disordered || head > 64) this.compact(ack);
  }

  /** End of the segment kept last; 0 when there is none. */
  newestEnd(): number {
    const { ends } = this;
    return ends.length > this.head ? ends[ends.length - 1]! : 0;
  }

  private compact(ack: number): void {
    const { seqs, ends } = this;
    let kept = 0;
    for (let i = this.head; i < ends.length; i++) {
      if (seqLeq(ends[i]!, ack)) continue;
      seqs[kept] = seqs[i]!;
      ends[kept++] = ends[i]!;
    }
    seqs.length = ends.length = kept;
    this.head = 0;
  }
}
