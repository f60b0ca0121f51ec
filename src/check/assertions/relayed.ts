// A message that came in at a server and left again: to whom, to whom not, how soon, and how sure that is.

import type { Args } from '../../explain/args.ts';
import type { Message } from '../../stitch/message.ts';
import type { Relay } from '../../stitch/relay.ts';
import { missingWords } from '../judged.ts';
import { limitWords, wordLimits } from '../limits.ts';
import { allOf, outcome, type Outcome, type Verdict } from '../outcome.ts';
import { clauses, given, optional, rows, say, time, word, yesNo, type Said } from '../said.ts';
import type { RelayedAsked } from '../schema/assertions.ts';
import { streamWords, type Ground, type Scope } from '../selectors.ts';
import { messageWords, textTest, wordsAsked } from '../text-match.ts';
import { durationNs } from '../units.ts';
import { occurrenceOf, saidInstead } from './message.ts';
import { isSaidBy, partyOf } from './party.ts';
import { relayFaults } from './relay-faults.ts';
import { copiesOf, copyWords, isMeant, receiversOf, type Receivers } from './relay-receivers.ts';

interface Candidate {
  readonly verdict: Verdict;
  readonly shows: Said;
  readonly why: Said | null;
  readonly source: Message;
  readonly frames: readonly number[];
  readonly last: Message;
}

/** Messages that were not passed on of which it is looked whether their words came later. */
const MOST_COMPARED = 200;

export function relayedIs(ground: Ground, scope: Scope, asked: RelayedAsked): Outcome {
  const { evidence } = ground;
  const from = partyOf(ground, asked.from);
  const to = receiversOf(ground, asked.to);
  const isAnyone = from.streams === null && !from.isServer;
  const expected = say('check-relayed-asked', {
    ...optional('from', isAnyone ? null : from.words),
    ...wordsAsked(asked),
    only: yesNo(asked.only === true),
    to: to.words,
    ...optional('within', asked.within === undefined ? null : word(asked.within)),
  });
  const missing = from.missing ?? to.parties.find((party) => party.missing !== null)?.missing;
  if (missing != null) return outcome('fails', expected, missingWords([missing]));
  const inScope = new Set(scope.connections.map(({ stream }) => stream));
  const test = textTest(asked);
  const relayOf = new Map(evidence.conversation.relays.map((relay) => [relay.source, relay]));
  const said = evidence.conversation.messages.filter(
    (message) => inScope.has(message.stream) && isSaidBy(from, message),
  );
  const meant = said.filter(
    (message) =>
      test(message) ||
      copiesOf(ground, relayOf.get(message.id)).some(({ message: copy }) => test(copy)),
  );
  const repeats = repeatsOf(ground, to, asked);
  const candidates = meant.map((message, i) =>
    candidate(
      ground,
      message,
      relayOf.get(message.id),
      to,
      asked,
      i < MOST_COMPARED ? repeats : [],
    ),
  );
  const holding = candidates.filter(({ verdict }) => verdict === 'holds');
  const best =
    holding[0] ?? candidates.find(({ verdict }) => verdict === 'undecided') ?? nearest(candidates);
  const limits = limitWords(wordLimits(evidence, null));
  if (best === undefined) {
    return outcome(limits === null ? 'fails' : 'undecided', expected, saidInstead(from, said), {
      why: limits,
      frames: said.slice(0, 3).flatMap(({ frames }) => frames),
    });
  }
  const verdict = best.verdict === 'fails' && limits !== null ? 'undecided' : best.verdict;
  return outcome(verdict, expected, best.shows, {
    why: verdict === 'undecided' ? (best.why ?? limits) : null,
    frames: best.frames,
    streams: [best.source.stream],
    occurrences: holding.map(({ last }) => occurrenceOf(last)),
  });
}

/** What became of one message that fits the words. */
function candidate(
  ground: Ground,
  source: Message,
  relay: Relay | undefined,
  to: Receivers,
  asked: RelayedAsked,
  repeats: readonly Message[],
): Candidate {
  const copies = copiesOf(ground, relay);
  const came = { message: messageWords(source), rows: rows(source.frames) };
  const base = { source, last: copies.at(-1)?.message ?? source };
  const frames = [...source.frames, ...copies.flatMap(({ message }) => message.frames)];
  if (relay === undefined || copies.length === 0)
    return { ...base, ...notRelayed(source, came, repeats, asked) };
  const wentOn = say('check-relayed', { ...came, copies: copyWords(copies) });
  const faults = relayFaults(ground, relay, copies, to, source, asked);
  const unsure =
    copies.some(({ copy }) => isMeant(copy, to) && copy.certainty === 'possible') ||
    (source.ambiguous && asked.from !== undefined);
  const verdict = allOf([faults.length > 0 ? 'fails' : 'holds', unsure ? 'undecided' : 'holds']);
  const shows =
    faults.length === 0
      ? wentOn
      : say('check-relayed-fault', { relayed: wentOn, faults: clauses(faults) });
  const why = unsure ? say('check-relay-unsure') : null;
  return { ...base, verdict, shows, why, frames };
}

/** Nothing of it was passed on at once. The same words said to the receivers later may be the message all the same. */
function notRelayed(
  source: Message,
  came: Args,
  repeats: readonly Message[],
  { within }: RelayedAsked,
): Pick<Candidate, 'verdict' | 'shows' | 'why' | 'frames'> {
  const nobody = say('check-relayed-to-nobody', came);
  const later = repeats.find(
    (message) =>
      message.stream !== source.stream &&
      message.src === source.dst &&
      message.srcPort === source.dstPort &&
      message.timeNs > source.lastTimeNs,
  );
  if (later === undefined)
    return { verdict: 'fails', shows: nobody, why: null, frames: source.frames };
  const delayNs = later.timeNs - source.lastTimeNs;
  // Whether it is the same message cannot be told after so long; where it must be in time, it need not be.
  const isTooLate = within !== undefined && delayNs > durationNs(within);
  return {
    verdict: isTooLate ? 'fails' : 'undecided',
    shows: say('check-relayed-later', {
      nobody,
      receiver: later.receiver === null ? streamWords(later.stream) : given(later.receiver),
      rows: rows(later.frames),
      time: time(delayNs),
    }),
    why: isTooLate ? null : say('check-relay-too-late-to-tell'),
    frames: [...source.frames, ...later.frames],
  };
}

/** Messages of servers to the receivers in which the words stand that were asked for; none without words. */
function repeatsOf({ evidence }: Ground, to: Receivers, asked: RelayedAsked): Message[] {
  if (asked.text === undefined && asked.equals === undefined && asked.pattern === undefined)
    return [];
  const test = textTest(asked);
  const isReceiver = ({ stream }: Message): boolean =>
    to.parties.length === 0 ||
    to.parties.some(({ streams }) => streams === null || streams.has(stream));
  return evidence.conversation.messages.filter(
    (message) => !message.fromClient && isReceiver(message) && test(message),
  );
}

/** Of several that fail, one that got furthest. */
const nearest = (candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.toSorted(
    (a, b) => b.frames.length - b.source.frames.length - (a.frames.length - a.source.frames.length),
  )[0];
