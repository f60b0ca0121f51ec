// Memory of commands that run through captures of any size. V8 lets its heap grow to four times what lives in it before
// it looks for what does not: most of what such a run takes would be garbage.

import { setFlagsFromString } from 'node:v8';

/** Collects when the heap is half as large again as what lives; costs a tenth of the time or so. */
export const keepHeapSmall = (): void => setFlagsFromString('--heap-growing-percent=50');

/** Node 20's. What other versions make of the next flag is not known: they are left alone. */
const KNOWN_V8 = /^11\.3\./;

/** Lets the space of new objects stay as small as it begins: grown, it takes fresh memory for every object's copies. */
export function keepNewSpaceSmall(): void {
  if (KNOWN_V8.test(process.versions.v8)) setFlagsFromString('--semi-space-growth-factor=1');
}
