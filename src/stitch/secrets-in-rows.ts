// Passwords in rows that are shown though the conversation had no room for what they say: the rows are stitched by
// themselves. Of what the conversation holds, and of what is not shown, nothing is told here.

import { endpointKey } from '../tcp/endpoint-text.ts';
import { grouped } from '../tcp/grouped.ts';
import { DuplexReassembly, type DuplexSegment } from '../tcp/reassembly-duplex.ts';
import type { Conversation } from './conversation.ts';
import { credentialsOf } from './credentials.ts';
import { draftMessages } from './draft-message.ts';
import { markBody, markSecrets } from './mask.ts';
import type { Message } from './message.ts';
import { StreamTape } from './stream-tape.ts';
import { NOT_FRAMED, type TapedEnd, type ToldConnection } from './taped-connection.ts';

/** A kept row, as far as stitching asks for it. */
export interface ShownRow {
  readonly frame: number;
  /** Since the first record. */
  readonly timeNs: number;
  readonly stream: number;
  /** Rows of different stretches of a connection do not follow each other. */
  readonly stretch: number;
  readonly fromClient: boolean;
  readonly src: string;
  readonly dst: string;
  /** The payload is bytes[payloadStart, payloadEnd). */
  readonly bytes: Uint8Array;
  readonly payloadStart: number;
  readonly payloadEnd: number;
  readonly tcp: Omit<DuplexSegment, 'payloadStart' | 'payloadEnd'> & {
    readonly srcPort: number;
    readonly dstPort: number;
  };
}

/** Longer ones are no passwords. */
const LONGEST_DOUBTED = 128;

/**
 * Messages in `rows`, which are in capture order, with passwords that `conversation` does not know of. `firstFrames` are
 * those of the connections. What may answer a question that is not among the rows counts as a password.
 */
export function secretsInRows(
  rows: readonly ShownRow[],
  conversation: Conversation,
  firstFrames: ReadonlyMap<number, number>,
): Message[] {
  const searched = new Set(conversation.messages.flatMap(({ frames }) => frames));
  const missed = new Set(
    rows.filter((row) => hasPayload(row) && !searched.has(row.frame)).map(({ stream }) => stream),
  );
  if (missed.size === 0) return [];
  // All rows of the connection: what a row says may be a password by what was said before it.
  const missedRows = [...grouped(rows, ({ stream }) => stream).values()].filter(([first]) =>
    missed.has(first!.stream),
  );
  const connections = missedRows.map(connectionOf);
  const messages = [...draftMessages(connections, Infinity, 1).messages.values()];
  const credentials = [...grouped(messages, ({ stream }) => stream).values()].flatMap(
    credentialsOf,
  );
  markSecrets(credentials, messages, new Set(conversation.secretWords));
  const unasked = new Set(
    missedRows.flatMap((own) => unaskedIn(own, firstFrames.get(own[0]!.stream) ?? 0)),
  );
  for (const message of messages) {
    const isDoubted =
      message.fromClient &&
      message.len <= LONGEST_DOUBTED &&
      message.text !== null &&
      message.http === undefined &&
      message.frames.some((frame) => unasked.has(frame) && !searched.has(frame));
    if (isDoubted) markBody(message);
  }
  return messages.filter(({ secrets }) => secrets.length > 0);
}

/** Rows of a connection in which the client says something, while what the server said before lies before them all. */
function unaskedIn(rows: readonly ShownRow[], firstFrame: number): number[] {
  // In the stretch that begins with the connection nothing lies before.
  const heard = new Set(rows[0]!.frame === firstFrame ? [rows[0]!.stretch] : []);
  const unasked: number[] = [];
  for (const row of rows) {
    if (!hasPayload(row)) continue;
    if (!row.fromClient) heard.add(row.stretch);
    else if (!heard.has(row.stretch)) unasked.push(row.frame);
  }
  return unasked;
}

const hasPayload = ({ payloadStart, payloadEnd }: ShownRow): boolean => payloadEnd > payloadStart;

const NO_LIMIT = { usedBytes: 0, limitBytes: Infinity };

/** The connection as far as its rows are kept. */
function connectionOf(rows: readonly ShownRow[]): ToldConnection {
  const tapes = [new StreamTape(Infinity, NO_LIMIT), new StreamTape(Infinity, NO_LIMIT)] as const;
  const reassembly = new DuplexReassembly(tapes);
  for (const row of rows) {
    const { frame, timeNs, payloadStart, payloadEnd } = row;
    const side = row.fromClient ? 0 : 1;
    reassembly.take(side, { ...row.tcp, payloadStart, payloadEnd }, row.bytes, frame, timeNs);
  }
  reassembly.end();
  keepStrays(rows, tapes);
  const [first] = rows as [ShownRow];
  const { src, dst, tcp } = first;
  const sender = { address: src, port: tcp.srcPort };
  const receiver = { address: dst, port: tcp.dstPort };
  const [client, server] = first.fromClient ? [sender, receiver] : [receiver, sender];
  return {
    stream: first.stream,
    client: { ...client, ...endOf(tapes[0]) },
    server: { ...server, ...endOf(tapes[1]) },
    serverKey: endpointKey(server.address, server.port),
    openedNs: first.timeNs,
    endedNs: Infinity,
    tunnels: [],
    earlier: NOT_FRAMED,
    beginningLost: true,
  };
}

/** Payloads that are in no stream are shown all the same. */
function keepStrays(rows: readonly ShownRow[], tapes: readonly [StreamTape, StreamTape]): void {
  const kept = new Set(
    tapes.flatMap(({ pieces, strays }) => [...pieces, ...strays].map(({ frame }) => frame)),
  );
  for (const row of rows) {
    const { frame, timeNs, payloadStart, payloadEnd } = row;
    if (!hasPayload(row) || kept.has(frame)) continue;
    const bytes = row.bytes.subarray(payloadStart, payloadEnd);
    tapes[row.fromClient ? 0 : 1].strays.push({ bytes, frame, timeNs });
  }
}

const endOf = (tape: StreamTape): Omit<TapedEnd, 'address' | 'port'> => ({
  tape,
  isn: null,
  ipIds: [],
  mac: null,
  finished: false,
});
