// The sequence diagram as data: who takes part, and one rung a row. mermaid.ts and svg-ladder.ts draw it.
// Big captures are cut to a stated number of rows and of participants, so that a picture stays a picture.

import type { Tone } from '../report-model.ts';

export interface LadderEnd {
  /** "192.168.0.165:55841" */
  readonly endpoint: string;
  /** The name its user gave himself; captured text. */
  readonly name: string | null;
}

export interface Rung {
  readonly frame: number;
  readonly time: string;
  /** Indexes into Ladder.ends. */
  readonly from: number;
  readonly to: number;
  /** "PSH, ACK" */
  readonly flags: string;
  readonly len: number;
  /** "5 bytes", in the report's language; null without payload. */
  readonly lenText: string | null;
  /** First bytes of the payload as text; captured. */
  readonly payload: string | null;
  readonly tone: Tone;
  /** Time passed before this rung, when it is long enough to be marked: "3 min 52 s". */
  readonly gap: string | null;
  /** Row whose message this one passes on; null when it relays nothing. */
  readonly relays: number | null;
  /** "passes on row 13" */
  readonly note: string | null;
}

export interface Ladder {
  readonly ends: readonly LadderEnd[];
  readonly rungs: readonly Rung[];
  /** Says how many rows are drawn of how many; null when all are. */
  readonly leftOut: string | null;
}

/** Rows a report's diagram holds. */
export const MAX_LADDER_ROWS = 100;
/** Participants that still fit side by side. */
export const MAX_LADDER_ENDS = 8;
/** Silence from here on is marked as a gap, ns. */
export const GAP_NS = 1e9;

/** A row as the ladder wants it: rung facts, with its two ends still by name. */
export interface LadderRow extends Omit<Rung, 'from' | 'to'> {
  readonly source: LadderEnd;
  readonly destination: LadderEnd;
}

/** Draws rows in order until `maxRows` rungs or MAX_LADDER_ENDS participants are reached. */
export const buildLadder = (
  rows: Iterable<LadderRow> & { readonly length: number },
  maxRows: number,
  leftOutText: (drawn: number, all: number) => string,
): Ladder => {
  const ends: LadderEnd[] = [];
  const rungs: Rung[] = [];
  const indexOf = ({ endpoint, name }: LadderEnd): number => {
    const known = ends.findIndex((end) => end.endpoint === endpoint);
    return known >= 0 ? known : ends.push({ endpoint, name }) - 1;
  };
  for (const { source, destination, ...rung } of rows) {
    if (rungs.length >= maxRows) break;
    const fresh = [source, destination].filter(
      ({ endpoint }) => !ends.some((end) => end.endpoint === endpoint),
    );
    if (ends.length + fresh.length > MAX_LADDER_ENDS) break;
    rungs.push({ ...rung, from: indexOf(source), to: indexOf(destination) });
  }
  const leftOut = rungs.length < rows.length ? leftOutText(rungs.length, rows.length) : null;
  return { ends, rungs, leftOut };
};
