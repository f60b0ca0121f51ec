// Somebody said something to somebody: on one connection, or through a server that passed it on.

import type { Message } from '../../stitch/conversation.ts';
import { outcome } from '../judged.ts';
import { limitWords, wordLimits } from '../limits.ts';
import type { Occurrence, Outcome } from '../outcome.ts';
import type { MessageAsked } from '../schema/assertions.ts';
import type { Ground, Scope } from '../selectors.ts';
import { messageWords, textTest, wordsAsked } from '../text-match.ts';
import { plural, rowsText } from '../units.ts';
import { isGivenTo, isSaidBy, partyOf, type Party } from './party.ts';

export function messageIs(ground: Ground, scope: Scope, asked: MessageAsked): Outcome {
  const { conversation } = ground.evidence;
  const from = partyOf(ground, asked.from);
  const to = partyOf(ground, asked.to);
  const expected = `a message${partyWords(from, to)}${wordsAsked(asked)}`;
  const missing = from.missing ?? to.missing;
  if (missing !== null) return outcome('fails', expected, missing);
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
  if (found.length > 0) {
    const first = found[0]!;
    const more =
      found.length > 1 ? `, and ${plural(found.length - 1, 'more', 'more')} like it` : '';
    return outcome(
      'holds',
      expected,
      `${messageWords(first)} in ${rowsText(first.frames)}${more}`,
      {
        frames: first.frames,
        streams: [first.stream],
        occurrences: found.map(occurrenceOf),
      },
    );
  }
  const streams = from.streams ?? to.streams;
  const limits = limitWords(wordLimits(ground.evidence, streams));
  return outcome(limits === null ? 'fails' : 'undecided', expected, saidInstead(from, said), {
    why: limits,
    frames: said.slice(0, MOST_TOLD).flatMap(({ frames }) => frames),
    streams: streams === null ? [] : [...streams],
  });
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
export function saidInstead(from: Party, said: readonly Message[]): string {
  if (said.length === 0) return `nothing of the kind was said by ${from.words}`;
  const told = said
    .slice(0, MOST_TOLD)
    .map((message) => `${messageWords(message)} (${rowsText(message.frames)})`);
  const more = said.length > MOST_TOLD ? `, and ${said.length - MOST_TOLD} more` : '';
  return `${from.words} said ${told.join(', ')}${more}`;
}

function partyWords(from: Party, to: Party): string {
  const parts: string[] = [];
  if (from.streams !== null || from.isServer) parts.push(` from ${from.words}`);
  if (to.streams !== null || to.isServer) parts.push(` to ${to.words}`);
  return parts.join('');
}
