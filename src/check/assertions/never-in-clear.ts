// Words that must not be readable anywhere in the capture, and passwords that can be told for such.

import type { Credential } from '../../stitch/credential.ts';
import { byteLimits, limitWords, wordLimits } from '../limits.ts';
import { outcome, type Outcome, type Verdict } from '../outcome.ts';
import { clauses, given, oneOfThem, optional, rows, say, type Said } from '../said.ts';
import type { Expectation, NeverInClearAsked } from '../schema/assertions.ts';
import type { Lab } from '../schema/lab.ts';
import type { Ground, Scope } from '../selectors.ts';
import { patternWords, quoted, type Words } from '../text-match.ts';
import { foundTogether } from '../watch/found.ts';

export function neverInClear(ground: Ground, scope: Scope, asked: NeverInClearAsked): Outcome {
  const { clearText, conversation } = ground.evidence;
  const inScope = new Set(scope.connections.map(({ stream }) => stream));
  const expected = say('check-never-asked', { what: oneOfThem(askedWords(asked)) });
  const readable = foundTogether(
    wordsOf(asked).flatMap((words) =>
      [...clearText.places(words)].flatMap(([stream, places]) =>
        inScope.has(stream) ? [places] : [],
      ),
    ),
  );
  const secrets =
    asked.passwords === true
      ? conversation.credentials.filter(({ stream }) => inScope.has(stream))
      : [];
  const told = [
    ...(readable.count === 0
      ? []
      : [say('check-readable', { count: readable.count, rows: rows(readable.frames) })]),
    ...secrets.map(passwordWords),
  ];
  const limits = limitsOf(ground, scope.isNamed ? inScope : null, asked);
  const verdict: Verdict = told.length > 0 ? 'fails' : limits === null ? 'holds' : 'undecided';
  return outcome(verdict, expected, told.length === 0 ? say('check-not-readable') : clauses(told), {
    why: verdict === 'undecided' ? limits : null,
    frames: [...readable.frames, ...secrets.flatMap(({ frames }) => frames)],
  });
}

function askedWords({ text, pattern, passwords }: NeverInClearAsked): Said[] {
  return [
    ...(text === undefined ? [] : [say('check-never-words', { text: quoted(text) })]),
    ...(pattern === undefined ? [] : [patternWords(pattern)]),
    ...(passwords === true ? [say('check-never-passwords')] : []),
  ];
}

const passwordWords = ({ user, kind, frames }: Credential): Said =>
  say('check-password', {
    kind,
    rows: rows(frames),
    ...optional('user', user === null ? null : given(user)),
  });

/** Words are looked for in every byte; passwords are told by their messages, of which there may be too many to keep. */
function limitsOf(
  { evidence }: Ground,
  streams: ReadonlySet<number> | null,
  { passwords }: NeverInClearAsked,
): Said | null {
  const limits = passwords === true ? wordLimits(evidence, streams) : byteLimits(evidence, streams);
  const { leftOut } = evidence.clearText;
  if (leftOut > 0) limits.push(say('check-not-searched', { count: leftOut }));
  return limitWords(limits);
}

function wordsOf({ text, pattern }: NeverInClearAsked): Words[] {
  return [
    ...(text === undefined ? [] : [{ text }]),
    ...(pattern === undefined ? [] : [{ pattern }]),
  ];
}

/** Everything a lab forbids to be read: the pass must know it before it begins. */
export const forbiddenWords = ({ expect }: Pick<Lab, 'expect'>): Words[] =>
  expect.flatMap(forbiddenIn);

function forbiddenIn({ neverInClear: asked, not, any, all, then, count }: Expectation): Words[] {
  const inside = [not, count?.of, ...(any ?? []), ...(all ?? []), ...(then ?? [])];
  return [
    ...(asked === undefined ? [] : wordsOf(asked)),
    ...inside.flatMap((one) => (one === undefined ? [] : forbiddenIn(one))),
  ];
}
