// Segments sent again, and bytes that are not in the capture. One packet captured twice is no re-send. Counted over the
// whole capture; the first rows of each are named.

import type { Evidence } from '../evidence.ts';
import { missingWords } from '../judged.ts';
import { limitWords, rowLimits } from '../limits.ts';
import { outcome, type Occurrence, type Outcome } from '../outcome.ts';
import { rows, say, type Said } from '../said.ts';
import type { Scope } from '../selectors.ts';
import type { ConnectionNotes } from '../watch/connection-notes.ts';
import { foundTogether } from '../watch/found.ts';

export type LossAsked = 'none' | { readonly max: number };

const COUNTED = { resend: 'resends', gap: 'gaps', loss: 'losses' } as const satisfies Record<
  string,
  keyof ConnectionNotes
>;

type What = keyof typeof COUNTED;

/** At most so many segments whose bytes were sent before. */
export const resendsAtMost = (evidence: Evidence, scope: Scope, asked: LossAsked): Outcome =>
  atMost(evidence, scope, asked, 'resend');

/** The same, and missing bytes count too: they were lost, or the capture lost them. */
export const lossAtMost = (evidence: Evidence, scope: Scope, asked: LossAsked): Outcome =>
  atMost(evidence, scope, asked, 'loss');

export const noGaps = (evidence: Evidence, scope: Scope): Outcome =>
  atMost(evidence, scope, 'none', 'gap');

function atMost(evidence: Evidence, scope: Scope, asked: LossAsked, what: What): Outcome {
  const max = asked === 'none' ? 0 : asked.max;
  const few =
    max === 0
      ? say('check-none-of', { what })
      : say('check-at-most-of', { some: say('check-some-of', { what, count: max }) });
  const expected = say('check-on', { asked: few, scope: scope.words });
  if (scope.missing.length > 0) return outcome('fails', expected, missingWords(scope.missing));
  const found = scope.connections.flatMap(({ stream }) => {
    const notes = evidence.notes.get(stream);
    return notes === undefined || notes[COUNTED[what]].count === 0 ? [] : [notes];
  });
  const { count, frames } = foundTogether(found.map((notes) => notes[COUNTED[what]]));
  const limits = limitWords(rowLimits(evidence));
  const verdict = count > max ? 'fails' : limits === null ? 'holds' : 'undecided';
  return outcome(verdict, expected, shownWords(what, count, frames), {
    why: verdict === 'undecided' ? limits : null,
    frames,
    streams: found.map(({ stream }) => stream),
    occurrences: found.flatMap((notes) => occurrencesOf(notes, what)),
    times: count,
  });
}

function occurrencesOf(notes: ConnectionNotes, what: What): Occurrence[] {
  const { stream } = notes;
  const { frames, timesNs } = notes[COUNTED[what]];
  return frames.map((frame, i) => ({ stream, frame, timeNs: timesNs[i]! }));
}

function shownWords(what: What, count: number, frames: readonly number[]): Said {
  if (count === 0) return say('check-none-of', { what });
  const some = say('check-some-of', { what, count });
  return say('check-found-at', { what: some, rows: rows(frames) });
}
