// Finding a place in what is in order. Where it is asked for every segment, the loop stands there itself (stream-tape.ts,
// stretch-list.ts): a function to call would cost a twentieth of stitching.

/** The first of `length` indexes for which `isBehind` holds, `length` for none: it must hold for all behind that one, too. */
export function firstIndex(length: number, isBehind: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
