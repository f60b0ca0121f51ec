// A connection with what both its ends said, as stitching sees it: plain facts and two tapes.

import type { Connection, Side } from '../tcp/connection.ts';
import { endpointKey } from '../tcp/endpoint-text.ts';
import type { Framing } from './message.ts';
import type { StreamTape } from './stream-tape.ts';

/** How a connection's messages were told apart so far, for what comes of it later. */
export interface EarlierFraming {
  /** Of the client's and of the server's last message; null before the first. */
  readonly client: Framing | null;
  readonly server: Framing | null;
  /** Methods of HTTP requests whose answers are still to come. */
  readonly methods: readonly string[];
  /** HTTP gave way to another protocol. */
  readonly switched: boolean;
}

export const NOT_FRAMED: EarlierFraming = {
  client: null,
  server: null,
  methods: [],
  switched: false,
};

/** Tapes by side, while the capture is read. */
export interface TapedConnection {
  readonly connection: Connection;
  readonly tapes: readonly [StreamTape, StreamTape];
  /** Tunnel protocols around its first kept row, outermost first. */
  readonly tunnels: readonly string[];
  /** IP identification of the first rows with payload, by side; what a second capture of them repeats. */
  readonly ipIds: [readonly number[], readonly number[]];
  /** Link addresses of the sides, as hexadecimal digits; null where the link has none. */
  readonly macs: readonly [string | null, string | null];
  /** Time of its first FIN or RST; Infinity while it is open. */
  endedNs: number;
  /** The sides that sent FIN. */
  readonly finished: [boolean, boolean];
  earlier: EarlierFraming;
  /** Its first messages were told and are no longer at hand, or it was not followed from its first byte. */
  beginningLost: boolean;
}

/** The same once it is known who is the client. */
export interface ToldConnection {
  readonly stream: number;
  readonly client: TapedEnd;
  readonly server: TapedEnd;
  /** The server's endpoint as a key (endpoint-text.ts). */
  readonly serverKey: string;
  readonly openedNs: number;
  readonly endedNs: number;
  readonly tunnels: readonly string[];
  readonly earlier: EarlierFraming;
  readonly beginningLost: boolean;
}

export interface TapedEnd {
  readonly address: string;
  readonly port: number;
  readonly tape: StreamTape;
  /** Initial sequence number, uint32; null when its SYN was not seen. */
  readonly isn: number | null;
  readonly ipIds: readonly number[];
  readonly mac: string | null;
  readonly finished: boolean;
}

/** Turns sides into client and server. */
export function toldConnection(taped: TapedConnection, client: Side): ToldConnection {
  const { connection, endedNs, tunnels, earlier, beginningLost } = taped;
  const one = endOf(taped, client);
  const other = endOf(taped, client === 0 ? 1 : 0);
  return {
    stream: connection.stream,
    client: one,
    server: other,
    serverKey: endpointKey(other.address, other.port),
    openedNs: connection.firstTimeNs,
    endedNs,
    tunnels,
    earlier,
    beginningLost,
  };
}

const endOf = (
  { connection, tapes, ipIds, macs, finished }: TapedConnection,
  side: Side,
): TapedEnd => ({
  address: connection.address(side),
  port: connection.ports[side],
  tape: tapes[side],
  isn: connection.halves[side].synSeen ? connection.halves[side].baseSeq >>> 0 : null,
  ipIds: ipIds[side],
  mac: macs[side],
  finished: finished[side],
});
