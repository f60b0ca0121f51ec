// A row's part in the conversation beyond relays of text: asked on by a proxy, answered from a cache, an upstream that
// is down, a password in clear text, the begin of a flood. Relays of chats are relay.ts.

import type { CacheAnswer } from '../stitch/caches.ts';
import type { UpstreamDown } from '../stitch/upstreams.ts';
import { captured, code, digits, duration, row as rowArg, rows as rowsArg } from './args.ts';
import { handedIn, type ProxyStep } from './conversation-index.ts';
import { nameIn, someOf } from './conversation-names.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

export const explainConversation: Explainer = (scene) => {
  const { row, story } = scene;
  const { talk } = story;
  return [
    ...talk.proxiedAt(row.frame).flatMap((step) => proxied(scene, step)),
    ...missed(scene),
    ...talk.cachesAt(row.frame).flatMap((cache) => cached(scene, cache)),
    ...talk.upstreamsAt(row.frame).flatMap((upstream) => upstreamDown(scene, upstream)),
    ...talk.floodsAt(row.frame).map(({ messages, peakPerSecond, limitPerSecond, passedOn }) =>
      say('worry', 'talk-flood-begins', {
        count: messages.length,
        peak: peakPerSecond,
        limit: limitPerSecond,
        passed: passedOn,
      }),
    ),
    ...password(scene),
  ];
};

/** Who is connected and got none of the row's messages: once for all of them that missed the same. */
function missed({ row, story }: Scene): readonly Saying[] {
  const lists = story.talk.missedAt(row.frame).map((one) => one.missed);
  const told = new Map(lists.map((ends) => [JSON.stringify(ends), ends]));
  return [...told.values()].map((ends) =>
    say('links', 'talk-missed', { names: someOf(ends.map(nameIn(story.analysis))) }),
  );
}

/** The row in, or the row out, of a message that a proxy passes on. */
function proxied({ row, story }: Scene, { relay, copy }: ProxyStep): readonly Saying[] {
  const source = story.talk.messageOf(relay.source);
  const frames = story.talk.framesOf(copy.id);
  const [inFrame] = handedIn(source?.frames ?? [], frames);
  const [outFrame] = frames;
  if (source === null || inFrame === undefined || outFrame === undefined) return [];
  const what = { what: source.fromClient ? 'request' : 'answer' };
  const delay = duration(copy.delayNs);
  const told =
    row.frame === inFrame
      ? say('links', 'talk-proxy-passes', { ...what, row: rowArg(outFrame), delay })
      : say('links', 'talk-proxy-passed', { ...what, row: rowArg(inFrame), delay });
  return copy.certainty === 'certain' ? [told] : [told, say('certainty', 'talk-proxy-likely')];
}

function cached({ row, story }: Scene, cache: CacheAnswer): readonly Saying[] {
  const request = story.talk.framesOf(cache.request);
  const origin = rowsArg(story.talk.framesOf(cache.origin));
  const told = request.includes(row.frame)
    ? say('links', 'talk-cache-asked', {
        answer: rowsArg(story.talk.framesOf(cache.answer)),
        origin,
      })
    : say('links', 'talk-cache-answer', { request: rowsArg(request), origin });
  return cache.certainty === 'certain' ? [told] : [told, say('certainty', 'talk-cache-likely')];
}

/** Told on the request, on the attempts that fail, and on what the client is told. */
function upstreamDown({ row, story }: Scene, down: UpstreamDown): readonly Saying[] {
  const request = story.talk.framesOf(down.request);
  const answer = story.talk.framesOf(down.answer);
  const args = { upstream: code(down.upstream), reason: down.reason };
  if (down.frames.includes(row.frame))
    return [say('links', 'talk-upstream-attempt', { ...args, request: rowsArg(request) })];
  if (answer.includes(row.frame))
    return [say('links', 'talk-upstream-answer', { ...args, request: rowsArg(request) })];
  const told = say('links', 'talk-upstream-asked', { ...args, rows: rowsArg(down.frames) });
  return [told, upstreamTold(answer, down.status)];
}

/** What the client was told, on the request's row and in the section on the conversation. */
export function upstreamTold(answer: readonly number[], status: number | null): Saying {
  if (answer.length === 0) return say('links', 'talk-upstream-silent');
  const args = { rows: rowsArg(answer) };
  return status === null
    ? say('links', 'talk-upstream-told', args)
    : say('links', 'talk-upstream-told-status', { ...args, status: digits(status) });
}

/** Once a row: a row may hold several. */
function password({ row, story }: Scene): readonly Saying[] {
  const [found] = story.talk.credentialsAt(row.frame);
  if (found === undefined) return [];
  const told =
    found.user === null
      ? say('worry', 'talk-password')
      : say('worry', 'talk-password-of', { user: captured(found.user) });
  return story.analysis.showSecrets ? [told] : [told, say('worry', 'talk-password-masked')];
}
