// Bounds on round trip, silence, duration, bytes, packets of each connection, and on the clients of one server.

import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { Evidence } from '../evidence.ts';
import { forEvery, outcome, type Judged } from '../judged.ts';
import { limitWords, rowLimits } from '../limits.ts';
import type { Outcome } from '../outcome.ts';
import type { AmountAsked, BoundName, ClientsAsked, DurationAsked } from '../schema/assertions.ts';
import { connectionWords, endWords, fits, type Scope } from '../selectors.ts';
import { durationNs, durationText, plural } from '../units.ts';

interface Measured {
  /** Null when the capture does not tell. */
  readonly value: number | null;
  readonly frames: readonly number[];
  readonly how: string;
}

const WORDS: Readonly<Record<BoundName, string>> = {
  rtt: 'a round trip',
  idle: 'a longest silence',
  duration: 'a duration',
  bytes: 'payload bytes',
  packets: 'packets',
};

/** rtt, idle, duration. */
export function timeWithin(
  evidence: Evidence,
  scope: Scope,
  name: 'rtt' | 'idle' | 'duration',
  asked: DurationAsked,
): Outcome {
  const min = asked.min === undefined ? -Infinity : durationNs(asked.min);
  const max = asked.max === undefined ? Infinity : durationNs(asked.max);
  const measure = { rtt: roundTrip, idle: silence, duration }[name];
  return forEvery(evidence, scope, `${WORDS[name]} of ${boundWords(asked)}`, (connection) =>
    judge(measure(evidence, connection), min, max, durationText),
  );
}

/** bytes, packets. */
export function amountWithin(
  evidence: Evidence,
  scope: Scope,
  name: 'bytes' | 'packets',
  asked: AmountAsked,
): Outcome {
  const by = asked.by === undefined ? '' : ` from the ${asked.by}`;
  const measure = name === 'bytes' ? payloadBytes : packetCount;
  return forEvery(evidence, scope, `${boundWords(asked)} ${WORDS[name]}${by}`, (connection) =>
    judge(
      measure(evidence, connection, asked.by),
      asked.min ?? -Infinity,
      asked.max ?? Infinity,
      String,
    ),
  );
}

function judge(
  { value, frames, how }: Measured,
  min: number,
  max: number,
  words: (value: number) => string,
): Judged {
  if (value === null) return { verdict: 'undecided', shows: 'not measured', why: how, frames };
  const verdict = value >= min && value <= max ? 'holds' : 'fails';
  return { verdict, shows: `${words(value)} ${how}`, frames };
}

function boundWords({
  min,
  max,
}: {
  readonly min?: string | number | undefined;
  readonly max?: string | number | undefined;
}): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined
    ? `at least ${min}`
    : min === max
      ? `exactly ${min}`
      : `${min} to ${max}`;
}

function roundTrip(
  { rowsOf, streams }: Evidence,
  { stream, initialRttNs }: ConnectionFacts,
): Measured {
  if (initialRttNs !== null) {
    const opening = (rowsOf.get(stream) ?? []).filter(
      ({ kind }) => kind === 'syn' || kind === 'handshake-ack',
    );
    return {
      value: initialRttNs,
      frames: opening.map(({ frame }) => frame),
      how: 'from SYN to the ACK that ends the handshake',
    };
  }
  const medians = (streams.get(stream)?.sides ?? [])
    .filter((side) => side.rttCount > 0)
    .map((side) => side.rttMedianNs);
  if (medians.length === 0)
    return { value: null, frames: [], how: 'no handshake and no acknowledged data in the capture' };
  return {
    value: Math.max(...medians),
    frames: [],
    how: 'median from data to its acknowledgement',
  };
}

function silence({ rowsOf }: Evidence, { stream }: ConnectionFacts): Measured {
  const rows = rowsOf.get(stream) ?? [];
  let longest = 0;
  let at = 0;
  for (let i = 1; i < rows.length; i++) {
    const pause = rows[i]!.timeNs - rows[i - 1]!.timeNs;
    if (pause > longest) [longest, at] = [pause, i];
  }
  if (at === 0) return { value: 0, frames: [], how: 'of silence' };
  const frames = [rows[at - 1]!.frame, rows[at]!.frame];
  return { value: longest, frames, how: `of silence between rows ${frames.join(' and ')}` };
}

const duration = (
  _: Evidence,
  { firstFrame, lastFrame, firstTimeNs, lastTimeNs }: ConnectionFacts,
): Measured => ({
  value: lastTimeNs - firstTimeNs,
  frames: [firstFrame, lastFrame],
  how: `from row ${firstFrame} to row ${lastFrame}`,
});

function payloadBytes(
  { streams }: Evidence,
  { stream }: ConnectionFacts,
  by: AmountAsked['by'],
): Measured {
  const facts = streams.get(stream);
  if (facts === undefined)
    return { value: null, frames: [], how: 'the connection was not counted' };
  const sides = facts.sides.filter(
    (_, side) => by === undefined || (side === facts.client) === (by === 'client'),
  );
  const value = sides.reduce((sum, side) => sum + side.payloadBytes - side.resentBytes, 0);
  return { value, frames: [], how: `payload bytes${by === undefined ? '' : ` from the ${by}`}` };
}

function packetCount(
  { rowsOf }: Evidence,
  { stream, packets, client, server }: ConnectionFacts,
  by: AmountAsked['by'],
): Measured {
  const twins = (rowsOf.get(stream) ?? []).filter(
    ({ fromClient, findings }) =>
      (by === undefined || fromClient === (by === 'client')) &&
      findings.some(({ kind }) => kind === 'captured-twice'),
  ).length;
  const all = by === undefined ? packets : by === 'client' ? client.packets : server.packets;
  return {
    value: all - twins,
    frames: [],
    how: `packets${by === undefined ? '' : ` from the ${by}`}`,
  };
}

/** Connections to one server that came about: the named one, or the one that has most. */
export function clientsWithin(evidence: Evidence, scope: Scope, asked: ClientsAsked): Outcome {
  const { min = 0, max = Infinity, server } = asked;
  const expected = `${boundWords(asked)} clients of ${server ?? 'one server'}`;
  const groups = new Map<string, ConnectionFacts[]>();
  for (const connection of scope.connections) {
    if (!fits(connection.server, server) || !cameAbout(connection)) continue;
    const key = server === undefined ? endWords(connection.server) : server;
    groups.set(key, [...(groups.get(key) ?? []), connection]);
  }
  const most = [...groups.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
  const shows = `${plural(most.length, 'client')}${most.length === 0 ? '' : `: ${most.slice(0, MOST_TOLD).map(connectionWords).join(', ')}${most.length > MOST_TOLD ? ', ...' : ''}`}`;
  const limits = limitWords(rowLimits(evidence));
  const verdict =
    most.length > max || (most.length < min && limits === null)
      ? 'fails'
      : most.length < min
        ? 'undecided'
        : 'holds';
  return outcome(verdict, expected, shows, {
    why: verdict === 'undecided' ? limits : null,
    frames: most.map(({ firstFrame }) => firstFrame),
    streams: most.map(({ stream }) => stream),
    occurrences: most.map(({ stream, firstFrame, firstTimeNs }) => ({
      stream,
      frame: firstFrame,
      timeNs: firstTimeNs,
    })),
  });
}

const MOST_TOLD = 6;

const cameAbout = ({ handshake, server }: ConnectionFacts): boolean =>
  handshake === 'complete' || server.payloadBytes > 0;
