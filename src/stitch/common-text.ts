// What two messages have in common when one passes on the other: the end of what came in, whole words of it, found
// at the end of what went out; or all of what came in, somewhere within. Linear in their lengths.

import { isWordByte } from './text.ts';

export interface CommonText {
  /** Offsets in what came in and in what went out. */
  readonly atIn: number;
  readonly atOut: number;
  readonly lenBytes: number;
  /** All of what came in is in what went out. */
  readonly whole: boolean;
}

/** Less in common than this, or than a quarter of what came in, happens by chance. */
const SHORTEST_PART = 3;
const SMALLEST_SHARE = 0.25;

/**
 * What `incoming` and `outgoing`, both without white space at their ends, have in common; null when too little.
 * `mayLieWithin` false: it is known that all of what came in lies nowhere within.
 */
export function commonText(
  incoming: Buffer,
  outgoing: Buffer,
  mayLieWithin = true,
): CommonText | null {
  if (incoming.length === 0 || outgoing.length === 0) return null;
  const tail = commonTail(incoming, outgoing);
  if (tail?.whole) return tail;
  const inside = mayLieWithin ? wholeWithin(incoming, outgoing) : null;
  if (inside !== null) return inside;
  if (tail === null || tail.lenBytes < SHORTEST_PART) return null;
  return tail.lenBytes >= incoming.length * SMALLEST_SHARE ? tail : null;
}

function commonTail(incoming: Buffer, outgoing: Buffer): CommonText | null {
  const most = Math.min(incoming.length, outgoing.length);
  let len = 0;
  while (len < most && incoming[incoming.length - 1 - len] === outgoing[outgoing.length - 1 - len])
    len++;
  // Back to where a word begins in both, and on from the end of a JSON value to the next one.
  while (len > 0 && !beginsWord(incoming, outgoing, len)) len--;
  if (len < incoming.length) len -= endOfValue(incoming.subarray(incoming.length - len));
  if (len === 0) return null;
  return {
    atIn: incoming.length - len,
    atOut: outgoing.length - len,
    lenBytes: len,
    whole: len === incoming.length,
  };
}

/** `", ` and the like: what closes a value, and the way to the next. */
const endOfValue = (tail: Buffer): number =>
  /^["'\]}]{1,4}[,:]\s{0,4}/.exec(tail.toString('latin1', 0, 12))?.[0].length ?? 0;

const beginsWord = (incoming: Uint8Array, outgoing: Uint8Array, len: number): boolean =>
  incoming[incoming.length - len] !== SPACE &&
  isBoundary(incoming, incoming.length - len) &&
  isBoundary(outgoing, outgoing.length - len);

const SPACE = 0x20;

const isBoundary = (bytes: Uint8Array, at: number): boolean =>
  at === 0 || at >= bytes.length || !isWordByte(bytes[at - 1]) || !isWordByte(bytes[at]);

/** So much is found within a word of something else by no chance: fixed columns stand without space between. */
const CERTAIN_BYTES = 12;

/** Places looked at: text that repeats itself without end is not worth more. */
const MOST_PLACES = 8;

function wholeWithin(incoming: Buffer, outgoing: Buffer): CommonText | null {
  const lenBytes = incoming.length;
  if (lenBytes > outgoing.length) return null;
  // The last place first: what a program adds, it mostly adds in front.
  let from = outgoing.length - lenBytes;
  for (let places = 0; places < MOST_PLACES && from >= 0; places++) {
    const at = outgoing.lastIndexOf(incoming, from);
    if (at < 0) return null;
    const isWords = isBoundary(outgoing, at) && isBoundary(outgoing, at + lenBytes);
    if (isWords || lenBytes >= CERTAIN_BYTES) return { atIn: 0, atOut: at, lenBytes, whole: true };
    from = at - 1;
  }
  return null;
}
