// The capture as a whole in words: its story, each connection, where it was taken, and what it cannot show.

import type { Analysis } from '../collect/analysis.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import {
  bytes,
  captured,
  code,
  digits,
  duration,
  list,
  row as rowArg,
  rows as rowsArg,
} from './args.ts';
import type { Arg, Args } from './args.ts';
import type { Catalogue } from './catalogue.ts';
import type { Overview } from './explanation.ts';
import type { RichText } from './rich-text.ts';
import type { RelayFacts } from '../stitch/relay-facts.ts';
import { relayNames } from './relay.ts';
import { ROLE_MESSAGES } from './roles.ts';
import { headline } from './scene.ts';
import type { Message } from './scene.ts';
import { sentence } from './sentence.ts';
import type { Story } from './story.ts';

/** What is said before the rows. `story` must be built from the same analysis. */
export function explainOverview(analysis: Analysis, story: Story, catalogue: Catalogue): Overview {
  const tell = (messages: readonly Message[]): readonly RichText[] =>
    messages.map((told) => sentence(catalogue, told));
  return {
    story: tell(storyOf(analysis, story)),
    connections: new Map(
      analysis.connections.map((facts) => [facts.stream, tell(connectionWords(facts, story))]),
    ),
    vantage: tell(vantageOf(analysis)),
    limits: tell(limitsOf(analysis, story)),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function storyOf(analysis: Analysis, story: Story): readonly Message[] {
  const { captures, connections, connectionsLeftOut, participants, relays } = analysis;
  const segments = sum(captures.map((capture) => capture.segments));
  const span = captures.reduce((longest, { durationNs }) => Math.max(longest, durationNs), 0);
  if (segments === 0) return [headline('overview-nothing')];
  const told = [
    headline('overview-size', {
      segments,
      connections: connections.length + connectionsLeftOut,
      span: duration(span),
    }),
  ];
  told.push(...meetingPoint(connections));
  if (participants.length > 0)
    told.push(
      headline('overview-names', {
        names: list(participants.map(({ name }): Arg => captured(name))),
        count: participants.length,
      }),
    );
  const proven = relays.filter(({ certainty }) => certainty !== 'possible');
  const [relay] = proven;
  if (relay !== undefined)
    told.push(
      headline('overview-relays', {
        count: proven.length,
        in: rowArg(relay.inFrame),
        out: rowArg(relay.outFrame),
        delay: duration(relay.delayNs),
      }),
    );
  told.push(...messagesPassedOn(proven, story), ...refusals(connections, story));
  // Endings are counted only when all connections are here to be counted.
  if (connectionsLeftOut === 0) told.push(...endings(connections));
  return told;
}

/** Said when all connections go to one address and port. */
function meetingPoint(connections: readonly ConnectionFacts[]): readonly Message[] {
  const [first] = connections;
  if (first === undefined || connections.length < 2) return [];
  const { client, server } = first;
  const meet = connections.every(
    (one) => one.server.address === server.address && one.server.port === server.port,
  );
  if (!meet) return [];
  const isOneClient = connections.every((one) => one.client.address === client.address);
  const args = {
    server: code(server.address),
    port: digits(server.port),
    client: code(client.address),
    count: connections.length,
  };
  return [headline(isOneClient ? 'overview-one-client' : 'overview-one-server', args)];
}

const TOLD_MESSAGES = 10;

/** Who said what to whom, as far as names are known. A name given on joining is no message. */
function messagesPassedOn(relays: readonly RelayFacts[], story: Story): readonly Message[] {
  const introductions = new Set(
    story.analysis.participants.map(({ introducedIn }) => introducedIn),
  );
  const frames = new Set(
    relays.filter(({ inFrame }) => !introductions.has(inFrame)).map(({ inFrame }) => inFrame),
  );
  const told = [...frames].flatMap((frame) => messagePassedOn(frame, story));
  const more = told.length - TOLD_MESSAGES;
  if (more <= 0) return told;
  return [...told.slice(0, TOLD_MESSAGES), headline('overview-more-messages', { count: more })];
}

function messagePassedOn(frame: number, story: Story): readonly Message[] {
  const relays = story.relaysFrom(frame);
  const names = relays.map((relay) => relayNames(story, relay));
  const giver = names[0]?.[0] ?? null;
  const takers = names.flatMap(([, taker]) => taker ?? []);
  const text = relays[0]?.common.trim() ?? '';
  if (giver === null || takers.length < relays.length || text === '') return [];
  return [
    headline('overview-message', {
      giver: captured(giver),
      takers: list(takers.map(captured)),
      text: captured(text),
      row: rowArg(frame),
    }),
  ];
}

function refusals(connections: readonly ConnectionFacts[], story: Story): readonly Message[] {
  return connections
    .filter(({ stream }) => story.isRefused(stream))
    .slice(0, TOLD_MESSAGES)
    .map(({ stream, server }) =>
      headline('overview-refused', {
        host: code(server.address),
        port: digits(server.port),
        count: story.rowsOf(stream).filter(({ kind }) => kind === 'rst').length,
      }),
    );
}

/** How the connections ended, counted: nothing is said of an ending that does not occur. */
function endings(connections: readonly ConnectionFacts[]): readonly Message[] {
  const counted = (ending: ConnectionFacts['ending']): Args => ({
    count: connections.filter((facts) => facts.ending === ending).length,
    all: connections.length,
    share: connections.every((facts) => facts.ending === ending) ? 'all' : 'some',
  });
  return [
    headline('overview-open', counted('open')),
    headline('overview-half-closed', counted('half-closed')),
    headline('overview-closed', counted('closed')),
    headline('overview-reset', counted('reset')),
  ].filter(({ args }) => args['count'] !== 0);
}

function connectionWords(facts: ConnectionFacts, story: Story): readonly Message[] {
  const { client, server, roleEvidence } = facts;
  const ends = {
    client: code(client.address),
    clientPort: digits(client.port),
    server: code(server.address),
    serverPort: digits(server.port),
  };
  const told = [
    headline('connection-ends', {
      ...ends,
      packets: facts.packets,
      first: rowArg(facts.firstFrame),
      last: rowArg(facts.lastFrame),
    }),
  ];
  if (roleEvidence !== 'syn') told.push(headline(ROLE_MESSAGES[roleEvidence], ends));
  told.push(...handshakeWords(facts));
  told.push(
    headline('connection-bytes', {
      up: bytes(client.payloadBytes),
      down: bytes(server.payloadBytes),
    }),
  );
  for (const side of ['client', 'server'] as const) {
    const participant = story.participantOf(facts.stream, side);
    if (participant !== null)
      told.push(
        headline('connection-name', {
          side,
          name: captured(participant.name),
          row: rowArg(participant.introducedIn),
        }),
      );
  }
  told.push(
    headline('connection-ending', {
      ending: story.isRefused(facts.stream) ? 'refused' : facts.ending,
      side: facts.endedBy ?? 'none',
    }),
  );
  return told;
}

function handshakeWords(facts: ConnectionFacts): readonly Message[] {
  if (facts.handshake !== 'complete')
    return [
      headline(
        facts.handshake === 'partial' ? 'connection-half-handshake' : 'connection-midstream',
      ),
    ];
  return [
    headline('connection-handshake', {
      delay: duration(facts.initialRttNs ?? 0),
      client: facts.client.isn ?? 0,
      server: facts.server.isn ?? 0,
    }),
  ];
}

function vantageOf({ vantage, hosts }: Analysis): readonly Message[] {
  const { host, reason, certainty, frames } = vantage;
  if (reason === 'loopback') return [headline('vantage-loopback')];
  if (host === null || reason === null) return [headline('vantage-unknown')];
  const args = {
    host: code(host),
    role: hosts.find(({ address }) => address === host)?.roles[0] ?? 'none',
    rows: rowsArg(frames),
    certainty,
  };
  return reason === 'unpadded-short-frames'
    ? [headline('vantage-unpadded', args)]
    : [headline('vantage-offloaded', args)];
}

function limitsOf(analysis: Analysis, story: Story): readonly Message[] {
  const { captures, connections, connectionsLeftOut, rowsLeftOut } = analysis;
  const told = [headline('limits-observer')];
  const others = sum(captures.flatMap(({ otherFrames }) => [...otherFrames.values()]));
  const cut = sum(captures.map(({ cutFrames }) => cutFrames));
  const midstream = connections.filter(
    ({ handshake, stream }) => handshake === 'absent' && !story.isRefused(stream),
  ).length;
  const open = connections.filter(({ ending }) => ending === 'open').length;
  if (midstream > 0) told.push(headline('limits-midstream', { count: midstream }));
  if (open > 0) told.push(headline('limits-open', { count: open }));
  if (others > 0) told.push(headline('limits-other-frames', { count: others }));
  if (cut > 0) told.push(headline('limits-cut-frames', { count: cut }));
  if (rowsLeftOut > 0) told.push(headline('limits-rows-left-out', { count: rowsLeftOut }));
  if (connectionsLeftOut > 0)
    told.push(headline('limits-connections-left-out', { count: connectionsLeftOut }));
  return told;
}
