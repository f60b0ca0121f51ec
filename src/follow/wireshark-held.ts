// Out-of-order segments of one direction, in the order in which Wireshark's Follow Stream asks for them.

import { seqDiff } from '../tcp/seq.ts';
import { Heap } from './heap.ts';

export interface HeldSegment {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly frame: number;
  readonly timeNs: bigint;
}

interface Waiting extends HeldSegment {
  /** Where it begins: a sequence number that does not wrap. */
  readonly place: number;
  /** Counts what was held. */
  readonly arrival: number;
}

export class HeldSegments {
  bytes = 0;
  private next: number;
  /** `next` as a number that does not wrap. */
  private place = 0;
  private arrivals = 0;
  /** Those that begin after `next`, the lowest first. */
  private readonly early = new Heap(isLower);
  /** The others, the one held longest first. */
  private readonly due = new Heap(isOlder);

  /** Holds segments that begin after `next`. */
  constructor(next: number) {
    this.next = next;
  }

  hold(segment: HeldSegment): void {
    const { seq, bytes, frame, timeNs } = segment;
    const place = this.place + seqDiff(seq, this.next);
    this.early.add({ seq, bytes, frame, timeNs, place, arrival: this.arrivals++ });
    this.bytes += bytes.length;
  }

  moveTo(next: number): void {
    this.place += seqDiff(next, this.next);
    this.next = next;
    for (;;) {
      const { first } = this.early;
      if (first === undefined || first.place > this.place) return;
      this.early.takeFirst();
      this.due.add(first);
    }
  }

  /** Where the lowest begins of those after `next`; null when there is none. */
  get lowestSeq(): number | null {
    return this.early.first?.seq ?? null;
  }

  /** Takes out the one held longest of those that begin at `next` or before it; undefined when none does. */
  takeDue(): HeldSegment | undefined {
    const segment = this.due.takeFirst();
    if (segment) this.bytes -= segment.bytes.length;
    return segment;
  }
}

const isLower = (one: Waiting, other: Waiting): boolean => one.place < other.place;

const isOlder = (one: Waiting, other: Waiting): boolean => one.arrival < other.arrival;
