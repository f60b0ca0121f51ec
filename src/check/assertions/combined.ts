// Assertions made of others: not, any, all, count, then. Three-valued: what cannot be decided stays so where it matters.

import { row } from '../../explain/args.ts';
import { different } from '../judged.ts';
import { allOf, anyOf, opposite, outcome, type Occurrence, type Outcome } from '../outcome.ts';
import {
  allOfThem,
  bounds,
  clauses,
  oneAfterTheOther,
  oneOfThem,
  optional,
  rows,
  say,
  type Said,
} from '../said.ts';

export const negated = (one: Outcome): Outcome => ({
  ...one,
  verdict: opposite(one.verdict),
  expected: say('check-not', { of: one.expected }),
  occurrences: [],
  times: 0,
});

export const anyHolds = (all: readonly Outcome[]): Outcome =>
  joined(
    all,
    anyOf(all.map(({ verdict }) => verdict)),
    say('check-any-of', { these: oneOfThem(all.map(({ expected }) => expected)) }),
  );

export const allHold = (all: readonly Outcome[]): Outcome =>
  joined(
    all,
    allOf(all.map(({ verdict }) => verdict)),
    allOfThem(all.map(({ expected }) => expected)),
  );

function joined(all: readonly Outcome[], verdict: Outcome['verdict'], expected: Said): Outcome {
  const deciding = all.filter((one) => one.verdict === verdict);
  const reasons = different(deciding.flatMap(({ why }) => why ?? []));
  return outcome(verdict, expected, clauses(different(deciding.map(({ shows }) => shows))), {
    why: verdict === 'undecided' ? clauses(reasons) : null,
    frames: deciding.flatMap(({ frames }) => frames),
    streams: deciding.flatMap(({ streams }) => streams),
    occurrences: all.flatMap(({ occurrences }) => occurrences),
    times: all.reduce((sum, { times }) => sum + times, 0),
  });
}

export function counted(one: Outcome, min = 0, max = Infinity): Outcome {
  const count = one.times;
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
  const asked = bounds(min === 0 && max !== Infinity && max !== 0 ? undefined : min, max);
  return outcome(
    verdict,
    say('check-count-of', { bounds: asked, of: one.expected }),
    say(count === 0 ? 'check-counted-none' : 'check-counted', { count, shows: one.shows }),
    {
      why: verdict === 'undecided' ? one.why : null,
      frames: frames.length > 0 ? frames : one.frames,
      streams: one.streams,
      occurrences: one.occurrences,
      times: count,
    },
  );
}

/** Each event at a row after the one before it: the earliest that will do is taken each time. */
export function inOrder(events: readonly Outcome[]): Outcome {
  const expected = oneAfterTheOther(events.map((event) => event.expected));
  const found: Occurrence[] = [];
  for (const event of events) {
    const after = found.at(-1)?.frame ?? 0;
    const next = event.occurrences.find(({ frame }) => frame > after);
    if (next === undefined) return outOfOrder(events, found, event, expected);
    found.push(next);
  }
  const frames = found.map(({ frame }) => frame);
  const shows = say('check-in-order', {
    rows: oneAfterTheOther(frames.map((frame) => row(frame))),
  });
  return outcome('holds', expected, shows, {
    frames,
    streams: found.map(({ stream }) => stream),
    occurrences: [found.at(-1)!],
  });
}

function outOfOrder(
  events: readonly Outcome[],
  found: readonly Occurrence[],
  event: Outcome,
  expected: Said,
): Outcome {
  const verdict =
    event.verdict === 'undecided' && event.occurrences.length === 0 ? 'undecided' : 'fails';
  const frames = found.map(({ frame }) => frame);
  const firstOnes =
    found.length === 0
      ? null
      : say('check-first-events', {
          count: found.length,
          all: events.length,
          rows: rows(frames),
        });
  const shows = say('check-out-of-order', {
    ...optional('found', firstOnes),
    shows: missedEvent(event, found.at(-1)),
  });
  return outcome(verdict, expected, shows, {
    why: verdict === 'undecided' ? event.why : null,
    frames: [...frames, ...event.frames],
    streams: event.streams,
  });
}

/** What there is of an event that did not come when it should have. */
function missedEvent(event: Outcome, before: Occurrence | undefined): Said {
  const { expected, shows } = event;
  const seen = event.occurrences.at(-1);
  // The first event is missing only when it never was.
  return seen === undefined || before === undefined
    ? say('check-event-missing', { shows, event: expected })
    : say('check-event-not-after', {
        event: expected,
        row: row(before.frame),
        seen: row(seen.frame),
      });
}
