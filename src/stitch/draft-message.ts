// Messages while they are being stitched: what they are is settled, what they mean is filled in step by step.

import { frameConnection, type Span, type WantedLines } from './framing.ts';
import type { HttpFacts } from './http-facts.ts';
import type { Message } from './message.ts';
import { pairSetOf, type PairSet } from './pair-set.ts';
import type { StreamTape, StrayPayload } from './stream-tape.ts';
import type { ToldConnection } from './taped-connection.ts';
import { lastSeen } from './terminal-text.ts';
import { textOf } from './text.ts';

/** Fields that later steps write. */
type Later = 'sender' | 'receiver' | 'relayOf' | 'answers' | 'ambiguous' | 'secrets' | 'id';

export type DraftMessage = Omit<Message, Later | 'http'> & {
  -readonly [K in Later]: Message[K];
} & {
  http?: HttpFacts;
  readonly connection: ToldConnection;
  /** The body without white space at its ends: what is compared between messages. */
  readonly core: Buffer;
  /** The pairs of bytes in `core`; of a long one, which is never compared, 0. */
  readonly pairs: PairSet;
  /** Told before as passed on, to these streams as far as is sure; null when not. */
  readonly passedTo: ReadonlySet<number> | null;
  /** The row that brought the last character that is seen: what is asked at a message's end was not asked before. */
  readonly lastSeenFrame: number;
};

/** Messages longer than this are not compared: what people say to each other is shorter. */
export const LONGEST_COMPARED = 4096;

/** A message that was found; it is made when it is among those that are kept. */
export interface Place {
  readonly connection: ToldConnection;
  readonly fromClient: boolean;
  /** The lowest row that brought bytes of it. */
  readonly frame: number;
  readonly unit: Span | StrayPayload;
}

export interface Drafted {
  /** By place. */
  readonly messages: ReadonlyMap<Place, DraftMessage>;
  /** Messages that came later. */
  readonly leftOut: number;
  /** The next number. */
  readonly next: number;
}

/**
 * The first `most` messages of all connections in the order of their first bytes, numbered from `next` on unless they
 * have a number already. A cut in time keeps questions with their answers, and messages with their copies. Lines that are
 * not `wanted` are not made.
 */
export function draftMessages(
  connections: readonly ToldConnection[],
  most: number,
  next: number,
  wanted?: (connection: ToldConnection) => WantedLines,
): Drafted {
  let places: Place[] = [];
  let count = 0;
  let lastFrame = Infinity;
  for (const connection of connections) {
    const { client, server } = connection;
    const framed = frameConnection(connection, wanted?.(connection));
    for (const fromClient of [true, false]) {
      const { tape } = fromClient ? client : server;
      const spans = fromClient ? framed.client : framed.server;
      const strays = straysOf(tape);
      count += spans.length + strays.length;
      for (const unit of [...spans.slice(0, most), ...strays]) {
        const frame = 'framing' in unit ? lowestFrame(tape, unit) : unit.frame;
        if (frame <= lastFrame) places.push({ connection, fromClient, frame, unit });
      }
    }
    if (places.length <= 2 * most) continue;
    places = firstOf(places, most);
    lastFrame = places.at(-1)?.frame ?? 0;
  }
  const messages = new Map<Place, DraftMessage>();
  for (const place of firstOf(places, most)) {
    const message = messageAt(place);
    message.id = knownId(place) ?? `m${next++}`;
    keepId(place, message.id);
    messages.set(place, message);
  }
  return { messages, leftOut: count - messages.size, next };
}

export const tapeOf = ({ connection, fromClient }: Place): StreamTape =>
  (fromClient ? connection.client : connection.server).tape;

const knownId = (place: Place): string | undefined =>
  'framing' in place.unit ? tapeOf(place).idAt(place.unit.start) : place.unit.id;

function keepId(place: Place, id: string): void {
  if ('framing' in place.unit) tapeOf(place).numberAt(place.unit.start, id);
  else place.unit.id = id;
}

/** By first row, and within a row by the order in which they stand there: a stable sort keeps it. */
const firstOf = (places: Place[], most: number): Place[] =>
  places.sort((a, b) => a.frame - b.frame).slice(0, most);

/** What was lost and sent again comes in a later row than what lies behind it. */
function lowestFrame(tape: StreamTape, { start, end }: Span): number {
  const { pieces } = tape;
  const first = tape.pieceAt(start);
  let lowest = pieces[first]!.frame;
  for (let i = first + 1; i < pieces.length && pieces[i]!.start < end; i++)
    lowest = Math.min(lowest, pieces[i]!.frame);
  return lowest;
}

/** Payloads in none of the stream's rows: a row that brought something new is no stray. */
function straysOf({ strays, pieces }: StreamTape): readonly StrayPayload[] {
  if (strays.length === 0) return strays;
  const delivered = new Set(pieces.map(({ frame }) => frame));
  return strays.filter(({ frame }) => !delivered.has(frame));
}

const messageAt = ({ connection, fromClient, unit }: Place): DraftMessage =>
  'framing' in unit
    ? spanMessage(connection, fromClient, unit)
    : strayMessage(connection, fromClient, unit);

function spanMessage(connection: ToldConnection, fromClient: boolean, span: Span): DraftMessage {
  const { tape } = fromClient ? connection.client : connection.server;
  const { pieces } = tape;
  const first = tape.pieceAt(span.start);
  const last = Math.max(first, tape.pieceAt(span.end - 1));
  let { timeNs } = pieces[first]!;
  let lastTimeNs = timeNs;
  const frames = [pieces[first]!.frame];
  for (const piece of first === last ? [] : pieces.slice(first + 1, last + 1)) {
    timeNs = Math.min(timeNs, piece.timeNs);
    lastTimeNs = Math.max(lastTimeNs, piece.timeNs);
    if (piece.frame !== frames.at(-1)) frames.push(piece.frame);
  }
  const message = draft(connection, fromClient, {
    lastSeenFrame:
      first === last
        ? frames[0]!
        : pieces[tape.pieceAt(lastSeen(tape.bytes, span.start, span.end))]!.frame,
    timeNs,
    lastTimeNs,
    frames: frames.length === 1 ? frames : [...new Set(frames)].sort((a, b) => a - b),
    bytes: tape.bytes.subarray(span.start, span.end),
    bodyStart: span.bodyStart - span.start,
    bodyEnd: span.bodyEnd - span.start,
    framing: span.framing,
    framingCertainty: span.certainty,
    incomplete: span.incomplete,
  });
  if (span.http !== undefined) message.http = span.http;
  return message;
}

const strayMessage = (
  connection: ToldConnection,
  fromClient: boolean,
  { bytes, frame, timeNs }: StrayPayload,
): DraftMessage =>
  draft(connection, fromClient, {
    lastSeenFrame: frame,
    timeNs,
    lastTimeNs: timeNs,
    frames: [frame],
    bytes,
    bodyStart: 0,
    bodyEnd: bytes.length,
    framing: 'send',
    framingCertainty: 'possible',
    incomplete: false,
  });

type Settled = Pick<
  Message,
  | 'timeNs'
  | 'lastTimeNs'
  | 'frames'
  | 'bytes'
  | 'bodyStart'
  | 'bodyEnd'
  | 'framing'
  | 'framingCertainty'
  | 'incomplete'
> &
  Pick<DraftMessage, 'lastSeenFrame'>;

/** All fields by name and in one place: objects put together by spreading cost ten times as much to make and read. */
function draft(connection: ToldConnection, fromClient: boolean, settled: Settled): DraftMessage {
  const from = fromClient ? connection.client : connection.server;
  const to = fromClient ? connection.server : connection.client;
  const { bytes, bodyStart, bodyEnd } = settled;
  const body = bytes.subarray(bodyStart, bodyEnd);
  const core = withoutBlanks(body);
  return {
    connection,
    stream: connection.stream,
    fromClient,
    src: from.address,
    srcPort: from.port,
    dst: to.address,
    dstPort: to.port,
    id: '',
    sender: null,
    receiver: null,
    relayOf: [],
    answers: null,
    ambiguous: false,
    secrets: [],
    timeNs: settled.timeNs,
    lastTimeNs: settled.lastTimeNs,
    frames: settled.frames,
    len: bytes.length,
    bytes,
    bodyStart,
    bodyEnd,
    text: textOf(body),
    framing: settled.framing,
    framingCertainty: settled.framingCertainty,
    incomplete: settled.incomplete,
    core,
    passedTo: null,
    lastSeenFrame: settled.lastSeenFrame,
    pairs: core.length > LONGEST_COMPARED ? 0 : pairSetOf(core),
  };
}

const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);

/** The bytes without white space at their ends. */
function withoutBlanks(bytes: Uint8Array): Buffer {
  let start = 0;
  let end = bytes.length;
  while (start < end && isBlank(bytes[start])) start++;
  while (end > start && isBlank(bytes[end - 1])) end--;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
}
