// Lines: every message ends with LF, or CR LF. Found where text comes in segments that end with a line, as programs
// that speak in lines send them; a file of text in full segments is no conversation in lines.

import type { Certainty } from '../tcp/certainty.ts';
import type { Span } from './framing.ts';
import { gapsBehind } from './gaps-behind.ts';
import type { StreamTape, TapePiece } from './stream-tape.ts';
import { endsAsking, endsWithPrompt } from './terminal-text.ts';
import { isPlainText } from './text.ts';

const LF = 0x0a;
const CR = 0x0d;
const BLANK = 0x20;
/** Share of segments that end with a line end. */
const LINE_SHARE = 0.5;
/** With fewer, one that ended with a line end may be chance. */
const CERTAIN_LINES = 3;

/** Whether the line [start, end) of a tape is asked for; it is asked about one line after another. */
export type LineTest = (start: number, end: number) => boolean;

/** Whether a tape is lines: `perhaps` when it ends like one, yet too few segments do. */
export function isLineText(tape: StreamTape): 'yes' | 'perhaps' | 'no' {
  const { bytes, pieces } = tape;
  if (pieces.length === 0 || !isPlainText(bytes)) return 'no';
  const ending = pieces.filter(({ end }) => bytes[end - 1] === LF).length;
  if (ending === 0) return 'no';
  const share = ending / pieces.length;
  if (bytes.at(-1) === LF) return share >= LINE_SHARE ? 'yes' : 'perhaps';
  return pieces.length >= CERTAIN_LINES && share > LINE_SHARE ? 'yes' : 'no';
}

/**
 * `peer` is the other direction: what it answers ends without a line end, if it is a question or a pause follows; of a
 * server, also a shell's prompt. Lines that are not `wanted` are passed over.
 */
export function frameLines(
  tape: StreamTape,
  peer: StreamTape,
  isServer: boolean,
  wanted: LineTest,
): Span[] {
  const { bytes, gaps } = tape;
  const spans: Span[] = [];
  const certainty = certaintyOf(tape);
  const gapBehind = gapsBehind(tape);
  const questionBehind = questions(tape, peer, isServer);
  for (let start = 0; start < bytes.length;) {
    const lineEnd = bytes.indexOf(LF, start);
    const gap = gapBehind(start);
    const asked = questionBehind(start);
    const whole = lineEnd >= 0 && lineEnd < Math.min(gap, asked);
    const end = whole ? lineEnd + 1 : Math.min(gap, asked, bytes.length);
    const bodyEnd = !whole
      ? end
      : bytes[lineEnd - 1] === CR && lineEnd > start
        ? lineEnd - 1
        : lineEnd;
    const incomplete = (!whole && end !== asked) || gaps.has(start);
    if (wanted(start, end))
      spans.push({ start, end, bodyStart: start, bodyEnd, framing: 'line', certainty, incomplete });
    start = end;
  }
  return spans;
}

/** A key that a terminal sends by itself asks nothing. */
const LONGEST_KEY = 2;

/** Who got an answer to the first thing he said, and goes on after such a pause, begins anew: a name is often sent without a line end. */
const TURN_NS = 250_000_000;

/** Where the first question behind an offset ends, Infinity when there is none. To be asked for offsets that only grow. */
function questions(
  { bytes, pieces }: StreamTape,
  peer: StreamTape,
  isServer: boolean,
): (offset: number) => number {
  let next = 0;
  let answer = 0;
  const isAnswered = (index: number): boolean => {
    const { frame } = pieces[index]!;
    while (answer < peer.pieces.length && peer.pieces[answer]!.frame <= frame) answer++;
    const until = pieces[index + 1]?.frame ?? Infinity;
    return answer < peer.pieces.length && peer.pieces[answer]!.frame < until;
  };
  const isQuestion = ({ end }: TapePiece, offset: number): boolean =>
    endsAsking(bytes, offset, end) || (isServer && endsWithPrompt(bytes, offset, end));
  // "$ " is none: nobody types the blank behind a character with it.
  const isKey = ({ start, end }: TapePiece): boolean =>
    end - start < LONGEST_KEY || (end - start === LONGEST_KEY && bytes[end - 1] !== BLANK);
  const isPaused = (index: number): boolean => {
    const following = pieces[index + 1];
    const { end, timeNs } = pieces[index]!;
    return index === 0 && bytes[end - 1] !== LF && (following?.timeNs ?? 0) - timeNs >= TURN_NS;
  };
  return (offset) => {
    for (; next < pieces.length; next++) {
      const piece = pieces[next]!;
      if (piece.end <= offset || isKey(piece)) continue;
      if (isAnswered(next) && (isQuestion(piece, offset) || isPaused(next))) return piece.end;
    }
    return Infinity;
  };
}

/** A line across segments, or several in one, shows that the segments are not the messages. */
function certaintyOf({ bytes, pieces }: StreamTape): Certainty {
  let lines = 0;
  for (const byte of bytes) if (byte === LF) lines++;
  if (lines >= CERTAIN_LINES) return 'certain';
  return pieces.some(({ end }) => bytes[end - 1] !== LF) || lines > pieces.length
    ? 'certain'
    : 'likely';
}
