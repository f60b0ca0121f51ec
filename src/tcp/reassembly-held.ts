// Segments of one direction that came before bytes they follow: copies, ordered by stream offset, none overlapping.
// Which of two copies of a byte is kept is decided by reassembly.ts.

import type { Difference } from './reassembly-history.ts';

/** A stretch [offset, end) of the stream; `bytes` may be fewer where the capture cut the frame. */
export interface HeldStretch {
  readonly offset: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  readonly frame: number;
  readonly timeNs: number;
}

export class HeldStretches {
  private stretches: HeldStretch[] = [];
  /** Memory taken: the payload, and what a stretch costs however short it is. */
  costBytes = 0;

  get isEmpty(): boolean {
    return this.stretches.length === 0;
  }

  /** The stretch that lies first in the stream. */
  get first(): HeldStretch | undefined {
    return this.stretches[0];
  }

  takeFirst(): HeldStretch | undefined {
    const first = this.stretches.shift();
    if (first) this.costBytes -= STRETCH_COST_BYTES + first.bytes.length;
    return first;
  }

  /** The stretches that share bytes with [offset, end), in stream order. */
  overlapping(offset: number, end: number): readonly HeldStretch[] {
    const from = this.indexAfter(offset);
    let to = from;
    while (to < this.stretches.length && this.stretches[to]!.offset < end) to++;
    return from === to ? NONE : this.stretches.slice(from, to);
  }

  /** Keeps a stretch that overlaps none that is kept. */
  add(stretch: HeldStretch): void {
    const { stretches } = this;
    this.costBytes += STRETCH_COST_BYTES + stretch.bytes.length;
    const last = stretches[stretches.length - 1];
    if (last === undefined || last.end <= stretch.offset) stretches.push(stretch);
    else stretches.splice(this.indexAfter(stretch.offset), 0, stretch);
  }

  /** Index of the first stretch that ends after `offset`. */
  private indexAfter(offset: number): number {
    let low = 0;
    let high = this.stretches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.stretches[middle]!.end > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const STRETCH_COST_BYTES = 200;
const NONE: readonly HeldStretch[] = [];

/** Where `bytes`, said to lie at `offset` of the stream, differ from the stretch; null when nowhere. */
export function differenceFrom(
  stretch: HeldStretch,
  offset: number,
  bytes: Uint8Array,
): Difference | null {
  const from = Math.max(stretch.offset, offset);
  const to = Math.min(stretch.offset + stretch.bytes.length, offset + bytes.length);
  let first = -1;
  let last = -1;
  for (let at = from; at < to; at++) {
    if (stretch.bytes[at - stretch.offset] === bytes[at - offset]) continue;
    if (first < 0) first = at;
    last = at;
  }
  return first < 0 ? null : { first, last, comparedBytes: to - from };
}
