// Length-prefixed messages: each begins with how many bytes follow, in 2 or 4 bytes, either order (DNS over TCP,
// RFC 1035 4.2.2; NetBIOS sessions, RFC 1002 4.3.1). Proven by lengths that add up to what was sent.

import type { Certainty } from '../tcp/certainty.ts';
import type { Span } from './framing.ts';
import type { StreamTape } from './stream-tape.ts';

interface Prefix {
  readonly lenBytes: 2 | 4;
  readonly bigEndian: boolean;
}

const PREFIXES: readonly Prefix[] = [
  { lenBytes: 4, bigEndian: true },
  { lenBytes: 4, bigEndian: false },
  { lenBytes: 2, bigEndian: true },
  { lenBytes: 2, bigEndian: false },
];
/** So many that add up are no chance; fewer need the segments' boundaries, or the other side, to bear them out. */
const CERTAIN_MESSAGES = 3;
const LONGEST_MESSAGE = 16 << 20;

/**
 * The spans of both tapes under the prefix that fits; null for a tape that none fits. `isKnown`: what was told of the
 * connection before had such prefixes.
 */
export function frameLengths(
  tapes: readonly [StreamTape, StreamTape],
  isKnown: boolean,
): (Span[] | null)[] {
  for (const prefix of PREFIXES) {
    const found = tapes.map((tape) => spansWith(tape, prefix));
    const [one, other] = found;
    const convincing =
      found.some((spans) => (spans?.length ?? 0) >= (isKnown ? 1 : 2)) || (one && other);
    if (!convincing) continue;
    const most = Math.max(...found.map((spans) => spans?.length ?? 0));
    const certainty: Certainty = most >= CERTAIN_MESSAGES ? 'certain' : 'likely';
    return found.map((spans) => spans?.map((span) => ({ ...span, certainty })) ?? null);
  }
  return [null, null];
}

function spansWith(tape: StreamTape, { lenBytes, bigEndian }: Prefix): Span[] | null {
  const { bytes, pieces, gaps } = tape;
  if (bytes.length < lenBytes || gaps.size > 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const starts = new Set(pieces.map(({ start }) => start));
  const spans: Span[] = [];
  let aligned = 0;
  for (let start = 0; start < bytes.length;) {
    const isCutPrefix = start + lenBytes > bytes.length;
    if (isCutPrefix && !tape.goesOn) return null;
    const len = isCutPrefix
      ? 0
      : lenBytes === 2
        ? view.getUint16(start, !bigEndian)
        : view.getUint32(start, !bigEndian);
    const end = start + lenBytes + len;
    if (len > LONGEST_MESSAGE || (len === 0 && spans.length === 0)) return null;
    const incomplete = end > bytes.length;
    // What is cut at the end proves nothing, unless the budget cut it.
    if (incomplete && (spans.length < 2 || !(tape.isFull || tape.goesOn))) return null;
    if (starts.has(start)) aligned++;
    const stop = Math.min(end, bytes.length);
    spans.push({
      start,
      end: stop,
      bodyStart: Math.min(start + lenBytes, stop),
      bodyEnd: stop,
      framing: 'length-prefixed',
      certainty: 'possible',
      incomplete,
    });
    start = stop;
  }
  // Empty messages alone, as runs of zeros are, mean nothing; nor do lengths that segments never agree with.
  if (spans.every(({ bodyStart, bodyEnd }) => bodyStart === bodyEnd)) return null;
  return aligned * 2 >= Math.min(spans.length, pieces.length) ? spans : null;
}
