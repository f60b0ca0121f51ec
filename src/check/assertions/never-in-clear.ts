// Words that must not be readable anywhere in the capture, and passwords that can be told for such.

import type { Message } from '../../stitch/conversation.ts';
import { outcome } from '../judged.ts';
import { limitWords, wordLimits } from '../limits.ts';
import type { Outcome, Verdict } from '../outcome.ts';
import type { NeverInClearAsked } from '../schema/assertions.ts';
import type { Ground, Scope } from '../selectors.ts';
import { placesOf, quoted } from '../text-match.ts';
import { plural, rowsText } from '../units.ts';

const MOST_PLACES = 50;

export function neverInClear(ground: Ground, scope: Scope, asked: NeverInClearAsked): Outcome {
  const inScope = new Set(scope.connections.map(({ stream }) => stream));
  const what = [
    asked.text === undefined ? '' : `the words ${quoted(asked.text)}`,
    asked.pattern === undefined ? '' : `/${asked.pattern}/`,
    asked.passwords === true ? 'passwords' : '',
  ].filter((part) => part !== '');
  const expected = `${what.join(' or ')} never in clear text`;
  const { messages, credentials } = ground.evidence.conversation;
  const places = [...spoken(messages.filter(({ stream }) => inScope.has(stream))).values()].flatMap(
    (said) => readable(said, asked),
  );
  const secrets =
    asked.passwords === true ? credentials.filter(({ stream }) => inScope.has(stream)) : [];
  const frames = [...places.flat(), ...secrets.flatMap((secret) => secret.frames)];
  const limits = limitWords(wordLimits(ground.evidence, scope.isNamed ? inScope : null));
  const verdict: Verdict = frames.length > 0 ? 'fails' : limits === null ? 'holds' : 'undecided';
  const told = [
    places.length === 0
      ? ''
      : `readable ${plural(places.length, 'time')} (${rowsText(places.flat())})`,
    ...secrets.map(
      ({ user, kind, frames: rows }) =>
        `${kind}${user === null ? '' : ` of ${user}`} with a password in ${rowsText(rows)}`,
    ),
  ].filter((part) => part !== '');
  return outcome(
    verdict,
    expected,
    told.length === 0 ? 'not readable in any message' : told.join('; '),
    {
      why: verdict === 'undecided' ? limits : null,
      frames,
    },
  );
}

/** What each end of each connection said, in order: words may begin in one message and end in the next. */
function spoken(messages: readonly Message[]): Map<string, Message[]> {
  const said = new Map<string, Message[]>();
  for (const message of messages) {
    const key = `${message.stream} ${message.fromClient}`;
    said.set(key, [...(said.get(key) ?? []), message]);
  }
  return said;
}

/** The rows of each place where the words can be read. */
function readable(messages: readonly Message[], asked: NeverInClearAsked): number[][] {
  if (asked.text === undefined && asked.pattern === undefined) return [];
  const all = Buffer.concat(messages.map(({ bytes }) => bytes));
  let end = 0;
  const ends = messages.map(({ bytes }) => (end += bytes.length));
  return placesOf(all, asked, MOST_PLACES).map(([from, to]) =>
    messages.flatMap(({ frames, bytes }, i) =>
      ends[i]! - bytes.length < to && ends[i]! > from ? frames : [],
    ),
  );
}
