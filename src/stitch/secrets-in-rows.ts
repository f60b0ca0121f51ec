// Passwords in rows that are shown though the conversation had no room for what they say: the rows are stitched by
// themselves. Of what the conversation holds, and of what is not shown, nothing is told here. Of very many lines only
// those that may tell a password become messages.

import { grouped } from '../tcp/grouped.ts';
import type { Conversation } from './conversation.ts';
import { credentialsOf } from './credentials.ts';
import { draftMessages, type DraftMessage } from './draft-message.ts';
import { isLineText } from './framing-lines.ts';
import type { WantedLines } from './framing.ts';
import { markBody, markSecrets } from './mask.ts';
import type { Message } from './message.ts';
import { connectionOf, hasPayload, payloadsOf, type ShownRow } from './shown-rows.ts';
import type { StreamTape } from './stream-tape.ts';
import type { ToldConnection } from './taped-connection.ts';
import { lineCount, tellingLines, testsOf, type TellingLines } from './telling-lines.ts';
import { WordIndex } from './word-index.ts';

/** Longer ones are no passwords. */
const LONGEST_DOUBTED = 128;
/** With more lines in all rows together, messages are made only of those that may tell a password. */
const MOST_LINES = 50_000;
/** With more passwords in a row it is masked whole. */
const MOST_IN_ROW = 100;

/** The rows that are searched, and what is known of them. */
interface Search {
  /** By connection. */
  readonly rows: ReadonlyMap<number, readonly ShownRow[]>;
  readonly connections: readonly ToldConnection[];
  /** In which the client may answer what is not among the rows. */
  readonly unasked: ReadonlySet<number>;
  /** Rows that the conversation holds. */
  readonly searched: ReadonlySet<number>;
}

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
  const missedRows = [...grouped(rows, ({ stream }) => stream)].filter(([stream]) =>
    missed.has(stream),
  );
  const search: Search = {
    rows: new Map(missedRows),
    connections: missedRows.map(([, own]) => connectionOf(own)),
    unasked: new Set(
      missedRows.flatMap(([stream, own]) => unaskedIn(own, firstFrames.get(stream) ?? 0)),
    ),
    searched,
  };
  const known = new Set(conversation.secretWords);
  const secrets =
    linesIn(search.connections) > MOST_LINES
      ? secretsInManyLines(search, known)
      : marked(search, draftsOf(search.connections), known).secrets;
  return joinedInRows(secrets, search.rows.values());
}

const draftsOf = (
  connections: readonly ToldConnection[],
  wanted?: (connection: ToldConnection) => WantedLines,
): DraftMessage[] => [...draftMessages(connections, Infinity, 1, wanted).messages.values()];

interface Marked {
  /** The messages with passwords. */
  readonly secrets: DraftMessage[];
  /** All passwords that others may say again. */
  readonly words: ReadonlySet<string>;
}

function marked(
  { unasked, searched }: Search,
  messages: readonly DraftMessage[],
  known: ReadonlySet<string>,
): Marked {
  const credentials = [...grouped(messages, ({ stream }) => stream).values()].flatMap(
    credentialsOf,
  );
  const words = markSecrets(credentials, messages, known);
  for (const message of messages) {
    const isDoubted =
      message.fromClient &&
      message.len <= LONGEST_DOUBTED &&
      message.text !== null &&
      message.http === undefined &&
      message.frames.some((frame) => unasked.has(frame) && !searched.has(frame));
    if (isDoubted) markBody(message);
  }
  return { secrets: messages.filter(({ secrets }) => secrets.length > 0), words };
}

/** The lines that may tell a password; once more, when they did, for those in which it is said again. */
function secretsInManyLines(search: Search, known: ReadonlySet<string>): DraftMessage[] {
  const first = secretsInSomeLines(search, known);
  return first.words.size === known.size
    ? first.secrets
    : secretsInSomeLines(search, first.words).secrets;
}

function secretsInSomeLines(search: Search, known: ReadonlySet<string>): Marked {
  const { connections, unasked, searched } = search;
  const words = known.size === 0 ? null : new WordIndex(known);
  const doubted = new Set([...unasked].filter((frame) => !searched.has(frame)));
  const telling = new Map<ToldConnection, TellingLines>();
  let lines = 0;
  for (const connection of connections) {
    const own = tellingLines(connection, words, doubted);
    lines += linesOf(connection.client.tape, own[0]) + linesOf(connection.server.tape, own[1]);
    telling.set(connection, own);
  }
  // So much may be a password, or one said again, that nothing is shown.
  if (lines > MOST_LINES) return { secrets: maskedWhole([...search.rows.values()]), words: known };
  const wanted = (connection: ToldConnection): WantedLines => testsOf(telling.get(connection)!);
  return marked(search, draftsOf(connections, wanted), known);
}

/** The messages, but of rows with very many of them the payload as a whole. */
function joinedInRows(
  secrets: readonly DraftMessage[],
  rows: Iterable<readonly ShownRow[]>,
): DraftMessage[] {
  const counts = new Map<number, number>();
  for (const { frames } of secrets)
    for (const frame of frames) counts.set(frame, (counts.get(frame) ?? 0) + 1);
  const isFull = (frame: number): boolean => (counts.get(frame) ?? 0) > MOST_IN_ROW;
  const full = [...rows]
    .map((own) => own.filter(({ frame }) => isFull(frame)))
    .filter((own) => own.length > 0);
  return [...secrets.filter(({ frames }) => !frames.every(isFull)), ...maskedWhole(full)];
}

/** The payload of each row, by connection, as one message that is a password. */
function maskedWhole(rows: readonly (readonly ShownRow[])[]): DraftMessage[] {
  const messages = draftsOf(rows.map(payloadsOf));
  for (const message of messages) markBody(message);
  return messages;
}

const linesIn = (connections: readonly ToldConnection[]): number =>
  connections
    .flatMap(({ client, server }) => [client.tape, server.tape])
    .reduce((sum, tape) => sum + linesOf(tape, [{ start: 0, end: tape.lenBytes }]), 0);

/** What is not told apart by lines has none. */
const linesOf = (tape: StreamTape, ranges: TellingLines[number]): number =>
  ranges.length === 0 || isLineText(tape) === 'no' ? 0 : lineCount(tape, ranges);

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
