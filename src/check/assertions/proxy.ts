// What a proxy did with a request: answered from its cache, asked upstream, or found nobody there.

import type { Certainty, Message } from '../../stitch/conversation.ts';
import { outcome } from '../judged.ts';
import { limitWords, wordLimits } from '../limits.ts';
import type { Occurrence, Outcome, Verdict } from '../outcome.ts';
import type { CacheAsked, UpstreamAsked } from '../schema/assertions.ts';
import type { Ground, Scope } from '../selectors.ts';
import { messageWords } from '../text-match.ts';
import { plural, rowsText } from '../units.ts';

interface Instance {
  readonly certainty: Certainty;
  readonly shows: string;
  readonly frames: readonly number[];
  readonly at: Occurrence;
}

export function cacheIs(ground: Ground, scope: Scope, asked: CacheAsked): Outcome {
  const { is, target } =
    typeof asked === 'string' ? { is: asked } : { target: undefined, ...asked };
  const expected = `a cache ${is}${target === undefined ? '' : ` for ${target}`}`;
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
    const shows = `${messageWords(asked)} (${rowsText(asked.frames)}) answered in ${rowsText(answered.frames)} without asking; the same bytes came in ${rowsText(before)}`;
    return [
      { certainty, shows, frames: [...asked.frames, ...answered.frames], at: momentOf(answered) },
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
    const shows = `${messageWords(asked)} (${rowsText(asked.frames)}) was asked on in ${rowsText(passedOn.frames)}`;
    return [
      {
        certainty: copy.certainty,
        shows,
        frames: [...asked.frames, ...passedOn.frames],
        at: momentOf(passedOn),
      },
    ];
  });
}

export function upstreamIs(ground: Ground, scope: Scope, asked: UpstreamAsked): Outcome {
  const { messageById, conversation } = ground.evidence;
  const inScope = new Set(scope.connections.map(({ stream }) => stream));
  const expected =
    asked === 'down'
      ? 'a proxy that cannot reach its upstream'
      : `a proxy whose upstream gives ${asked === 'refused' ? 'a refusal' : 'no answer'}`;
  const instances = conversation.upstreams.flatMap(
    ({ request, answer, upstream, reason, status, frames, certainty, stream }) => {
      const source = messageById.get(request);
      if (source === undefined || !(inScope.has(source.stream) || inScope.has(stream))) return [];
      if (asked !== 'down' && asked !== reason) return [];
      const told = answer === null ? undefined : messageById.get(answer);
      const words =
        told === undefined
          ? 'the client was told nothing'
          : `the client was told ${status ?? messageWords(told)} (${rowsText(told.frames)})`;
      const shows = `${upstream}: ${reason} (${rowsText(frames)}); ${words}`;
      const at = { ...momentOf(source), frame: frames.at(-1) ?? source.frames.at(-1) ?? 0 };
      return [
        { certainty, shows, frames: [...source.frames, ...frames, ...(told?.frames ?? [])], at },
      ];
    },
  );
  return judge(ground, expected, instances);
}

const momentOf = ({ stream, frames, lastTimeNs }: Message): Occurrence => ({
  stream,
  frame: frames.at(-1) ?? 0,
  timeNs: lastTimeNs,
});

const MOST_TOLD = 3;

function judge({ evidence }: Ground, expected: string, found: readonly Instance[]): Outcome {
  const proven = found.filter(({ certainty }) => certainty !== 'possible');
  const limits = limitWords(wordLimits(evidence, null));
  const verdict: Verdict =
    proven.length > 0 ? 'holds' : found.length > 0 || limits !== null ? 'undecided' : 'fails';
  const shown = (proven.length > 0 ? proven : found).slice(0, MOST_TOLD);
  const more =
    found.length > MOST_TOLD ? `; and ${plural(found.length - MOST_TOLD, 'more', 'more')}` : '';
  return outcome(
    verdict,
    expected,
    shown.length === 0
      ? 'none in the capture'
      : `${shown.map(({ shows }) => shows).join('; ')}${more}`,
    {
      why: verdict === 'undecided' ? (limits ?? 'it is only one of several ways to read it') : null,
      frames: shown.flatMap(({ frames }) => frames),
      streams: shown.map(({ at }) => at.stream),
      occurrences: proven.map(({ at }) => at),
    },
  );
}
