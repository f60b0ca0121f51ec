// Puts verdicts about single connections together: every one of them must pass, or one is enough.

import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import type { Evidence } from './evidence.ts';
import { limitWords, rowLimits } from './limits.ts';
import { allOf, anyOf, outcome, type Occurrence, type Outcome, type Verdict } from './outcome.ts';
import { clauses, noneOfThem, say, type Said } from './said.ts';
import { connectionWords, type Scope } from './selectors.ts';

/** What one connection comes to. */
export interface Judged {
  readonly verdict: Verdict;
  /** What it shows, a clause. */
  readonly shows: Said;
  readonly why?: Said;
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
  asked: Said,
  judge: (connection: ConnectionFacts) => Judged,
): Outcome {
  const expected = say('check-on', { asked, scope: scope.words });
  const none = notFound(scope, expected);
  if (none !== null) return none;
  const judged = scope.connections.map((connection) => ({ connection, ...judge(connection) }));
  const verdict = allOf(judged.map((one) => one.verdict));
  const isPartial = !scope.isNamed && evidence.connectionsLeftOut > 0;
  return verdict === 'holds' && isPartial
    ? told(judged, expected, 'undecided', limitWords(rowLimits(evidence)))
    : told(judged, expected, verdict);
}

/** One connection of the scope is enough; each time it is so is an occurrence. */
export function forSome(
  evidence: Evidence,
  scope: Scope,
  asked: Said,
  judge: (connection: ConnectionFacts) => Judged,
): Outcome {
  const some = scope.isNamed ? scope.words : say('check-some-connection');
  const expected = say('check-on', { asked, scope: some });
  const none = notFound(scope, expected);
  if (none !== null) return none;
  const judged = scope.connections.map((connection) => ({ connection, ...judge(connection) }));
  const verdict = anyOf(judged.map((one) => one.verdict));
  const limits = limitWords(rowLimits(evidence));
  return verdict === 'fails' && limits !== null
    ? told(judged, expected, 'undecided', limits)
    : told(judged, expected, verdict);
}

/** Tells the connections that decided: the failing ones, or those that hold. `why`: what leaves it open. */
function told(
  judged: readonly (Judged & { readonly connection: ConnectionFacts })[],
  expected: Said,
  verdict: Verdict,
  why: Said | null = null,
): Outcome {
  const deciding = judged.filter((one) => one.verdict === verdict);
  const tellable = deciding.length > 0 ? deciding : judged;
  const shows = tellable
    .slice(0, MOST_TOLD)
    .map((one) => say('check-clause', { about: connectionWords(one.connection), says: one.shows }));
  if (tellable.length > MOST_TOLD)
    shows.push(say('check-more-connections', { count: tellable.length - MOST_TOLD }));
  const reasons = tellable.flatMap((one) => one.why ?? []);
  return outcome(verdict, expected, clauses(shows), {
    why: verdict === 'undecided' ? (why ?? clauses(different(reasons).slice(0, MOST_TOLD))) : null,
    frames: tellable.flatMap(({ frames }) => frames),
    streams: tellable.map(({ connection }) => connection.stream),
    occurrences: judged.flatMap((one) =>
      one.verdict === 'holds' && one.at !== undefined ? [one.at] : [],
    ),
  });
}

/** Without those that say the same. */
export const different = (all: readonly Said[]): Said[] => [
  ...new Map(all.map((said) => [JSON.stringify(said), said])).values(),
];

/** A connection that is named and not there decides at once; so does a capture without any. */
function notFound({ connections, missing, isNamed }: Scope, expected: Said): Outcome | null {
  if (connections.length > 0 && missing.length === 0) return null;
  return outcome('fails', expected, isNamed ? missingWords(missing) : say('check-no-connection'));
}

export const missingWords = (missing: readonly Said[]): Said =>
  say('check-not-found', { refs: noneOfThem(missing) });
