// Messages while they are being stitched: what they are is settled, what they mean is filled in step by step.

import type { Message } from './conversation.ts';
import { frameConnection, type Span } from './framing.ts';
import type { StreamTape, StrayPayload } from './stream-tape.ts';
import type { TapedEnd, ToldConnection } from './taped-connection.ts';
import { textOf } from './text.ts';

/** Fields that later steps write. */
type Later = 'sender' | 'receiver' | 'relayOf' | 'answers' | 'ambiguous' | 'secrets' | 'id';

export type DraftMessage = Omit<Message, Later> & { -readonly [K in Later]: Message[K] } & {
  readonly connection: ToldConnection;
  /** The body without white space at its ends: what is compared between messages. */
  readonly core: Buffer;
};

/** All messages of all connections in the order of their first bytes, numbered; and how many were beyond `most`. */
export function draftMessages(
  connections: readonly ToldConnection[],
  most: number,
): { messages: DraftMessage[]; leftOut: number } {
  const all: DraftMessage[] = [];
  let leftOut = 0;
  for (const connection of connections) {
    const { drafts, beyond } = messagesOf(connection, most - all.length);
    leftOut += beyond;
    for (const draft of drafts) all.push(draft);
  }
  all.sort(inOrder);
  all.forEach((message, index) => {
    message.id = `m${index + 1}`;
  });
  return { messages: all, leftOut };
}

/** By first row, and within a row by the order in which they stand there: a stable sort keeps it. */
const inOrder = (a: DraftMessage, b: DraftMessage): number => a.frames[0]! - b.frames[0]!;

/** The first `room` messages of a connection, and how many more there are. */
function messagesOf(
  connection: ToldConnection,
  room: number,
): { drafts: DraftMessage[]; beyond: number } {
  const { client, server } = connection;
  const framed = frameConnection(connection);
  const strays = [client, server].map(({ tape }) => straysOf(tape));
  const count = framed.client.length + framed.server.length + strays[0]!.length + strays[1]!.length;
  // Both directions alike: a question without its answer tells less.
  const share = count <= room ? room : Math.floor(room / 4);
  const of = (fromClient: boolean, spans: readonly Span[], stray: readonly StrayPayload[]) => {
    const { tape } = fromClient ? client : server;
    return [
      ...spans.slice(0, share).map((span) => spanMessage(connection, fromClient, tape, span)),
      ...stray.slice(0, share).map((one) => strayMessage(connection, fromClient, one)),
    ];
  };
  const drafts = [...of(true, framed.client, strays[0]!), ...of(false, framed.server, strays[1]!)];
  return { drafts, beyond: count - drafts.length };
}

/** Payloads in none of the stream's rows: a row that brought something new is no stray. */
function straysOf({ strays, pieces }: StreamTape): readonly StrayPayload[] {
  if (strays.length === 0) return strays;
  const delivered = new Set(pieces.map(({ frame }) => frame));
  return strays.filter(({ frame }) => !delivered.has(frame));
}

function spanMessage(
  connection: ToldConnection,
  fromClient: boolean,
  tape: StreamTape,
  span: Span,
): DraftMessage {
  const bytes = tape.bytes.subarray(span.start, span.end);
  const first = tape.pieceAt(span.start);
  const last = Math.max(first, tape.pieceAt(span.end - 1));
  const pieces = tape.pieces.slice(first, last + 1);
  const frames = [...new Set(pieces.map(({ frame }) => frame))].sort((a, b) => a - b);
  const bodyStart = span.bodyStart - span.start;
  const bodyEnd = span.bodyEnd - span.start;
  const body = bytes.subarray(bodyStart, bodyEnd);
  return {
    ...endsOf(connection, fromClient),
    ...UNTOLD,
    timeNs: Math.min(...pieces.map(({ timeNs }) => timeNs)),
    lastTimeNs: Math.max(...pieces.map(({ timeNs }) => timeNs)),
    frames,
    len: bytes.length,
    bytes,
    bodyStart,
    bodyEnd,
    text: textOf(body),
    framing: span.framing,
    framingCertainty: span.certainty,
    incomplete: span.incomplete,
    ...(span.http === undefined ? {} : { http: span.http }),
    core: withoutBlanks(body),
  };
}

function strayMessage(
  connection: ToldConnection,
  fromClient: boolean,
  { bytes, frame, timeNs }: StrayPayload,
): DraftMessage {
  return {
    ...endsOf(connection, fromClient),
    ...UNTOLD,
    timeNs,
    lastTimeNs: timeNs,
    frames: [frame],
    len: bytes.length,
    bytes,
    bodyStart: 0,
    bodyEnd: bytes.length,
    text: textOf(bytes),
    framing: 'send',
    framingCertainty: 'possible',
    incomplete: false,
    core: withoutBlanks(bytes),
  };
}

const UNTOLD = {
  id: '',
  sender: null,
  receiver: null,
  relayOf: [],
  answers: null,
  ambiguous: false,
  secrets: [],
} as const;

function endsOf(connection: ToldConnection, fromClient: boolean) {
  const [from, to]: readonly TapedEnd[] = fromClient
    ? [connection.client, connection.server]
    : [connection.server, connection.client];
  return {
    connection,
    stream: connection.stream,
    fromClient,
    src: from!.address,
    srcPort: from!.port,
    dst: to!.address,
    dstPort: to!.port,
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
