// Not all rows of a connection need be kept. What lies between two kept rows that do not follow each other is unknown
// here: whoever looks back or ahead must stop there. A stretch is a run of a connection's rows with none missing.

import type { ConnectionFacts } from '../tcp/connection-facts.ts';

export interface Numbered {
  readonly stream: number;
  /** Which segment of its connection it is, from 1. */
  readonly nth: number;
}

/**
 * The rows, in capture order, by how many holes lie before them in their connection: no list has a hole in any connection.
 */
export function stretchesOf<T extends Numbered>(rows: readonly T[]): T[][] {
  const latest = new Map<number, { nth: number; stretch: number }>();
  const stretches: T[][] = [];
  for (const row of rows) {
    const before = latest.get(row.stream);
    const follows = before === undefined || row.nth === before.nth + 1;
    const stretch = (before?.stretch ?? 0) + (follows ? 0 : 1);
    latest.set(row.stream, { nth: row.nth, stretch });
    (stretches[stretch] ??= []).push(row);
  }
  return stretches;
}

export interface Shown {
  /** The connections of these rows, as a capture of them alone would tell how they begin and end, and those before them. */
  readonly connections: readonly ConnectionFacts[];
  /** Streams with rows before these, and behind them. */
  readonly beginBefore: ReadonlySet<number>;
  readonly goOn: ReadonlySet<number>;
}

/** What `rows`, without a hole in any connection, show of the connections. */
export function shownOf(rows: readonly Numbered[], connections: readonly ConnectionFacts[]): Shown {
  const ends = new Map<number, { first: number; last: number }>();
  for (const { stream, nth } of rows)
    ends.set(stream, { first: ends.get(stream)?.first ?? nth, last: nth });
  const concerned = connections.filter(({ stream }) => ends.has(stream));
  const beginsInside = ({ stream }: ConnectionFacts): boolean => ends.get(stream)!.first > 1;
  const endsInside = ({ stream, packets }: ConnectionFacts): boolean =>
    ends.get(stream)!.last < packets;
  const streamsOf = (is: (facts: ConnectionFacts) => boolean): ReadonlySet<number> =>
    new Set(concerned.filter(is).map(({ stream }) => stream));
  const reused = new Set(concerned.map(({ reuses }) => reuses));
  return {
    connections: [
      ...connections.filter(({ stream }) => reused.has(stream) && !ends.has(stream)),
      ...concerned.map((facts) => ({
        ...facts,
        ...(beginsInside(facts) ? { handshake: 'absent' as const } : {}),
        ...(endsInside(facts) ? { ending: 'open' as const, endedBy: null } : {}),
      })),
    ],
    beginBefore: streamsOf(beginsInside),
    goOn: streamsOf(endsInside),
  };
}
