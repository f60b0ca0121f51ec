// Lines that may tell a password, found in very many by their bytes alone, before messages are made of them. What is not
// found tells none; what is found may.

import { firstIndex } from '../tcp/first-index.ts';
import { decoded } from './credential-texts.ts';
import { MAY_ASK, MAY_GIVE } from './credential-words.ts';
import type { LineTest } from './framing-lines.ts';
import type { WantedLines } from './framing.ts';
import type { StreamTape, TapePiece } from './stream-tape.ts';
import type { ToldConnection } from './taped-connection.ts';
import { latin1, seenOf } from './terminal-text.ts';
import type { WordIndex } from './word-index.ts';

/** Bytes [start, end) of a tape. */
export interface TapeRange {
  readonly start: number;
  readonly end: number;
}

/** Of the client's and of the server's tape, in order, none touching another. */
export type TellingLines = readonly [client: readonly TapeRange[], server: readonly TapeRange[]];

/** Lines that follow one and are to be understood by it: a name and a password (SASL LOGIN), and one more. */
const FOLLOWING_LINES = 3;
/** Lines are looked at one by one only where so many bytes of them hold a word that counts. */
const WINDOW_BYTES = 8 << 10;
const LF = 0x0a;
const CR = 0x0d;

/**
 * The lines with words that may ask for a password or give one, those that follow, and those that come next when the
 * other side has asked; lines with one of the `words`; and those of the rows `unasked`, which may answer anything.
 */
export function tellingLines(
  { client, server }: ToldConnection,
  words: WordIndex | null,
  unasked: ReadonlySet<number>,
): TellingLines {
  const given = linesSaying(client.tape, MAY_GIVE);
  const asked = linesSaying(server.tape, MAY_ASK);
  const answers = [...firstPiecesBehind(client.tape, askingFrames(server.tape, asked))];
  const doubted = client.tape.pieces.filter(({ frame }) => unasked.has(frame));
  const followed = (tape: StreamTape, ranges: readonly TapeRange[]): TapeRange[] =>
    ranges.map(({ start, end }) => ({ start, end: behindFollowing(tape.bytes, end) }));
  // An answer goes on in the lines behind its first byte.
  const begun = answers.map(({ start }) => ({ start, end: start }));
  return [
    joined([
      ...followed(client.tape, [...given, ...begun]),
      ...doubted,
      ...placesOf(words, client.tape),
    ]),
    joined([...followed(server.tape, asked), ...placesOf(words, server.tape)]),
  ];
}

const placesOf = (words: WordIndex | null, { bytes }: StreamTape): TapeRange[] =>
  (words?.placesIn(bytes) ?? []).map(([start, end]) => ({ start, end }));

/** For framing, which passes over the lines once. */
export const testsOf = ([client, server]: TellingLines): WantedLines => [
  testOf(client),
  testOf(server),
];

function testOf(ranges: readonly TapeRange[]): LineTest {
  let next = 0;
  return (start, end) => {
    while (next < ranges.length && ranges[next]!.end <= start) next++;
    return next < ranges.length && ranges[next]!.start < end;
  };
}

/** The lines of a tape in which one of the words stands, as it was sent or as it is seen. */
function linesSaying({ bytes }: StreamTape, words: RegExp): TapeRange[] {
  const says = (start: number, end: number): boolean => {
    const sent = latin1(bytes.subarray(start, end));
    const seen = seenOf(sent);
    return words.test(decoded(sent)) || (seen !== sent && words.test(decoded(seen)));
  };
  const found: TapeRange[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = lineEnd(bytes, Math.min(bytes.length, start + WINDOW_BYTES) - 1);
    if (says(start, end))
      for (let line = start; line < end;) {
        const next = lineEnd(bytes, line);
        if (says(line, next)) found.push({ start: line, end: next });
        line = next;
      }
    start = end;
  }
  return found;
}

/** Behind the line in which the offset lies. */
function lineEnd(bytes: Uint8Array, offset: number): number {
  const at = bytes.indexOf(LF, offset);
  return at < 0 ? bytes.length : at + 1;
}

/** Behind the lines that follow; those that say nothing do not count. */
function behindFollowing(bytes: Uint8Array, offset: number): number {
  let end = offset;
  for (let left = FOLLOWING_LINES; left > 0 && end < bytes.length;) {
    if (bytes[end] !== LF && bytes[end] !== CR) left--;
    end = lineEnd(bytes, end);
  }
  return end;
}

/** Rows that brought bytes of the lines, and payloads in no stream that may ask. */
function askingFrames(tape: StreamTape, asked: readonly TapeRange[]): Set<number> {
  const frames = new Set<number>();
  for (const { start, end } of asked)
    for (let i = tape.pieceAt(start); i < tape.pieces.length && tape.pieces[i]!.start < end; i++)
      frames.add(tape.pieces[i]!.frame);
  for (const { bytes, frame } of tape.strays)
    if (MAY_ASK.test(decoded(seenOf(latin1(bytes))))) frames.add(frame);
  return frames;
}

/** What comes next in the order of rows behind each of the rows. */
function firstPiecesBehind({ pieces }: StreamTape, frames: ReadonlySet<number>): Set<TapePiece> {
  const inOrder = [...pieces].sort((a, b) => a.frame - b.frame);
  const found = new Set<TapePiece>();
  for (const frame of frames) {
    const next = inOrder[firstIndex(inOrder.length, (at) => inOrder[at]!.frame > frame)];
    if (next !== undefined) found.add(next);
  }
  return found;
}

function joined(ranges: readonly TapeRange[]): TapeRange[] {
  const apart: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last === undefined || start > last.end) apart.push({ start, end });
    else last.end = Math.max(last.end, end);
  }
  return apart;
}

/** Lines in the ranges. */
export const lineCount = ({ bytes }: StreamTape, ranges: readonly TapeRange[]): number =>
  ranges.reduce((sum, { start, end }) => sum + lineEnds(bytes, start, end), 0);

function lineEnds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] === LF) count++;
  return count;
}
