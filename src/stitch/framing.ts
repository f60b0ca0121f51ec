// How the messages of a connection are told apart, found from the traffic alone: HTTP/1, TLS records, length
// prefixes, lines, else one send one message. Each finder answers null when the bytes do not bear it out.

import type { Certainty } from '../tcp/certainty.ts';
import { frameHttp } from './framing-http.ts';
import { frameLengths } from './framing-lengths.ts';
import { frameLines, isLineText, type LineTest } from './framing-lines.ts';
import { frameSends } from './framing-sends.ts';
import { frameTls } from './framing-tls.ts';
import type { HttpFacts } from './http-facts.ts';
import type { Framing } from './message.ts';
import type { ToldConnection } from './taped-connection.ts';
import type { StreamTape } from './stream-tape.ts';
import { isPlainText } from './text.ts';

/** A message's place on its tape. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** What it says: without line end or length. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
  readonly framing: Framing;
  readonly certainty: Certainty;
  readonly incomplete: boolean;
  readonly http?: HttpFacts;
}

/** The messages of client and of server, each in order. */
export interface FramedConnection {
  readonly client: readonly Span[];
  readonly server: readonly Span[];
}

/** Of the client's and of the server's lines, where they are lines, those that are asked for. */
export type WantedLines = readonly [client: LineTest, server: LineTest];

const EVERY: WantedLines = [() => true, () => true];

export function frameConnection(connection: ToldConnection, wanted = EVERY): FramedConnection {
  const { client, server, earlier } = connection;
  const http = frameHttp(connection);
  if (http !== null) return http;
  const known = [earlier.client, earlier.server];
  const tapes = [client.tape, server.tape] as const;
  const tls = tapes.map(frameTls);
  const lengths = frameLengths(tapes, known.includes('length-prefixed'));
  const [fromClient, fromServer] = [0, 1].map((side): readonly Span[] => {
    const tape = tapes[side]!;
    const peer = tapes[1 - side]!;
    const isServer = side === 1;
    const lines = (known[side] === 'line' ? isPlainText(tape.bytes) : bearOutLines(tape, peer))
      ? frameLines(tape, peer, isServer, wanted[side]!)
      : null;
    return tls[side] ?? lengths[side] ?? lines ?? frameSends(tape, peer);
  });
  return { client: fromClient!, server: fromServer! };
}

/** Lines, where the direction bears them out itself, or its peer does and it ends like one. */
function bearOutLines(tape: StreamTape, peer: StreamTape): boolean {
  const own = isLineText(tape);
  return own === 'yes' || (own === 'perhaps' && isLineText(peer) === 'yes');
}
