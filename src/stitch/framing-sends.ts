// One send, one message: what a program wrote in one call. PSH ends a send (RFC 9293 3.9.1.2); where it is missing,
// a pause, a turn of the other side, or a segment that is not full ends it. Two sends in one segment stay one.

import type { Certainty } from '../tcp/certainty.ts';
import { firstIndex } from '../tcp/first-index.ts';
import type { Span } from './framing.ts';
import type { StreamTape, TapePiece } from './stream-tape.ts';

/** Segments of one send follow each other at the speed of the link. */
const LONGEST_PAUSE_NS = 200_000_000;

/** The sends of a tape from byte `from` on. */
export function frameSends(tape: StreamTape, peer: StreamTape, from = 0): Span[] {
  const { pieces, gaps } = tape;
  const fullLen = pieces.reduce((most, { start, end }) => Math.max(most, end - start), 0);
  const pushes = pieces.some(({ push }) => push);
  const spans: Span[] = [];
  let start = from;
  let pushed = true;
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!;
    const next = pieces[i + 1];
    if (piece.end <= from) continue;
    pushed = pushed && piece.push;
    const goesOn =
      next !== undefined &&
      !gaps.has(next.start) &&
      !piece.push &&
      (pushes || piece.end - piece.start === fullLen) &&
      next.timeNs - piece.timeNs < LONGEST_PAUSE_NS &&
      !hasTurn(peer, piece, next);
    if (goesOn) {
      pushed = true;
      continue;
    }
    const certainty: Certainty = pushed && piece.push ? 'likely' : 'possible';
    const incomplete =
      gaps.has(start) ||
      gaps.has(piece.end) ||
      (next === undefined && (tape.isFull || (tape.goesOn && !piece.push)));
    spans.push({
      start,
      end: piece.end,
      bodyStart: start,
      bodyEnd: piece.end,
      framing: 'send',
      certainty,
      incomplete,
    });
    start = piece.end;
    pushed = true;
  }
  return spans;
}

/** Whether the other side spoke between two pieces. */
function hasTurn(peer: StreamTape, before: TapePiece, after: TapePiece): boolean {
  const { pieces } = peer;
  const next = pieces[firstIndex(pieces.length, (at) => pieces[at]!.frame > before.frame)];
  return next !== undefined && next.frame < after.frame;
}
