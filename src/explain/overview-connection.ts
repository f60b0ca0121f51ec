// One connection in a few sentences: its ends, its handshake, how much was sent, how it ended.

import type { PacketRow } from '../classify/packet-row.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import type { ParticipantFacts } from '../stitch/participant-facts.ts';
import type { Arg, Args } from './args.ts';
import { bytes, captured, code, digits, duration, list, message, row as rowArg } from './args.ts';
import { senderState } from './row-states.ts';
import { isFound, isInName } from './evidence.ts';
import { handshakeSpan } from './handshake-span.ts';
import { ROLE_MESSAGES } from './roles.ts';
import type { Message } from './scene.ts';
import { headline } from './scene.ts';
import { openedOtherwiseIn } from './simultaneous-open.ts';
import { standOutsOf } from './stand-out-words.ts';
import type { Story } from './story.ts';
import { isRepeated } from './topics.ts';

export function connectionWords(facts: ConnectionFacts, story: Story): readonly Message[] {
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
  told.push(...handshakeWords(facts, story));
  told.push(
    headline('connection-bytes', {
      up: bytes(client.payloadBytes),
      down: bytes(server.payloadBytes),
      again: countsAgain(facts, story) ? 'yes' : 'no',
    }),
  );
  for (const side of ['client', 'server'] as const) {
    const [first, ...later] = story.people.all(facts.stream, side);
    if (first === undefined) continue;
    const named = ({ name, introducedIn }: ParticipantFacts): Args => ({
      side,
      name: captured(name),
      row: rowArg(introducedIn),
    });
    told.push(headline('connection-name', named(first)));
    told.push(...later.map((one) => headline('connection-rename', named(one))));
  }
  told.push(...standOutsOf(facts.stream, story.analysis), ...pacingWords(facts.stream, story));
  const goesOn = [...story.analysis.resumed.values()].find(
    ({ continues }) => continues === facts.stream,
  );
  const reset = story.rowsOf(facts.stream).find(({ kind }) => kind === 'rst');
  const clearing = reset === undefined ? clearedIn(facts, story) : undefined;
  if (clearing !== undefined)
    return [...told, headline('connection-cleared', { row: rowArg(clearing.frame) })];
  told.push(
    headline('connection-ending', {
      in: digits(goesOn?.stream ?? 0),
      row: rowArg(goesOn?.synFrame ?? 0),
      cut: goesOn === undefined ? 'greeting' : 'syn',
      ending:
        story.unopened(facts.stream) ?? (story.isRefused(facts.stream) ? 'refused' : facts.ending),
      side: facts.endedBy ?? 'none',
      seen: client.packets === 0 || server.packets === 0 ? 'one' : 'both',
      by: reset !== undefined && isInName(reset) ? 'other' : 'own',
    }),
  );
  if (facts.unsettled.length > 0)
    told.push(
      headline('connection-unsettled', {
        side: facts.unsettled.length > 1 ? 'both' : facts.unsettled[0]!,
      }),
    );
  return told;
}

/** The reset in the connection that uses the ports again, which clears this one away. */
function clearedIn({ stream, ending }: ConnectionFacts, story: Story): PacketRow | undefined {
  if (ending !== 'reset') return undefined;
  const next = story.analysis.connections.find(({ reuses }) => reuses === stream);
  if (next === undefined) return undefined;
  return story
    .rowsOf(next.stream)
    .find((row) => row.kind === 'rst' && senderState(row) === 'SYN-SENT');
}

/** Some of its bytes were sent, or recorded, more than once: they count each time. */
function countsAgain({ stream }: ConnectionFacts, story: Story): boolean {
  const rows = story.rowsOf(stream);
  const [first] = rows;
  const marks = story.analysis.standOutsByStream.get(stream);
  if (first === undefined || !story.hasAllOf(first))
    return marks !== undefined && REPETITIONS.some((kind) => marks.has(kind));
  return rows.some((row) => row.tcp.len > 0 && (isRepeated(row) || isFound(row, 'captured-twice')));
}

const REPETITIONS = ['retransmission', 'fast_retransmission', 'spurious_retransmission'] as const;

function pacingWords(stream: number, story: Story): readonly Message[] {
  return story.analysis.pacing
    .filter((pacing) => pacing.stream === stream)
    .map(({ side, between, dataSegments, ...pacing }) =>
      headline('connection-pacing', {
        side,
        part: between === null ? 'whole' : 'rows',
        first: rowArg(between?.[0] ?? 0),
        last: rowArg(between?.[1] ?? 0),
        count: dataSegments,
        waits: list(
          waitsOf([
            ['pacing-own', pacing.senderLimitedNs],
            ['pacing-quiet', pacing.quietNs],
            ['pacing-receiver', pacing.receiverLimitedNs],
            ['pacing-network', pacing.networkLimitedNs],
          ]),
        ),
      }),
    );
}

/** Waits that there were. */
function waitsOf(waits: readonly (readonly [id: string, ns: number])[]): Arg[] {
  const told = waits.filter(([, ns]) => ns > 0);
  if (told.length === 0) return [message('pacing-none')];
  return told.map(([id, ns]) => message(id, { time: duration(ns) }));
}

function handshakeWords(facts: ConnectionFacts, story: Story): readonly Message[] {
  const resumed = story.analysis.resumed.get(facts.stream);
  if (resumed !== undefined)
    return [
      headline('connection-resumed', {
        stream: digits(resumed.continues),
        row: rowArg(resumed.synFrame),
        next: rowArg(resumed.frame),
      }),
    ];
  if (facts.cutFrom !== null) return [headline('connection-cut-off', { stream: facts.cutFrom })];
  // All that there was of one is here.
  if (facts.handshake === 'partial' && story.isRefused(facts.stream)) return [];
  const opened = openedOtherwiseIn(facts.stream, story);
  if (opened?.by === 'both')
    return [
      headline('connection-simultaneous', {
        first: rowArg(opened.first.frame),
        second: rowArg(opened.second.frame),
        client: facts.client.isn ?? 0,
        server: facts.server.isn ?? 0,
      }),
    ];
  if (opened !== null) return [headline('connection-self', { by: opened.by })];
  if (story.unopened(facts.stream) !== null) return [];
  if (facts.handshake !== 'complete')
    return [
      headline(
        facts.handshake === 'partial' ? 'connection-half-handshake' : 'connection-midstream',
      ),
    ];
  return [
    headline('connection-handshake', {
      ...handshakeTime(facts, story),
      client: facts.client.isn ?? 0,
      server: facts.server.isn ?? 0,
    }),
  ];
}

/** From the first SYN to the third step, and from the SYN that was answered. */
function handshakeTime({ stream, initialRttNs }: ConnectionFacts, story: Story) {
  const { wholeNs, answeredNs, order } = handshakeSpan(story.rowsOf(stream), initialRttNs);
  return { delay: duration(wholeNs), answered: duration(answeredNs), order };
}
