// Where a message lies in a segment's payload, found by their bytes alone: it may begin in it, or before it.

/** Places that are told apart of one message; more than a few means bytes that repeat themselves. */
const MOST_PLACES = 8;
/** Bytes both must share where neither holds the other whole. */
const LEAST_SHARED = 4;

/**
 * Offsets of the message's first byte from the payload's first (negative: it began earlier) at which the bytes both
 * have are equal; those that share most come first. `alike` messages of the same bytes are looked for: each has a place.
 */
export function alignments(payload: Uint8Array, message: Uint8Array, alike = 1): readonly number[] {
  const found: number[] = [];
  for (let nth = 0; nth < payload.length + message.length - 1; nth++) {
    const at = nthOffset(nth, payload.length, message.length);
    const from = Math.max(0, at);
    if (payload[from] !== message[from - at]) continue;
    const to = Math.min(payload.length, at + message.length);
    if (to - from < Math.min(LEAST_SHARED, message.length, payload.length)) break;
    const same = message.subarray(from - at, to - at);
    if (Buffer.compare(payload.subarray(from, to), same) !== 0) continue;
    found.push(at);
    // Bytes that repeat themselves are equal in very many places.
    if (found.length === MOST_PLACES + alike - 1) break;
  }
  return found;
}

/** The offset that comes `nth` when those at which one holds the other whole come first, and then less and less is shared. */
function nthOffset(nth: number, payloadLen: number, messageLen: number): number {
  const first = Math.min(0, payloadLen - messageLen);
  const last = Math.max(0, payloadLen - messageLen);
  const behind = nth - (last - first + 1);
  if (behind < 0) return first + nth;
  const less = (behind >> 1) + 1;
  return behind % 2 === 0 ? first - less : last + less;
}
