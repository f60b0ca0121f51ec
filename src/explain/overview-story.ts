// The story of a capture in a few sentences: how much, who, what was passed on, how it ended.

import type { Finding } from '../classify/finding.ts';
import type { Analysis } from '../collect/analysis.ts';
import type { ConnectionTotals } from '../collect/connection-totals.ts';
import type { ParticipantFacts } from '../stitch/participant-facts.ts';
import type { RelayFacts } from '../stitch/relay-facts.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import { endpointKey } from '../tcp/endpoint-text.ts';
import type { Arg, Args } from './args.ts';
import { captured, code, digits, duration, list, row as rowArg, rows as rowsArg } from './args.ts';
import { isRejection, wordOf } from './evidence.ts';
import { scans } from './overview-scan.ts';
import { silences } from './overview-silence.ts';
import { byMessage, isEcho, isToOthers, relayNames } from './relay.ts';
import type { Message } from './scene.ts';
import { headline } from './scene.ts';
import { openedOtherwiseIn } from './simultaneous-open.ts';
import type { Story } from './story.ts';

/** Nothing is said of what does not occur. */
export function storyOf(analysis: Analysis, story: Story): readonly Message[] {
  const { capture, connections, totals, participants, relays } = analysis;
  const { segments, durationNs } = capture;
  if (segments === 0) return [headline('overview-nothing')];
  const { resumed } = analysis;
  const told = [
    headline('overview-size', {
      segments,
      connections: totals.count - resumed.size,
      span: duration(durationNs),
    }),
    ...countedApart(resumed),
  ];
  if (connections.length === totals.count)
    told.push(
      ...meetingPoint(
        connections.filter(({ stream }) => !resumed.has(stream)),
        story,
      ),
    );
  told.push(...namesGiven(participants, story));
  const proven = relays.filter(({ certainty }) => certainty !== 'possible');
  told.push(
    ...firstOf(
      'overview-relays',
      proven.filter((relay) => !isEcho(relay)),
    ),
    ...firstOf('overview-echoes', proven.filter(isEcho)),
    ...perhapsMore(relays, proven),
  );
  told.push(...messagesPassedOn(proven, story), ...refusals(connections, story));
  told.push(...scans(analysis));
  told.push(...silences(analysis, story));
  told.push(...endings({ ...totals, count: totals.count - resumed.size }));
  return told;
}

/** Streams that are no connections of their own. */
const countedApart = (resumed: Analysis['resumed']): readonly Message[] =>
  resumed.size === 0
    ? []
    : [
        headline('overview-resumed', {
          count: resumed.size,
          rows: rowsArg([...resumed.values()].map(({ synFrame }) => synFrame)),
        }),
      ];

/** The first name of each, and the changes. */
function namesGiven(
  participants: readonly ParticipantFacts[],
  { people }: Story,
): readonly Message[] {
  if (participants.length === 0) return [];
  const before = ({ stream, side, introducedIn }: ParticipantFacts): ParticipantFacts | null =>
    people.at(stream, side, introducedIn);
  const firsts = participants.filter((one) => before(one) === one);
  const names = list(firsts.map(({ name }): Arg => captured(name)));
  return [
    headline('overview-names', { names, count: firsts.length }),
    ...participants
      .filter((one) => before(one) !== one)
      .slice(0, TOLD_MESSAGES)
      .map((one) =>
        headline('overview-rename', {
          before: captured(before(one)!.name),
          name: captured(one.name),
          row: rowArg(one.introducedIn),
        }),
      ),
  ];
}

/** How many there are, and where the first is. */
function firstOf(id: string, relays: readonly RelayFacts[]): readonly Message[] {
  const [relay] = relays;
  if (relay === undefined) return [];
  return [
    headline(id, {
      count: relays.length,
      in: rowArg(relay.inFrame),
      out: rowArg(relay.outFrame),
      delay: duration(relay.delayNs),
    }),
  ];
}

/** Rows out of which nobody can tell whether they pass something on: the count before is a lower bound then. */
function perhapsMore(
  relays: readonly RelayFacts[],
  proven: readonly RelayFacts[],
): readonly Message[] {
  const sure = new Set(proven.map(({ outFrame }) => outFrame));
  const rows = new Set(relays.map(({ outFrame }) => outFrame).filter((frame) => !sure.has(frame)));
  return rows.size === 0 ? [] : [headline('overview-relays-possible', { count: rows.size })];
}

/** Said when all connections go to one address and port. */
function meetingPoint(connections: readonly ConnectionFacts[], story: Story): readonly Message[] {
  const [first] = connections;
  if (first === undefined || connections.length < 2) return [];
  // Where both ends ask, nobody is met.
  if (connections.some(({ stream }) => openedOtherwiseIn(stream, story) !== null)) return [];
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
/** Ports that refuse, where not all rows are here to tell when. */
const TOLD_OF_PART = 3;

/** Who said what to whom, as far as names are known. A name given on joining is no message. */
function messagesPassedOn(relays: readonly RelayFacts[], story: Story): readonly Message[] {
  const introductions = new Set(
    story.analysis.participants.map(({ introducedIn }) => introducedIn),
  );
  const frames = new Set(
    relays.filter(({ inFrame }) => !introductions.has(inFrame)).map(({ inFrame }) => inFrame),
  );
  const told = [...frames].flatMap((frame) => messagesOfRow(frame, story));
  const more = told.length - TOLD_MESSAGES;
  if (more <= 0) return told;
  return [...told.slice(0, TOLD_MESSAGES), headline('overview-more-messages', { count: more })];
}

/** A row may bring several messages. */
const messagesOfRow = (frame: number, story: Story): readonly Message[] =>
  [...byMessage(story.relaysFrom(frame).filter(isToOthers)).values()].flatMap((relays) =>
    messagePassedOn(frame, relays, story),
  );

function messagePassedOn(
  frame: number,
  relays: readonly RelayFacts[],
  story: Story,
): readonly Message[] {
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

/** One sentence for each port. */
function refusals(connections: readonly ConnectionFacts[], story: Story): readonly Message[] {
  const { rows, capture } = story.analysis;
  const areAllHere = rows.length >= capture.segments;
  const ports = new Map<string, { server: ConnectionFacts['server']; refused: Finding[] }>();
  for (const { stream, server } of connections) {
    const refused = story
      .rowsOf(stream)
      .flatMap(({ findings }) => findings.filter(({ kind }) => kind === 'closed-port'));
    if (refused.length === 0) continue;
    const key = endpointKey(server.address, server.port);
    const known = ports.get(key);
    if (known === undefined) ports.set(key, { server, refused });
    else known.refused.push(...refused);
  }
  const told = [...ports.entries()].slice(0, TOLD_MESSAGES);
  // Of the others, nobody knows here how many are refused, and until when.
  if (!areAllHere) {
    const more = ports.size - TOLD_OF_PART;
    return [
      ...told.slice(0, TOLD_OF_PART).map(([, { server, refused }]) =>
        headline('overview-refused-one', {
          host: code(server.address),
          port: digits(server.port),
          row: rowArg(Math.min(...refused.map(({ frame }) => frame))),
        }),
      ),
      ...(more > 0 ? [headline('overview-refused-more', { count: more })] : []),
    ];
  }
  return told.map(([key, { server, refused }]) =>
    headline('overview-refused', {
      host: code(server.address),
      port: digits(server.port),
      count: refused.length,
      ...whenRefused(refused, accepted(connections, key, story)),
      refuses: refused.every((one) => wordOf(one, 'refuses') === 'no-connection')
        ? 'no-connection'
        : refused.every(isRejection)
          ? 'rejected'
          : 'request',
    }),
  );
}

/** First frames of the connections that the endpoint took, as its SYN or its bytes show. */
function accepted(
  connections: readonly ConnectionFacts[],
  key: string,
  story: Story,
): readonly number[] {
  const isTaken = ({ stream, handshake, server }: ConnectionFacts): boolean =>
    handshake === 'complete' ||
    (!story.isRefused(stream) && (server.synSeen || server.payloadBytes > 0));
  return connections
    .filter((one) => endpointKey(one.server.address, one.server.port) === key && isTaken(one))
    .map(({ firstFrame }) => firstFrame);
}

/** A port may be open for a part of the capture only. */
function whenRefused(refused: readonly Finding[], acceptedIn: readonly number[]): Args {
  const frames = refused.map(({ frame }) => frame);
  const [first, last] = [Math.min(...frames), Math.max(...frames)];
  const isBefore = acceptedIn.some((frame) => frame < first);
  const isAfter = acceptedIn.some((frame) => frame > last);
  const isBetween = acceptedIn.some((frame) => frame > first && frame < last);
  const when = isBetween || (isBefore && isAfter) ? 'times' : isBefore ? 'from' : 'until';
  return { when: acceptedIn.length === 0 ? 'always' : when, row: rowArg(isBefore ? first : last) };
}

/** How the connections ended, counted: nothing is said of an ending that does not occur. */
function endings({
  count: all,
  endings: counts,
  resetOpened,
  unanswered,
  unconfirmed,
  unsettled,
  scans: ofScans,
}: ConnectionTotals): readonly Message[] {
  const counted = (count: number): Args => ({ count, all, share: count === all ? 'all' : 'some' });
  // What was open was not refused.
  const how = resetOpened === counts.reset ? 'ended' : 'either';
  return [
    headline('overview-open', counted(counts.open - unanswered - unconfirmed - ofScans)),
    headline('overview-half-closed', counted(counts['half-closed'])),
    headline('overview-closed', { ...counted(counts.closed), lost: unsettled }),
    headline('overview-unsettled', counted(unsettled)),
    headline('overview-reset', { ...counted(counts.reset), how }),
  ].filter(({ args }) => args['count'] !== 0);
}
