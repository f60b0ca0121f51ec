// An index over an Analysis: rows, connections, relays and names by what explanations ask for, and where in the
// report each mechanism is met first (there it is explained in full). Built once; asks nothing of the order of rows asked.

import type { PacketRow } from '../classify/packet-row.ts';
import type { Analysis } from '../collect/analysis.ts';
import type { IcmpErrorFacts } from '../collect/icmp-errors.ts';
import type { RelayFacts } from '../stitch/relay-facts.ts';
import type { ConnectionFacts, EndpointFacts } from '../tcp/connection-facts.ts';
import { endpointKey } from '../tcp/endpoint-text.ts';
import { isFound } from './evidence.ts';
import { grouped } from '../tcp/grouped.ts';
import type { ConversationIndex } from './conversation-index.ts';
import { indexConversation } from './conversation-index.ts';
import { peopleOf, type People } from './people.ts';
import type { Topic } from './topics.ts';
import { TOPICS } from './topics.ts';
import { isRefusedRequest, unopenedIn, type Unopened } from './unopened.ts';

export type Side = 'client' | 'server';

type Endpoint = Pick<EndpointFacts, 'address' | 'port'>;

export interface Story {
  readonly analysis: Analysis;
  rowOf(frame: number): PacketRow | null;
  /** Kept rows of a connection, in order. Others of its rows may lie between them. */
  rowsOf(stream: number): readonly PacketRow[];
  /** Kept rows of the row's connection, in order, with no others between them. */
  rowsWith(row: PacketRow): readonly PacketRow[];
  /** The last of them before the row, `most` at most. */
  rowsBefore(row: PacketRow, most: number): readonly PacketRow[];
  /** Whether `side` of the row's connection sent any of those rows after it. */
  isHeardAfter(row: PacketRow, side: Side): boolean;
  connectionOf(stream: number): ConnectionFacts | null;
  /** Where the message of this row went on to, as far as that is at least likely. */
  relaysFrom(frame: number): readonly RelayFacts[];
  /** The same, when it is no more than possible: nothing may be built on it. */
  possibleRelaysFrom(frame: number): readonly RelayFacts[];
  /** Where the message of this row came from. */
  relayTo(frame: number): RelayFacts | null;
  possibleRelayTo(frame: number): RelayFacts | null;
  /** Several connections of the capture have this client, by address and port. */
  isSharedPort(client: Endpoint): boolean;
  /** What became of the request for a connection that never was; null where there was one. */
  unopened(stream: number): Unopened | null;
  readonly people: People;
  /** Proxies, caches, passwords, floods by row. */
  readonly talk: ConversationIndex;
  /** True when every segment of the row's connection is among the rows: only then may we say that something is nowhere. */
  hasAllOf(row: PacketRow): boolean;
  /** True when every segment of its connection before the row is among the rows, and whole: only then is something new in it. */
  hasAllBefore(row: PacketRow): boolean;
  /** True when rows of this connection are refused with RST: there is no connection behind it. */
  isRefused(stream: number): boolean;
  /** True when the row is one of those the report explains, not only kept so that others can point at it. */
  isExplained(frame: number): boolean;
  /** The first row of this connection that the report explains. */
  firstExplained(stream: number): number | null;
  /** ICMP errors that quote the row, in capture order. */
  icmpErrorsAbout(frame: number): readonly IcmpErrorFacts[];
  /** The first explained row that meets this mechanism; null when none does. */
  firstMention(topic: Topic): number | null;
}

const byRow = (relays: readonly RelayFacts[]) => ({
  byIn: grouped(relays, ({ inFrame }) => inFrame),
  byOut: grouped(relays, ({ outFrame }) => outFrame),
});

const stretchKey = ({ stream, stretch }: PacketRow): string => `${stream} ${stretch}`;

export function buildStory(analysis: Analysis): Story {
  const byFrame = new Map<number, PacketRow>();
  const byStream = grouped(analysis.rows, ({ stream }) => stream);
  const byStretch = grouped(analysis.rows, stretchKey);
  const places = new Map<PacketRow, number>();
  for (const rows of byStretch.values())
    for (const [place, row] of rows.entries()) places.set(row, place);
  const firstPartial = new Map<number, number>();
  for (const { tcp, stream, frame } of analysis.rows)
    if (tcp.isPartial && !firstPartial.has(stream)) firstPartial.set(stream, frame);
  const lastRows = new Map<string, number>();
  const refused = new Set<number>();
  const isExplained = (frame: number): boolean =>
    analysis.selected === null || analysis.selected.has(frame);
  const openings = new Map<number, number>();
  const mentions = new Map<Topic, number>();
  let unmet = [...TOPICS];
  for (const row of analysis.rows) {
    if (!byFrame.has(row.frame)) byFrame.set(row.frame, row);
    lastRows.set(`${stretchKey(row)} ${row.fromClient ? 'client' : 'server'}`, row.frame);
    if (isFound(row, 'closed-port')) refused.add(row.stream);
    if (!isExplained(row.frame)) continue;
    if (!openings.has(row.stream)) openings.set(row.stream, row.frame);
    const met = unmet.filter(([, meets]) => meets(row));
    for (const [topic] of met) mentions.set(topic, row.frame);
    if (met.length > 0) unmet = unmet.filter(([topic]) => !mentions.has(topic));
  }
  for (const facts of analysis.connections) if (isRefusedRequest(facts)) refused.add(facts.stream);
  const relays = byRow(analysis.relays.filter(({ certainty }) => certainty !== 'possible'));
  const possible = byRow(analysis.relays.filter(({ certainty }) => certainty === 'possible'));
  const icmpErrors = grouped(analysis.icmpErrors, ({ quotedFrame }) => quotedFrame);
  const clients = new Map<string, number>();
  for (const { client, cutFrom } of analysis.connections) {
    // What is cut off from a connection is no other one.
    if (cutFrom !== null) continue;
    const key = endpointKey(client.address, client.port);
    clients.set(key, (clients.get(key) ?? 0) + 1);
  }
  const unopened = unopenedIn(analysis);
  const connections = new Map(analysis.connections.map((facts) => [facts.stream, facts]));
  return {
    analysis,
    talk: indexConversation(analysis.conversation),
    hasAllBefore: (row) =>
      byStretch.get(stretchKey(row))?.[0]?.frame === connections.get(row.stream)?.firstFrame &&
      row.frame <= (firstPartial.get(row.stream) ?? Infinity),
    hasAllOf: ({ stream }) => byStream.get(stream)?.length === connections.get(stream)?.packets,
    isRefused: (stream) => refused.has(stream),
    isExplained,
    firstExplained: (stream) => openings.get(stream) ?? null,
    rowOf: (frame) => byFrame.get(frame) ?? null,
    rowsOf: (stream) => byStream.get(stream) ?? [],
    rowsWith: (row) => byStretch.get(stretchKey(row)) ?? [],
    rowsBefore: (row, most) => {
      const place = places.get(row) ?? 0;
      return (byStretch.get(stretchKey(row)) ?? []).slice(Math.max(0, place - most), place);
    },
    isHeardAfter: (row, side) => (lastRows.get(`${stretchKey(row)} ${side}`) ?? 0) > row.frame,
    connectionOf: (stream) => connections.get(stream) ?? null,
    relaysFrom: (frame) => relays.byIn.get(frame) ?? [],
    possibleRelaysFrom: (frame) => possible.byIn.get(frame) ?? [],
    relayTo: (frame) => relays.byOut.get(frame)?.[0] ?? null,
    possibleRelayTo: (frame) => possible.byOut.get(frame)?.[0] ?? null,
    isSharedPort: ({ address, port }) => (clients.get(endpointKey(address, port)) ?? 0) > 1,
    unopened: (stream) => unopened.get(stream) ?? null,
    people: peopleOf(analysis.participants),
    icmpErrorsAbout: (frame) => icmpErrors.get(frame) ?? [],
    firstMention: (topic) => mentions.get(topic) ?? null,
  };
}
