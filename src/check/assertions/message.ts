// Somebody said something to somebody: on one connection, or through a server that passed it on.

import type { Message } from '../../stitch/message.ts';
import { missingWords } from '../judged.ts';
import { limitWords, wordLimits } from '../limits.ts';
import { outcome, type Occurrence, type Outcome } from '../outcome.ts';
import { commas, optional, rows, say, type Said } from '../said.ts';
import type { MessageAsked } from '../schema/assertions.ts';
import type { Ground, Scope } from '../selectors.ts';
import { messageWords, textTest, wordsAsked } from '../text-match.ts';
import { isGivenTo, isSaidBy, partyOf, type Party } from './party.ts';

export function messageIs(ground: Ground, scope: Scope, asked: MessageAsked): Outcome {
  const { conversation } = ground.evidence;
  const from = partyOf(ground, asked.from);
  const to = partyOf(ground, asked.to);
  const expected = say('check-message-asked', {
    ...optional('from', named(from)),
    ...optional('to', named(to)),
    ...wordsAsked(asked),
  });
  const missing = from.missing ?? to.missing;
  if (missing !== null) return outcome('fails', expected, missingWords([missing]));
  const inScope = new Set(scope.connections.map(({ stream }) => stream));
  const test = textTest(asked);
  // Two connections are named: the words travel through what joins them.
  const isThrough = from.streams !== null && to.streams !== null;
  const passedTo = isThrough ? passedOnTo(ground, to) : null;
  const said = conversation.messages.filter(
    (message) =>
      inScope.has(message.stream) &&
      isSaidBy(from, message) &&
      (passedTo === null ? isGivenTo(to, message) : passedTo.has(message.id)),
  );
  const found = said.filter(test);
  const [first] = found;
  if (first !== undefined)
    return outcome('holds', expected, foundWords(first, found.length - 1), {
      frames: first.frames,
      streams: [first.stream],
      occurrences: found.map(occurrenceOf),
    });
  const streams = from.streams ?? to.streams;
  const limits = limitWords(wordLimits(ground.evidence, streams));
  return outcome(limits === null ? 'fails' : 'undecided', expected, saidInstead(from, said), {
    why: limits,
    frames: said.slice(0, MOST_TOLD).flatMap(({ frames }) => frames),
    streams: streams === null ? [] : [...streams],
  });
}

/** The party where one was named; anyone needs no word. */
const named = ({ words, streams, isServer }: Party): Said | null =>
  streams !== null || isServer ? words : null;

function foundWords(first: Message, more: number): Said {
  const message = say('check-found-in', { what: messageWords(first), rows: rows(first.frames) });
  return more === 0 ? message : say('check-message-more', { message, count: more });
}

/** The moment its last byte was captured. */
export const occurrenceOf = ({ stream, frames, lastTimeNs }: Message): Occurrence => ({
  stream,
  frame: frames.at(-1) ?? 0,
  timeNs: lastTimeNs,
});

/** Messages of which a copy went to one of the party's connections. */
function passedOnTo({ evidence }: Ground, { streams }: Party): ReadonlySet<string> {
  const relays = evidence.conversation.relays.filter(({ copies }) =>
    copies.some((copy) => streams!.has(copy.stream) && copy.certainty !== 'possible'),
  );
  return new Set(relays.map(({ source }) => source));
}

const MOST_TOLD = 3;

/** What this party said, where it is not what was asked for. */
export function saidInstead({ words: who }: Party, said: readonly Message[]): Said {
  if (said.length === 0) return say('check-said-nothing', { who });
  const messages = commas(
    said
      .slice(0, MOST_TOLD)
      .map((message) =>
        say('check-found-at', { what: messageWords(message), rows: rows(message.frames) }),
      ),
  );
  return said.length > MOST_TOLD
    ? say('check-said-more', { who, messages, count: said.length - MOST_TOLD })
    : say('check-said', { who, messages });
}
