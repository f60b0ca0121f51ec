// The tables at the front of a report: facts about the capture, hosts, connections.

import type { Analysis, CaptureFacts, HostFacts } from '../collect/analysis.ts';
import { duration } from '../explain/args.ts';
import type { Catalogue } from '../explain/catalogue.ts';
import type { Overview } from '../explain/explanation.ts';
import { handshakeSpan } from '../explain/handshake-span.ts';
import { isUnanswered, unopenedIn, type Unopened } from '../explain/unopened.ts';
import type { ParticipantFacts } from '../stitch/participant-facts.ts';
import type { ConnectionFacts, EndpointFacts } from '../tcp/connection-facts.ts';
import { endpointText } from '../tcp/endpoint-text.ts';
import { grouped } from '../tcp/grouped.ts';
import { linkHere } from './build-row.ts';
import type { RowContext } from './build-row.ts';
import { numberRanges } from './number-ranges.ts';
import type {
  ConnectionEnd,
  ConnectionLine,
  Fact,
  HostLine,
  StandOutLine,
} from './report-model.ts';
import { resolutionText, utcText } from './time-text.ts';
import { ENDING_IDS, HANDSHAKE_IDS, ROLE_EVIDENCE_IDS, UNOPENED_IDS } from './value-words.ts';

const otherFramesText = (facts: CaptureFacts): string =>
  [...facts.otherFrames].map(([name, count]) => `${name} ${count}`).join(', ');

/** File, format, link type, when it was taken and how long it lasts, and what it holds besides TCP. */
export const captureFacts = (facts: CaptureFacts, catalogue: Catalogue): Fact[] => {
  const plain: Catalogue['plain'] = (id, args) => catalogue.plain(id, args);
  const fact = (id: string, value: string): Fact[] =>
    value === '' ? [] : [{ label: plain(id), value }];
  const format =
    facts.compression === 'none' ? facts.format : `${facts.format}, ${facts.compression}`;
  return [
    ...fact('report-fact-format', format),
    ...fact('report-fact-link', facts.linkTypes.join(', ')),
    ...fact('report-fact-captured-by', facts.capturedBy.join('; ')),
    ...fact('report-fact-filter', facts.filters.join('; ')),
    ...fact('report-fact-start', facts.epochNs === null ? '' : utcText(facts.epochNs)),
    ...fact('report-fact-resolution', resolutionText(facts.resolution)),
    ...fact('report-fact-duration', plain('report-duration', { time: duration(facts.durationNs) })),
    ...fact('report-fact-frames', String(facts.records)),
    ...fact('report-fact-segments', String(facts.segments)),
    ...fact('report-fact-other', otherFramesText(facts)),
    ...fact('report-fact-cut', facts.cutFrames === 0 ? '' : String(facts.cutFrames)),
  ];
};

/** What stands out, with the rows that this report explains linked. */
export const standOutLines = (
  overview: Overview,
  { catalogue, here }: RowContext,
): StandOutLine[] =>
  overview.standOuts.map(({ name, filter, count, frames, meaning }) => ({
    name,
    count,
    meaning: meaning.map((sentence) => linkHere(sentence, here)),
    frames: frames.map((frame) => ({ frame, here: here(frame) })),
    more:
      count > frames.length
        ? catalogue.plain('report-and-more', { count: count - frames.length })
        : null,
    filter,
  }));

/** Hosts with the names their users gave themselves, found by the connections they took part in. */
export const hostLines = (analysis: Analysis, { catalogue, people }: RowContext): HostLine[] =>
  analysis.hosts.map((host) => {
    const names = analysis.connections.flatMap(({ stream, client, server }) => [
      ...(client.address === host.address ? people.all(stream, 'client') : []),
      ...(server.address === host.address ? people.all(stream, 'server') : []),
    ]);
    return {
      address: host.address,
      macs: host.macs,
      ...portsText(host, catalogue),
      names: [...new Set(names.map(({ name }) => name))],
      roles: host.roles.map((role) =>
        catalogue.plain(role === 'client' ? 'report-client' : 'report-server'),
      ),
      packetsSent: host.packetsSent,
      capturedHere: host.capturedHere,
    };
  });

/** Ranges of ports shown of a host. */
const MOST_RANGES = 24;

function portsText(
  { ports, hasMorePorts }: HostFacts,
  catalogue: Catalogue,
): Pick<HostLine, 'ports' | 'morePorts'> {
  const ranges = numberRanges(ports);
  const told = ranges.slice(0, MOST_RANGES);
  const count = ranges.slice(MOST_RANGES).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return {
    ports: told.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)),
    morePorts: hasMorePorts
      ? catalogue.plain('report-and-others')
      : count === 0
        ? null
        : catalogue.plain('report-and-more', { count }),
  };
}

const connectionEnd = (
  facts: EndpointFacts,
  names: readonly ParticipantFacts[],
): ConnectionEnd => ({
  endpoint: endpointText(facts.address, facts.port),
  name: names[0]?.name ?? null,
  packets: facts.packets,
  payloadBytes: facts.payloadBytes,
  state: facts.state,
});

/** They have no end that a row shows. */
const NEVER_OPENED: ReadonlySet<Unopened | undefined> = new Set<Unopened>(['unconfirmed', 'scan']);

const handshakeId = ({ handshake }: ConnectionFacts, unopened: Unopened | undefined): string =>
  unopened === undefined ? HANDSHAKE_IDS[handshake] : UNOPENED_IDS[unopened];

/** Connections in the order they began, with what explain says of each. */
export const connectionLines = (
  analysis: Analysis,
  overview: Overview,
  { catalogue, people, here }: RowContext,
): ConnectionLine[] => {
  const unopened = unopenedIn(analysis);
  const rows = grouped(analysis.rows, ({ stream }) => stream);
  const timeText = (ns: number): string =>
    catalogue.plain('report-duration', { time: duration(ns) });
  /** As the sentences have it; Wireshark's where steps were recorded out of order. */
  const handshakeTime = ({ stream, handshake, initialRttNs }: ConnectionFacts): string | null => {
    // Of a SYN that changed nothing there is no handshake.
    if (initialRttNs === null || analysis.resumed.has(stream)) return null;
    if (handshake !== 'complete') return timeText(initialRttNs);
    const span = handshakeSpan(rows.get(stream) ?? [], initialRttNs);
    return timeText(span.order === 'lost' ? initialRttNs : span.wholeNs);
  };
  return analysis.connections
    .filter(({ stream }) => analysis.listed.has(stream))
    .map((facts) => ({
      stream: facts.stream,
      client: connectionEnd(facts.client, people.all(facts.stream, 'client')),
      server: connectionEnd(facts.server, people.all(facts.stream, 'server')),
      firstFrame: facts.firstFrame,
      lastFrame: facts.lastFrame,
      packets: facts.packets,
      handshake: catalogue.plain(handshakeId(facts, unopened.get(facts.stream))),
      ending: catalogue.plain(
        isUnanswered(facts) || NEVER_OPENED.has(unopened.get(facts.stream))
          ? 'report-ending-unopened'
          : ENDING_IDS[facts.ending],
      ),
      roles: catalogue.plain(ROLE_EVIDENCE_IDS[facts.roleEvidence]),
      handshakeTime: handshakeTime(facts),
      initialRtt: facts.initialRttNs === null ? null : timeText(facts.initialRttNs),
      sentences: (overview.connections.get(facts.stream) ?? []).map((sentence) =>
        linkHere(sentence, here),
      ),
    }));
};
