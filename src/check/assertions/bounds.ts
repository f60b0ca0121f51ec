// Bounds on round trip, silence, duration, bytes, packets of each connection, and on the clients of one server.

import { row } from '../../explain/args.ts';
import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { Evidence } from '../evidence.ts';
import { forEvery, type Judged } from '../judged.ts';
import { limitWords, rowLimits } from '../limits.ts';
import { outcome, type Outcome } from '../outcome.ts';
import { bounds, commas, rows, say, time, word, type Said } from '../said.ts';
import type { AmountAsked, ClientsAsked, DurationAsked } from '../schema/assertions.ts';
import { endWords, fits, namedConnections, type Scope } from '../selectors.ts';
import { durationNs } from '../units.ts';

interface Measured {
  /** Null when the capture does not tell. */
  readonly value: number | null;
  readonly frames: readonly number[];
  /** What was measured; why nothing was. */
  readonly shows: Said;
}

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
  const expected = say('check-time-asked', { name, bounds: bounds(asked.min, asked.max) });
  return forEvery(evidence, scope, expected, (connection) =>
    judge(measure(evidence, connection), min, max),
  );
}

/** bytes, packets. */
export function amountWithin(
  evidence: Evidence,
  scope: Scope,
  name: 'bytes' | 'packets',
  asked: AmountAsked,
): Outcome {
  const { min, max, by } = asked;
  const measure = name === 'bytes' ? payloadBytes : packetCount;
  const expected = say('check-amount-asked', { name, bounds: bounds(min, max), by: by ?? 'both' });
  return forEvery(evidence, scope, expected, (connection) =>
    judge(measure(evidence, connection, by), min ?? -Infinity, max ?? Infinity),
  );
}

function judge({ value, frames, shows }: Measured, min: number, max: number): Judged {
  if (value === null)
    return { verdict: 'undecided', shows: say('check-not-measured'), why: shows, frames };
  return { verdict: value >= min && value <= max ? 'holds' : 'fails', shows, frames };
}

function roundTrip(
  { notes, streams }: Evidence,
  { stream, initialRttNs }: ConnectionFacts,
): Measured {
  if (initialRttNs !== null) {
    const opening = (notes.get(stream)?.opening ?? []).filter(({ kind }) => kind !== 'syn-ack');
    return {
      value: initialRttNs,
      frames: opening.map(({ frame }) => frame),
      shows: say('check-rtt-handshake', { time: time(initialRttNs) }),
    };
  }
  const medians = (streams.get(stream)?.sides ?? [])
    .filter((side) => side.rttCount > 0)
    .map((side) => side.rttMedianNs);
  if (medians.length === 0) return { value: null, frames: [], shows: say('check-rtt-unknown') };
  const value = Math.max(...medians);
  return { value, frames: [], shows: say('check-rtt-data', { time: time(value) }) };
}

function silence({ notes }: Evidence, { stream }: ConnectionFacts): Measured {
  const longest = notes.get(stream)?.silence ?? null;
  if (longest === null) return { value: 0, frames: [], shows: say('check-idle-never') };
  const { ns, frames } = longest;
  return { value: ns, frames, shows: say('check-idle', { time: time(ns), rows: rows(frames) }) };
}

function duration(
  _: Evidence,
  { firstFrame, lastFrame, firstTimeNs, lastTimeNs }: ConnectionFacts,
): Measured {
  const value = lastTimeNs - firstTimeNs;
  return {
    value,
    frames: [firstFrame, lastFrame],
    shows: say('check-duration', {
      time: time(value),
      first: row(firstFrame),
      last: row(lastFrame),
    }),
  };
}

function payloadBytes(
  { streams }: Evidence,
  { stream }: ConnectionFacts,
  by: AmountAsked['by'],
): Measured {
  const { sides: both, client } = streams.get(stream)!;
  const sides = both.filter(
    (_, side) => by === undefined || (side === client) === (by === 'client'),
  );
  const value = sides.reduce((sum, side) => sum + side.payloadBytes - side.resentBytes, 0);
  return { value, frames: [], shows: say('check-bytes', { count: value, by: by ?? 'both' }) };
}

function packetCount(
  { notes, streams }: Evidence,
  { stream }: ConnectionFacts,
  by: AmountAsked['by'],
): Measured {
  const { sides, client } = streams.get(stream)!;
  const { twins } = notes.get(stream)!;
  const counts = sides.map(({ packets }, side) =>
    by === undefined || (side === client) === (by === 'client')
      ? packets - twins[side as 0 | 1]
      : 0,
  );
  const value = counts.reduce((sum, count) => sum + count, 0);
  return { value, frames: [], shows: say('check-packets', { count: value, by: by ?? 'both' }) };
}

const MOST_TOLD = 6;

/** Connections to one server that came about: the named one, or the one that has most. */
export function clientsWithin(evidence: Evidence, scope: Scope, asked: ClientsAsked): Outcome {
  const { min = 0, max = Infinity, server } = asked;
  const expected = say('check-clients-asked', {
    bounds: bounds(asked.min, asked.max),
    server: server === undefined ? say('check-one-server') : word(server),
  });
  const groups = new Map<string, ConnectionFacts[]>();
  for (const connection of scope.connections) {
    if (!fits(connection.server, server) || !cameAbout(connection)) continue;
    const key = server === undefined ? endWords(connection.server) : server;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [connection]);
    else group.push(connection);
  }
  const most = [...groups.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
  const limits = limitWords(rowLimits(evidence));
  const tooFew = most.length < min;
  const verdict =
    most.length > max || (tooFew && limits === null) ? 'fails' : tooFew ? 'undecided' : 'holds';
  return outcome(verdict, expected, clientWords(most), {
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

function clientWords(found: readonly ConnectionFacts[]): Said {
  const clients = say('check-clients', { count: found.length });
  if (found.length === 0) return clients;
  const named = namedConnections(found, MOST_TOLD);
  return say('check-clients-named', { clients, connections: commas(named) });
}

const cameAbout = ({ handshake, server }: ConnectionFacts): boolean =>
  handshake === 'complete' || server.payloadBytes > 0;
