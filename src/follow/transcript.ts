// What a followed connection is turned into: text, piece by piece, as its segments pass. One object a connection.

import type { Utf8Lines } from '../export/utf8-lines.ts';
import type { SegmentContext } from '../sink.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import { rolesOf, type Role } from '../tcp/roles.ts';

export interface Transcript {
  /** Takes the next segment of the connection; `timeNs` since 1970, 0 where the record has no time. */
  segment(context: SegmentContext, timeNs: bigint): void;
  /** No more segments will come. */
  end(): void;
}

/** Takes what a transcript writes. */
export interface TranscriptOutput {
  readonly lines: Utf8Lines;
  /** To be called when a piece is complete in `lines`: all since the last call is this transcript's. */
  written(): void;
}

/** Writes a whole piece. */
export function writeText(output: TranscriptOutput, text: string): void {
  output.lines.text(text);
  output.written();
}

export type WantedSide = 'client' | 'server' | 'both';

/** Who is client, as far as this connection alone shows it by now. */
export const roleSoFar = (connection: Connection): Role =>
  rolesOf([connection]).get(connection.stream)!;

/** Whether `side` is asked for, where the client is `client`. */
export const isWanted = (wanted: WantedSide, side: Side, client: Side): boolean =>
  wanted === 'both' || (wanted === 'client') === (side === client);
