// Assertions made of others: not, any, all, count, then. Three-valued: what cannot be decided stays so where it matters.

import { outcome } from '../judged.ts';
import { allOf, anyOf, opposite, type Occurrence, type Outcome } from '../outcome.ts';
import { listWords } from '../selectors.ts';
import { plural } from '../units.ts';

export const negated = (one: Outcome): Outcome => ({
  ...one,
  verdict: opposite(one.verdict),
  expected: `not: ${one.expected}`,
  occurrences: [],
});

export const anyHolds = (all: readonly Outcome[]): Outcome =>
  joined(
    all,
    anyOf(all.map(({ verdict }) => verdict)),
    `one of: ${listWords(
      all.map(({ expected }) => expected),
      'or',
    )}`,
  );

export const allHold = (all: readonly Outcome[]): Outcome =>
  joined(
    all,
    allOf(all.map(({ verdict }) => verdict)),
    listWords(all.map(({ expected }) => expected)),
  );

function joined(all: readonly Outcome[], verdict: Outcome['verdict'], expected: string): Outcome {
  const deciding = all.filter((one) => one.verdict === verdict);
  const reasons = deciding.map(({ why }) => why).filter((why) => why !== null);
  return outcome(verdict, expected, deciding.map(({ shows }) => shows).join('; '), {
    why: verdict === 'undecided' ? reasons.join('; ') : null,
    frames: deciding.flatMap(({ frames }) => frames),
    streams: deciding.flatMap(({ streams }) => streams),
    occurrences: all.flatMap(({ occurrences }) => occurrences),
  });
}

export function counted(one: Outcome, min = 0, max = Infinity): Outcome {
  const count = one.occurrences.length;
  const bounds =
    max === Infinity
      ? `at least ${min}`
      : min === max
        ? `exactly ${min}`
        : min === 0
          ? `at most ${max}`
          : `${min} to ${max}`;
  const inBounds = count >= min && count <= max;
  // More may have happened than was seen: too few stays open, too many does not.
  const verdict =
    count > max
      ? 'fails'
      : one.verdict === 'undecided'
        ? 'undecided'
        : inBounds
          ? 'holds'
          : 'fails';
  const frames = one.occurrences.map(({ frame }) => frame);
  return outcome(
    verdict,
    `${bounds} of: ${one.expected}`,
    `${plural(count, 'time')}${count === 0 ? `; ${one.shows}` : ` (${one.shows})`}`,
    {
      why: verdict === 'undecided' ? one.why : null,
      frames: frames.length > 0 ? frames : one.frames,
      streams: one.streams,
      occurrences: one.occurrences,
    },
  );
}

/** Each event at a row after the one before it: the earliest that will do is taken each time. */
export function inOrder(events: readonly Outcome[]): Outcome {
  const expected = events.map(({ expected: one }) => one).join(', then ');
  const found: Occurrence[] = [];
  for (const event of events) {
    const after = found.at(-1)?.frame ?? 0;
    const next = event.occurrences.find(({ frame }) => frame > after);
    if (next === undefined) return outOfOrder(events, found, event, expected);
    found.push(next);
  }
  const frames = found.map(({ frame }) => frame);
  return outcome('holds', expected, `in rows ${frames.join(', then ')}`, {
    frames,
    streams: found.map(({ stream }) => stream),
    occurrences: [found.at(-1)!],
  });
}

function outOfOrder(
  events: readonly Outcome[],
  found: readonly Occurrence[],
  event: Outcome,
  expected: string,
): Outcome {
  const before = found.at(-1);
  const seen = event.occurrences.at(-1);
  const earlier = seen === undefined ? '' : ` (it was, in row ${seen.frame}, which is before)`;
  const place = before === undefined ? '' : ` after row ${before.frame}`;
  const shows =
    seen === undefined
      ? `${event.shows}: not ${event.expected}`
      : `not ${event.expected}${place}${earlier}`;
  const verdict = event.verdict === 'undecided' && seen === undefined ? 'undecided' : 'fails';
  const told =
    found.length > 0
      ? `the first ${plural(found.length, 'event')} of ${events.length} in ${listWords(found.map(({ frame }) => `row ${frame}`))}; `
      : '';
  return outcome(verdict, expected, `${told}${shows}`, {
    why: verdict === 'undecided' ? event.why : null,
    frames: [...found.map(({ frame }) => frame), ...event.frames],
    streams: event.streams,
  });
}
