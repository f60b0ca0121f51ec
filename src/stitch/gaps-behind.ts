// Where bytes are missing on a tape, asked from front to back: what stands on both sides of a gap was not said in one.

import type { StreamTape } from './stream-tape.ts';

/** The first gap behind an offset, Infinity when there is none. To be asked for offsets that only grow. */
export function gapsBehind({ gaps }: StreamTape): (offset: number) => number {
  const inOrder = [...gaps].sort((a, b) => a - b);
  let next = 0;
  return (offset) => {
    while (next < inOrder.length && inOrder[next]! <= offset) next++;
    return inOrder[next] ?? Infinity;
  };
}
