// Not all rows of a connection need be kept. What lies between two kept rows that do not follow each other is unknown
// here: whoever looks back or ahead must stop there. A stretch is a run of a connection's rows with none missing.

import type { ConnectionFacts } from '../tcp/connection-facts.ts';

export interface Placed {
  readonly stream: number;
  /** Which segment of its connection it is, from 1. */
  readonly place: number;
}

export type InStretch<T> = T & {
  /** How many holes lie before the row in its connection. */
  readonly stretch: number;
};

/** The rows, in capture order, by how many holes lie before them: no list has a hole in any connection. */
export function stretchesOf<T extends Placed>(rows: readonly T[]): InStretch<T>[][] {
  const latest = new Map<number, { place: number; stretch: number }>();
  const stretches: InStretch<T>[][] = [];
  for (const row of rows) {
    const before = latest.get(row.stream);
    const follows = before === undefined || row.place === before.place + 1;
    const stretch = (before?.stretch ?? 0) + (follows ? 0 : 1);
    latest.set(row.stream, { place: row.place, stretch });
    (stretches[stretch] ??= []).push({ ...row, stretch });
  }
  return stretches;
}

export interface Shown {
  /** The connections as a capture of these rows alone would tell how they begin and end. */
  readonly connections: readonly ConnectionFacts[];
  /** Streams with rows behind these. */
  readonly goOn: ReadonlySet<number>;
}

/** What `rows`, without a hole in any connection, show of the connections. */
export function shownOf(rows: readonly Placed[], connections: readonly ConnectionFacts[]): Shown {
  const ends = new Map<number, { first: number; last: number }>();
  for (const { stream, place } of rows)
    ends.set(stream, { first: ends.get(stream)?.first ?? place, last: place });
  const beginsInside = ({ stream }: ConnectionFacts): boolean => (ends.get(stream)?.first ?? 1) > 1;
  const endsInside = ({ stream, packets }: ConnectionFacts): boolean =>
    (ends.get(stream)?.last ?? packets) < packets;
  return {
    connections: connections.map((facts) => ({
      ...facts,
      ...(beginsInside(facts) ? { handshake: 'absent' as const } : {}),
      ...(endsInside(facts) ? { ending: 'open' as const, endedBy: null } : {}),
    })),
    goOn: new Set(connections.filter(endsInside).map(({ stream }) => stream)),
  };
}
