// Where a message lies in a segment's payload, found by their bytes alone: it may begin in it, or before it.

/** Places that are told apart; more than a few means bytes that repeat themselves. */
const MOST_PLACES = 8;
/** Bytes both must share where neither holds the other whole. */
const LEAST_SHARED = 4;

/**
 * Offsets of the message's first byte from the payload's first (negative: it began earlier) at which the bytes both
 * have are equal; those that share most come first.
 */
export function alignments(payload: Uint8Array, message: Uint8Array): readonly number[] {
  const found: { at: number; shared: number }[] = [];
  for (let at = 1 - message.length; at < payload.length; at++) {
    const from = Math.max(0, at);
    const to = Math.min(payload.length, at + message.length);
    if (payload[from] !== message[from - at]) continue;
    const shared = to - from;
    if (shared < Math.min(LEAST_SHARED, message.length, payload.length)) continue;
    if (found.length === MOST_PLACES && shared <= found[MOST_PLACES - 1]!.shared) continue;
    const same = message.subarray(from - at, to - at);
    if (Buffer.compare(payload.subarray(from, to), same) !== 0) continue;
    found.push({ at, shared });
    found.sort((a, b) => b.shared - a.shared);
    found.length = Math.min(found.length, MOST_PLACES);
  }
  return found.map(({ at }) => at);
}
