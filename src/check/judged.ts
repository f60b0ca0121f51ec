// Puts verdicts about single connections together: every one of them must pass, or one is enough.

import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import type { Evidence } from './evidence.ts';
import { limitWords, rowLimits } from './limits.ts';
import {
  allOf,
  anyOf,
  ascending,
  inTime,
  type Occurrence,
  type Outcome,
  type Verdict,
} from './outcome.ts';
import { connectionWords, type Scope } from './selectors.ts';
import { plural } from './units.ts';

/** What one connection comes to. */
export interface Judged {
  readonly verdict: Verdict;
  /** What it shows, a clause. */
  readonly shows: string;
  readonly why?: string;
  readonly frames: readonly number[];
  /** When it came true; for verdict 'holds'. */
  readonly at?: Occurrence;
}

/** Connections told one by one before "and N more". */
const MOST_TOLD = 4;

/** Every connection of the scope must pass. `asked` is a noun phrase: "a complete handshake". */
export function forEvery(
  evidence: Evidence,
  scope: Scope,
  asked: string,
  judge: (connection: ConnectionFacts) => Judged,
): Outcome {
  const expected = `${asked} on ${scope.words}`;
  const none = notFound(scope, expected);
  if (none !== null) return none;
  const judged = scope.connections.map((connection) => ({ connection, ...judge(connection) }));
  const verdict = allOf(judged.map((one) => one.verdict));
  const limits = limitWords(rowLimits(evidence));
  if (
    verdict === 'holds' &&
    !scope.isNamed &&
    limits !== null &&
    evidence.analysis.connectionsLeftOut > 0
  )
    return { ...told(judged, expected, 'undecided'), why: limits };
  return told(judged, expected, verdict);
}

/** One connection of the scope is enough; each time it is so is an occurrence. */
export function forSome(
  evidence: Evidence,
  scope: Scope,
  asked: string,
  judge: (connection: ConnectionFacts) => Judged,
): Outcome {
  const expected = `${asked} on ${scope.isNamed ? scope.words : 'some connection'}`;
  const none = notFound(scope, expected);
  if (none !== null) return none;
  const judged = scope.connections.map((connection) => ({ connection, ...judge(connection) }));
  const verdict = anyOf(judged.map((one) => one.verdict));
  const limits = limitWords(rowLimits(evidence));
  if (verdict === 'fails' && limits !== null)
    return { ...told(judged, expected, 'undecided'), why: limits };
  return told(judged, expected, verdict);
}

/** Tells the connections that decided: the failing ones, or those that hold. */
function told(
  judged: readonly (Judged & { readonly connection: ConnectionFacts })[],
  expected: string,
  verdict: Verdict,
): Outcome {
  const deciding = judged.filter((one) => one.verdict === verdict);
  const shown = deciding.length > 0 ? deciding : judged;
  const clauses = shown
    .slice(0, MOST_TOLD)
    .map(({ connection, shows }) => `${connectionWords(connection)}: ${shows}`);
  if (shown.length > MOST_TOLD)
    clauses.push(`and ${plural(shown.length - MOST_TOLD, 'more connection')}`);
  const reasons = shown.map(({ why }) => why).filter((why) => why !== undefined);
  return {
    verdict,
    expected,
    shows: clauses.join('; '),
    why: verdict === 'undecided' ? [...new Set(reasons)].slice(0, MOST_TOLD).join('; ') : null,
    frames: ascending(shown.flatMap(({ frames }) => frames)),
    streams: ascending(shown.map(({ connection }) => connection.stream)),
    occurrences: inTime(
      judged.flatMap(({ at, verdict: one }) => (one === 'holds' && at !== undefined ? [at] : [])),
    ),
  };
}

/** A connection that is named and not there decides at once; so does a capture without any. */
function notFound({ connections, missing, isNamed }: Scope, expected: string): Outcome | null {
  if (connections.length > 0 && missing.length === 0) return null;
  const shows = isNamed
    ? `no connection in the capture is ${missing.join(', nor ')}`
    : 'the capture holds no TCP connection';
  return { verdict: 'fails', expected, shows, why: null, frames: [], streams: [], occurrences: [] };
}

/** Not named connections and none there: an outcome of no connection. */
export const outcome = (
  verdict: Verdict,
  expected: string,
  shows: string,
  rest: Partial<Pick<Outcome, 'why' | 'frames' | 'streams' | 'occurrences'>> = {},
): Outcome => ({
  verdict,
  expected,
  shows,
  why: rest.why ?? null,
  frames: ascending(rest.frames ?? []),
  streams: ascending(rest.streams ?? []),
  occurrences: inTime(rest.occurrences ?? []),
});
