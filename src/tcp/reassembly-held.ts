// Segments of one direction that came before bytes they follow: copies, ordered by stream offset, none overlapping.
// Which of two copies of a byte is kept is decided by reassembly.ts.

import type { Comparison } from './reassembly-history.ts';
import { StretchList } from './stretch-list.ts';

/** A stretch [offset, end) of the stream; `bytes` may be fewer where the capture cut the frame. */
export interface HeldStretch {
  readonly offset: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  readonly frame: number;
  readonly timeNs: number;
}

/** Held stretches with no hole between them. */
interface Run {
  end: number;
  /** The run before it, once no hole is between them: that one's end counts. */
  joined: Run | null;
}

interface InRun extends HeldStretch {
  readonly run: Run;
}

export class HeldStretches {
  private readonly stretches = new StretchList<InRun>();
  /** Memory taken: the payload, and what a stretch costs however short it is. */
  costBytes = 0;

  get isEmpty(): boolean {
    return this.stretches.first === undefined;
  }

  /** The stretch that lies first in the stream. */
  get first(): HeldStretch | undefined {
    return this.stretches.first;
  }

  takeFirst(): HeldStretch | undefined {
    const first = this.stretches.takeFirst();
    if (first) this.costBytes -= STRETCH_COST_BYTES + first.bytes.length;
    return first;
  }

  /** The stretches that share bytes with [offset, end), in stream order. */
  overlapping(offset: number, end: number): readonly HeldStretch[] {
    return this.stretches.overlapping(offset, end);
  }

  /**
   * All bytes from `offset` up to it are held: `offset` itself where none is. However many stretches lie there, they are
   * not gone through.
   */
  heldUpTo(offset: number): number {
    const stretch = this.stretches.after(offset);
    return stretch === undefined || stretch.offset > offset ? offset : whole(stretch.run).end;
  }

  /** Where the first stretch begins that ends after `offset`; Infinity when none does. */
  nextFrom(offset: number): number {
    return this.stretches.after(offset)?.offset ?? Infinity;
  }

  /** Keeps a stretch that overlaps none that is kept. */
  add({ offset, end, bytes, frame, timeNs }: HeldStretch): void {
    this.costBytes += STRETCH_COST_BYTES + bytes.length;
    const { stretches } = this;
    const before = stretches.after(offset - 1);
    const after = stretches.after(offset);
    const run = before !== undefined && before.end === offset ? whole(before.run) : newRun();
    run.end = end;
    if (after !== undefined && after.offset === end) {
      const next = whole(after.run);
      run.end = next.end;
      next.joined = run;
    }
    stretches.add({ offset, end, bytes, frame, timeNs, run });
  }
}

const newRun = (): Run => ({ end: 0, joined: null });

/** The run that this one has become part of. The way there is halved, so that it stays short. */
function whole(run: Run): Run {
  let at = run;
  while (at.joined !== null) {
    at.joined = at.joined.joined ?? at.joined;
    at = at.joined;
  }
  return at;
}

const STRETCH_COST_BYTES = 200;

/** Compares `bytes`, said to lie at `offset` of the stream, with the stretch. */
export function compareWith(stretch: HeldStretch, offset: number, bytes: Uint8Array): Comparison {
  const from = Math.max(stretch.offset, offset);
  const to = Math.min(stretch.offset + stretch.bytes.length, offset + bytes.length);
  let first = -1;
  let last = -1;
  for (let at = from; at < to; at++) {
    if (stretch.bytes[at - stretch.offset] === bytes[at - offset]) continue;
    if (first < 0) first = at;
    last = at;
  }
  return { first, last, comparedBytes: Math.max(0, to - from) };
}
