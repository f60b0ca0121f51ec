// The machine-readable row of one connection, version 1 (docs/schema/streams.v1.json). Fields may be added; none is
// renamed or removed within a version. Times and round trips are seconds.

import { completenessText } from '../streams/completeness-text.ts';
import type { StreamEnding, StreamFacts, StreamSideFacts } from '../streams/stream-facts.ts';
import type { ConnState } from '../streams/zeek-state.ts';
import type { Side } from '../tcp/connection.ts';
import type { RoleEvidence } from '../tcp/connection-facts.ts';
import type { LabelName } from '../tcp/label.ts';

/** A connection as Zeek would log it; `originator` is its word for the end that opened it. */
export interface ZeekRecord {
  readonly originator: 'client' | 'server';
  readonly connState: ConnState;
  readonly history: string;
}

export interface StreamRecord {
  /** Only when several files are given: the file's name. */
  readonly capture?: string;
  /** Wireshark's tcp.stream, 0-based. */
  readonly stream: number;
  readonly client: string;
  readonly clientPort: number;
  readonly server: string;
  readonly serverPort: number;
  /** How it is known which end is the client. */
  readonly roleEvidence: RoleEvidence;
  readonly firstFrame: number;
  readonly lastFrame: number;
  /** Since the capture's first record. */
  readonly firstTime: number;
  readonly lastTime: number;
  readonly clientPackets: number;
  readonly serverPackets: number;
  /** Frames' bytes on the wire. */
  readonly clientBytes: number;
  readonly serverBytes: number;
  /** Payload bytes captured for the first time, and those that had been captured before. */
  readonly clientUniqueBytes: number;
  readonly serverUniqueBytes: number;
  readonly clientResentBytes: number;
  readonly serverResentBytes: number;
  /** Wireshark's tcp.completeness and tcp.completeness.str. */
  readonly completeness: number;
  readonly completenessStr: string;
  /** Zeek's conn_state and history. */
  readonly connState: ConnState;
  readonly history: string;
  /** Latest SYN to the ACK that ended the handshake, as Wireshark's tcp.analysis.initial_rtt; null without it. */
  readonly initialRtt: number | null;
  /** First SYN to that ACK. */
  readonly handshakeTime: number | null;
  /** Data of that side to the acknowledgement that covers it; null without samples. */
  readonly clientRttMin: number | null;
  readonly clientRttMedian: number | null;
  readonly clientRttMax: number | null;
  readonly serverRttMin: number | null;
  readonly serverRttMedian: number | null;
  readonly serverRttMax: number | null;
  readonly ending: StreamEnding;
  /** Who sent the first FIN or RST. */
  readonly closedBy: 'client' | 'server' | null;
  /** Segments with each of Wireshark's labels. */
  readonly labels: Readonly<Partial<Record<LabelName, number>>>;
  /** Options of the SYNs; null when not offered, or the SYN was not captured. */
  readonly clientMss: number | null;
  readonly serverMss: number | null;
  readonly clientWindowShift: number | null;
  readonly serverWindowShift: number | null;
  readonly clientSack: boolean | null;
  readonly serverSack: boolean | null;
  readonly clientTimestamps: boolean | null;
  readonly serverTimestamps: boolean | null;
  /** The stream before it on the same addresses and ports. */
  readonly reuses: number | null;
  /** Further connections that Zeek would make of this stream, because a time-out passed in between. */
  readonly laterZeek?: readonly ZeekRecord[];
}

/** A connection, its sides by their roles; `capture` is given when several files are read. */
export interface ToldStream {
  readonly facts: StreamFacts;
  readonly client: StreamSideFacts;
  readonly server: StreamSideFacts;
  readonly capture: string | undefined;
}

export const toldStream = (facts: StreamFacts, capture?: string): ToldStream => ({
  facts,
  client: facts.sides[facts.client],
  server: facts.sides[facts.client === 0 ? 1 : 0],
  capture,
});

/** What each field of the record tells, in their order. */
export const STREAM_FIELDS: {
  readonly [Name in keyof StreamRecord]-?: (told: ToldStream) => StreamRecord[Name];
} = {
  capture: ({ capture }) => capture,
  stream: ({ facts }) => facts.stream,
  client: ({ client }) => client.address,
  clientPort: ({ client }) => client.port,
  server: ({ server }) => server.address,
  serverPort: ({ server }) => server.port,
  roleEvidence: ({ facts }) => facts.roleEvidence,
  firstFrame: ({ facts }) => facts.firstFrame,
  lastFrame: ({ facts }) => facts.lastFrame,
  firstTime: ({ facts }) => facts.firstTimeNs / 1e9,
  lastTime: ({ facts }) => facts.lastTimeNs / 1e9,
  clientPackets: ({ client }) => client.packets,
  serverPackets: ({ server }) => server.packets,
  clientBytes: ({ client }) => client.bytes,
  serverBytes: ({ server }) => server.bytes,
  clientUniqueBytes: ({ client }) => uniqueBytes(client),
  serverUniqueBytes: ({ server }) => uniqueBytes(server),
  clientResentBytes: ({ client }) => client.resentBytes,
  serverResentBytes: ({ server }) => server.resentBytes,
  completeness: ({ facts }) => facts.completeness,
  completenessStr: ({ facts }) => completenessText(facts.completeness),
  connState: ({ facts }) => facts.connState,
  history: ({ facts }) => facts.history,
  initialRtt: ({ facts }) => seconds(facts.initialRttNs),
  handshakeTime: ({ facts }) => seconds(facts.handshakeNs),
  clientRttMin: ({ client }) => seconds(client.rttMinNs),
  clientRttMedian: ({ client }) => seconds(client.rttMedianNs),
  clientRttMax: ({ client }) => seconds(client.rttMaxNs),
  serverRttMin: ({ server }) => seconds(server.rttMinNs),
  serverRttMedian: ({ server }) => seconds(server.rttMedianNs),
  serverRttMax: ({ server }) => seconds(server.rttMaxNs),
  ending: ({ facts }) => facts.ending,
  closedBy: ({ facts }) => (facts.endedBy < 0 ? null : roleOf(facts.endedBy as Side, facts)),
  labels: ({ facts }) => facts.labels,
  clientMss: ({ client }) => offered(client.mss),
  serverMss: ({ server }) => offered(server.mss),
  clientWindowShift: ({ client }) => offered(client.windowShift),
  serverWindowShift: ({ server }) => offered(server.windowShift),
  clientSack: ({ client }) => client.sackPermitted,
  serverSack: ({ server }) => server.sackPermitted,
  clientTimestamps: ({ client }) => client.timestamps,
  serverTimestamps: ({ server }) => server.timestamps,
  reuses: ({ facts }) => (facts.reuses < 0 ? null : facts.reuses),
  laterZeek: ({ facts }) =>
    facts.laterZeek.length === 0
      ? undefined
      : facts.laterZeek.map(({ originator, connState, history }) => ({
          originator: roleOf(originator, facts),
          connState,
          history,
        })),
};

const roleOf = (side: Side, { client }: StreamFacts): 'client' | 'server' =>
  side === client ? 'client' : 'server';

const uniqueBytes = (side: StreamSideFacts): number => side.payloadBytes - side.resentBytes;

const seconds = (ns: number): number | null => (Number.isNaN(ns) ? null : ns / 1e9);

const offered = (value: number): number | null => (value < 0 ? null : value);
