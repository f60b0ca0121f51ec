// What a proxy did with a request: answered from its cache, asked upstream, or found nobody there.

import type { Message } from '../../stitch/message.ts';
import type { Certainty } from '../../tcp/certainty.ts';
import { limitWords, wordLimits } from '../limits.ts';
import { outcome, type Occurrence, type Outcome, type Verdict } from '../outcome.ts';
import { clauses, given, optional, rows, say, word, type Said } from '../said.ts';
import type { CacheAsked, UpstreamAsked } from '../schema/assertions.ts';
import type { Ground, Scope } from '../selectors.ts';
import { messageWords } from '../text-match.ts';
import { occurrenceOf } from './message.ts';

interface Instance {
  readonly certainty: Certainty;
  readonly shows: Said;
  readonly frames: readonly number[];
  readonly at: Occurrence;
}

export function cacheIs(ground: Ground, scope: Scope, asked: CacheAsked): Outcome {
  const { is, target } =
    typeof asked === 'string' ? { is: asked } : { target: undefined, ...asked };
  const expected = say('check-cache-asked', {
    is,
    ...optional('target', target === undefined ? null : given(target)),
  });
  const inScope = new Set(scope.connections.map(({ stream }) => stream));
  const isAsked = ({ stream, http }: Message): boolean =>
    inScope.has(stream) && (target === undefined || (http?.target ?? '').includes(target));
  return judge(ground, expected, (is === 'hit' ? hits : misses)(ground, isAsked));
}

function hits({ evidence }: Ground, isAsked: (request: Message) => boolean): Instance[] {
  const { messageById, conversation } = evidence;
  return conversation.caches.flatMap(({ request, answer, origin, certainty }) => {
    const asked = messageById.get(request);
    const answered = messageById.get(answer);
    if (asked === undefined || answered === undefined || !isAsked(asked)) return [];
    const before = messageById.get(origin)?.frames ?? [];
    const shows = say('check-cache-hit', {
      request: messageWords(asked),
      asked: rows(asked.frames),
      answered: rows(answered.frames),
      before: rows(before),
    });
    return [
      {
        certainty,
        shows,
        frames: [...asked.frames, ...answered.frames],
        at: occurrenceOf(answered),
      },
    ];
  });
}

function misses({ evidence }: Ground, isAsked: (request: Message) => boolean): Instance[] {
  const { messageById, conversation } = evidence;
  return conversation.relays.flatMap(({ source, copies }) => {
    const asked = messageById.get(source);
    const copy = copies.find(({ kind }) => kind === 'proxy-request');
    const passedOn = copy && messageById.get(copy.id);
    if (asked === undefined || copy === undefined || passedOn === undefined || !isAsked(asked))
      return [];
    const shows = say('check-cache-miss', {
      request: messageWords(asked),
      asked: rows(asked.frames),
      passed: rows(passedOn.frames),
    });
    return [
      {
        certainty: copy.certainty,
        shows,
        frames: [...asked.frames, ...passedOn.frames],
        at: occurrenceOf(passedOn),
      },
    ];
  });
}

export function upstreamIs(ground: Ground, scope: Scope, asked: UpstreamAsked): Outcome {
  const { messageById, conversation } = ground.evidence;
  const inScope = new Set(scope.connections.map(({ stream }) => stream));
  const expected = say('check-upstream-asked', { reason: asked });
  const instances = conversation.upstreams.flatMap(
    ({ request, answer, upstream, reason, status, frames, certainty, stream }) => {
      const source = messageById.get(request);
      if (source === undefined || !(inScope.has(source.stream) || inScope.has(stream))) return [];
      if (asked !== 'down' && asked !== reason) return [];
      const told = answer === null ? undefined : messageById.get(answer);
      const shows = say('check-upstream', {
        upstream: word(upstream),
        reason,
        rows: rows(frames),
        told: toldWords(told, status),
      });
      const at = { ...occurrenceOf(source), frame: frames.at(-1) ?? source.frames.at(-1) ?? 0 };
      return [
        { certainty, shows, frames: [...source.frames, ...frames, ...(told?.frames ?? [])], at },
      ];
    },
  );
  return judge(ground, expected, instances);
}

function toldWords(told: Message | undefined, status: number | null): Said {
  if (told === undefined) return say('check-told-nothing');
  const answer = status === null ? messageWords(told) : word(String(status));
  return say('check-told', { answer, rows: rows(told.frames) });
}

const MOST_TOLD = 3;

function judge({ evidence }: Ground, expected: Said, found: readonly Instance[]): Outcome {
  const proven = found.filter(({ certainty }) => certainty !== 'possible');
  const limits = limitWords(wordLimits(evidence, null));
  const verdict: Verdict =
    proven.length > 0 ? 'holds' : found.length > 0 || limits !== null ? 'undecided' : 'fails';
  const shown = (proven.length > 0 ? proven : found).slice(0, MOST_TOLD);
  const told = shown.map(({ shows }) => shows);
  if (found.length > MOST_TOLD) told.push(say('check-more', { count: found.length - MOST_TOLD }));
  return outcome(
    verdict,
    expected,
    told.length === 0 ? say('check-none-in-capture') : clauses(told),
    {
      why: verdict === 'undecided' ? (limits ?? say('check-one-way-to-read')) : null,
      frames: shown.flatMap(({ frames }) => frames),
      streams: shown.map(({ at }) => at.stream),
      occurrences: proven.map(({ at }) => at),
    },
  );
}
