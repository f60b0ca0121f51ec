// A message that came in at a server and left again: to whom, to whom not, how soon, and how sure that is.

import type { Message, Relay, RelayCopy } from '../../stitch/conversation.ts';
import type { Evidence } from '../evidence.ts';
import { missingWords } from '../judged.ts';
import { limitWords, wordLimits } from '../limits.ts';
import { allOf, outcome, type Outcome, type Verdict } from '../outcome.ts';
import {
  allOfThem,
  clauses,
  commas,
  given,
  optional,
  rows,
  say,
  time,
  word,
  yesNo,
  type Said,
} from '../said.ts';
import type { RelayedAsked } from '../schema/assertions.ts';
import { streamWords, type ConnectionRef, type Ground, type Scope } from '../selectors.ts';
import { messageWords, textTest, wordsAsked } from '../text-match.ts';
import { durationNs } from '../units.ts';
import { isSaidBy, partyOf, type Party } from './party.ts';
import { saidInstead } from './message.ts';

interface Receivers {
  readonly words: Said;
  /** Others or all: everybody connected; null: the parties alone. */
  readonly everybody: 'others' | 'all' | null;
  readonly parties: readonly Party[];
}

interface Candidate {
  readonly verdict: Verdict;
  readonly shows: Said;
  readonly why: Said | null;
  readonly source: Message;
  readonly frames: readonly number[];
  readonly last: Message;
}

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
  const candidates = meant.map((message) =>
    candidate(ground, message, relayOf.get(message.id), to, asked),
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
    occurrences: holding.map(({ last }) => ({
      stream: last.stream,
      frame: last.frames.at(-1) ?? 0,
      timeNs: last.lastTimeNs,
    })),
  });
}

function receiversOf(ground: Ground, to: RelayedAsked['to']): Receivers {
  if (to === 'others' || to === undefined || to === 'anyone') {
    const words = say(to === 'others' ? 'check-all-others' : 'check-anyone');
    return { words, everybody: to === 'others' ? 'others' : null, parties: [] };
  }
  if (to === 'all') return { words: say('check-all'), everybody: 'all', parties: [] };
  const refs: readonly ConnectionRef[] = Array.isArray(to) ? to : [to];
  const parties = refs.map((ref) => partyOf(ground, ref));
  return { words: allOfThem(parties.map(({ words }) => words)), everybody: null, parties };
}

interface Copy {
  readonly copy: RelayCopy;
  readonly message: Message;
}

const copiesOf = ({ evidence }: Ground, relay: Relay | undefined): Copy[] =>
  (relay?.copies ?? []).flatMap((copy) => {
    const message = evidence.messageById.get(copy.id);
    return message === undefined ? [] : [{ copy, message }];
  });

/** What became of one message that fits the words. */
function candidate(
  ground: Ground,
  source: Message,
  relay: Relay | undefined,
  to: Receivers,
  asked: RelayedAsked,
): Candidate {
  const copies = copiesOf(ground, relay);
  const came = { message: messageWords(source), rows: rows(source.frames) };
  const base = { source, last: copies.at(-1)?.message ?? source };
  const frames = [...source.frames, ...copies.flatMap(({ message }) => message.frames)];
  if (relay === undefined || copies.length === 0) {
    const nobody = say('check-relayed-to-nobody', came);
    const late = sameWordsLater(ground, source, asked);
    if (late === undefined) return { ...base, verdict: 'fails', shows: nobody, why: null, frames };
    const shows = say('check-relayed-later', {
      nobody,
      receiver: late.receiver === null ? streamWords(late.stream) : given(late.receiver),
      rows: rows(late.frames),
      time: time(late.timeNs - source.lastTimeNs),
    });
    // Whether so late a message is the same one cannot be told; where it must be in time, it need not be.
    const isTooLate =
      asked.within !== undefined && late.timeNs - source.lastTimeNs > durationNs(asked.within);
    return {
      ...base,
      verdict: isTooLate ? 'fails' : 'undecided',
      shows,
      why: isTooLate ? null : say('check-relay-too-late-to-tell'),
      frames: [...frames, ...late.frames],
    };
  }
  const meant = copies.filter(({ copy }) => isMeant(copy, to));
  const wentOn = say('check-relayed', { ...came, copies: copyWords(copies) });
  const faults = [
    ...missedBy(ground, relay, copies, to, source),
    ...(asked.only === true ? strangers(copies, to, source) : []),
    ...(asked.within === undefined ? [] : late(meant, durationNs(asked.within))),
  ];
  const unsure =
    meant.some(({ copy }) => copy.certainty === 'possible') ||
    (source.ambiguous && asked.from !== undefined);
  const verdict = allOf([faults.length > 0 ? 'fails' : 'holds', unsure ? 'undecided' : 'holds']);
  const shows =
    faults.length === 0
      ? wentOn
      : say('check-relayed-fault', { relayed: wentOn, faults: clauses(faults) });
  const why = unsure ? say('check-relay-unsure') : null;
  return { ...base, verdict, shows, why, frames };
}

/** The first message of the same server behind the source that has the words asked for, to somebody else. */
function sameWordsLater(
  { evidence }: Ground,
  source: Message,
  asked: RelayedAsked,
): Message | undefined {
  if (asked.text === undefined && asked.equals === undefined && asked.pattern === undefined)
    return undefined;
  const test = textTest(asked);
  return evidence.conversation.messages.find(
    (message) =>
      !message.fromClient &&
      message.stream !== source.stream &&
      message.src === source.dst &&
      message.srcPort === source.dstPort &&
      message.timeNs > source.lastTimeNs &&
      test(message),
  );
}

const isMeant = ({ stream, kind }: RelayCopy, { everybody, parties }: Receivers): boolean => {
  if (everybody !== null || parties.length === 0) return everybody === 'all' || kind !== 'echo';
  return parties.some(
    ({ streams, isServer }) => isServer || streams === null || streams.has(stream),
  );
};

const MOST_COPIES = 20;

function copyWords(copies: readonly Copy[]): Said {
  const told = copies
    .slice(0, MOST_COPIES)
    .map(({ copy, message }) =>
      say('check-copy', { receiver: receiverWords(copy), rows: rows(message.frames) }),
    );
  if (copies.length > MOST_COPIES)
    told.push(say('check-more', { count: copies.length - MOST_COPIES }));
  return commas(told);
}

/** Who should have got it and did not. */
function missedBy(
  { evidence }: Ground,
  relay: Relay,
  copies: readonly Copy[],
  to: Receivers,
  source: Message,
): Said[] {
  const reached = new Set(copies.map(({ copy }) => copy.stream));
  if (to.everybody === null) {
    const missed = to.parties.filter(
      ({ streams }) => streams !== null && ![...streams].every((stream) => reached.has(stream)),
    );
    const nobody = to.parties.length === 0 && copies.every(({ copy }) => copy.kind === 'echo');
    return [
      ...missed.map(({ words: who }) => say('check-missed', { who })),
      ...(nobody ? [say('check-missed-all')] : []),
    ];
  }
  const missed = [...new Set([...relay.missed, ...openBeside(evidence, source)])].filter(
    (stream) => stream !== source.stream && !reached.has(stream),
  );
  const others = copies.some(({ copy }) => copy.stream !== source.stream);
  const faults =
    missed.length > 0
      ? [say('check-missed', { who: allOfThem(missed.slice(0, MOST_COPIES).map(streamWords)) })]
      : [];
  if (!others) faults.push(say('check-missed-all'));
  if (to.everybody === 'all' && !reached.has(source.stream))
    faults.push(say('check-missed-sender'));
  return faults;
}

/**
 * Connections of the same server that were open when the message came in. The relay's own list leaves them out when one
 * alone got the message, taking it for a private one.
 */
const openBeside = ({ connections, notes }: Evidence, source: Message): number[] =>
  connections
    .filter(({ stream, server, firstTimeNs, handshake, client }) => {
      if (server.address !== source.dst || server.port !== source.dstPort) return false;
      const end = notes.get(stream)?.endings[0];
      const cameAbout = handshake === 'complete' || client.payloadBytes > 0;
      return (
        cameAbout && firstTimeNs <= source.timeNs && (end?.timeNs ?? Infinity) > source.lastTimeNs
      );
    })
    .map(({ stream }) => stream);

/** Who got it and should not have; its sender is no stranger, nor is one who is shown the room's history later. */
function strangers(
  copies: readonly Copy[],
  { parties, everybody }: Receivers,
  source: Message,
): Said[] {
  if (everybody !== null || parties.length === 0) return [];
  const others = copies.filter(
    ({ copy }) =>
      copy.stream !== source.stream &&
      copy.kind !== 'history' &&
      !parties.some(({ streams }) => streams === null || streams.has(copy.stream)),
  );
  return others.map(({ copy, message }) =>
    say('check-stranger', { receiver: receiverWords(copy), rows: rows(message.frames) }),
  );
}

const late = (copies: readonly Copy[], withinNs: number): Said[] =>
  copies
    .filter(({ copy }) => copy.delayNs > withinNs)
    .map(({ copy }) =>
      say('check-late', { receiver: receiverWords(copy), time: time(copy.delayNs) }),
    );

function receiverWords({ receiver: name, stream, kind }: RelayCopy): Said {
  const receiver = name === null ? streamWords(stream) : given(name);
  return kind === 'echo' ? say('check-receiver-sender', { receiver }) : receiver;
}

/** Of several that fail, one that got furthest. */
const nearest = (candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.toSorted(
    (a, b) => b.frames.length - b.source.frames.length - (a.frames.length - a.source.frames.length),
  )[0];
