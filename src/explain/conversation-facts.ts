// What can be told of a conversation besides what was said: caches, upstreams that are down, passwords, floods,
// connections seen twice, what was beyond the memory.

import type { Analysis } from '../collect/analysis.ts';
import { captured, code, digits, rows as rowsArg } from './args.ts';
import { upstreamTold } from './conversation-row.ts';
import type { StitchLeftOut } from '../stitch/conversation.ts';
import type { Message } from './scene.ts';
import { headline } from './scene.ts';
import type { Story } from './story.ts';

/** One fact in one sentence or two; in a fixed order. `isHere` tells whether any of these rows is in the report. */
export function conversationFacts(
  { conversation, showSecrets }: Analysis,
  { talk }: Story,
  isHere: (frames: readonly number[]) => boolean,
): readonly (readonly Message[])[] {
  const { caches, upstreams, credentials, floods, seenTwice, leftOut } = conversation;
  const told: (readonly Message[])[] = [];
  for (const { request, answer, origin } of caches)
    if (isHere([...talk.framesOf(request), ...talk.framesOf(answer)]))
      told.push([
        headline('talk-cache', {
          request: rowsArg(talk.framesOf(request)),
          answer: rowsArg(talk.framesOf(answer)),
          origin: rowsArg(talk.framesOf(origin)),
        }),
      ]);
  for (const { upstream, reason, request, answer, status, frames } of upstreams)
    if (isHere([...talk.framesOf(request), ...frames]))
      told.push([
        headline('talk-upstream', {
          upstream: code(upstream),
          reason,
          rows: rowsArg(frames),
          request: rowsArg(talk.framesOf(request)),
        }),
        upstreamTold(talk.framesOf(answer), status),
      ]);
  for (const { kind, frames, user, outcome, secret } of credentials)
    if (isHere(frames)) {
      const args = { kind, rows: rowsArg(frames), outcome };
      const found =
        user === null
          ? headline('talk-credential', args)
          : headline('talk-credential-of', { ...args, user: captured(user) });
      told.push(
        showSecrets ? [found, headline('talk-credential-is', { text: captured(secret) })] : [found],
      );
    }
  for (const { sender, stream, messages, peakPerSecond, limitPerSecond, passedOn } of floods)
    if (isHere(messages.flatMap((id) => talk.framesOf(id)))) {
      const args = { count: messages.length, peak: peakPerSecond, limit: limitPerSecond };
      const by = { ...args, passed: passedOn, stream: digits(stream) };
      told.push([
        sender === null
          ? headline('talk-flood', by)
          : headline('talk-flood-of', { ...by, sender: captured(sender) }),
      ]);
    }
  for (const { first, second, translated, certainty } of seenTwice)
    told.push([
      headline('talk-twice', {
        first: digits(first.stream),
        firstEnds: code(`${first.client} → ${first.server}`),
        second: digits(second.stream),
        secondEnds: code(`${second.client} → ${second.server}`),
        translated: translated ? 'yes' : 'no',
        certainty,
      }),
    ]);
  if (leftOut.bytes + leftOut.messages > 0)
    told.push([headline('talk-left-out', { ...leftOut, what: whatIs(leftOut) })]);
  return told;
}

function whatIs({ bytes, messages }: StitchLeftOut): 'bytes' | 'messages' | 'both' {
  if (messages === 0) return 'bytes';
  return bytes === 0 ? 'messages' : 'both';
}
