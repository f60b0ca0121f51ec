// Writes what was found into the messages: where each came from; and gathers the relays of a server.

import { grouped } from '../tcp/grouped.ts';
import type { HttpRelay } from './http-relays.ts';
import type { Choice } from './relay-choice.ts';
import { relaySource } from './relay-search.ts';
import type { Relay } from './relay.ts';
import { groupRelays, type Passing } from './relays.ts';
import type { ServerTalk } from './server-talk.ts';
import type { ToldConnection } from './taped-connection.ts';

/** Copies with the same addition, to so many others, bear each other out. */
const CORROBORATING = 2;
/** Less in common is chance, unless it is borne out. */
const SHORTEST_COMMON_BYTES = 3;

/** Where the beginning was changed, too, so many bytes must be left of it. */
const LEAST_WITHOUT_BEGINNING = 8;

/** So many different messages of one sender, changed in the same way or not at all, are no chance. */
const HABIT = 3;

/** What happened to enough different messages. */
function habitsOf(passings: readonly Passing[]): ReadonlySet<string> {
  const seen = new Map<string, Set<string>>();
  for (const passing of passings) {
    const { source, out } = passing;
    if (source.stream === out.stream) continue;
    const habit = habitOf(passing);
    const cores = seen.get(habit) ?? new Set();
    seen.set(habit, cores);
    if (cores.size < HABIT) cores.add(source.core.toString('latin1'));
  }
  return new Set([...seen].filter(([, cores]) => cores.size >= HABIT).map(([habit]) => habit));
}

const habitOf = ({ source, told }: Passing): string =>
  [source.stream, told.added, told.removed, told.addedBehind, told.removedBehind].join('\0');

/** Sets `relayOf` of what a server passed on, and tells its relays; everything before `seenUntilNs` is there. */
export function tellRelays(
  { found, names }: ServerTalk,
  clients: readonly ToldConnection[],
  seenUntilNs: number,
): Relay[] {
  const passings: Passing[] = [];
  for (const { out, choices } of found) {
    const fitting = choices.length > 1 && isChance(choices) ? [] : choices;
    out.relayOf = fitting.map((choice) => relaySource(choice, out));
    out.ambiguous = fitting.length > 1;
    const [only] = fitting;
    if (fitting.length > 1 || only === undefined) continue;
    const { source, late } = only.candidate;
    passings.push({ source, out, told: out.relayOf[0]!, late });
  }
  const weighed = weigh(passings);
  for (const { out, told } of weighed) out.relayOf = [told];
  const sure = weighed.filter(({ told }) => told.certainty !== 'possible');
  return groupRelays(sure, { clients, seenUntilNs }, names);
}

/** Several fit, and they have no more in common with it than a number or a yes may have. */
const isChance = (choices: readonly Choice[]): boolean =>
  choices.every(
    ({ candidate: { common, senderNamed, receiverNamed } }) =>
      common.lenBytes < SHORTEST_COMMON_BYTES && !senderNamed && !receiverNamed,
  );

/**
 * What is weak becomes likely when it went alike to several others, or others of its sender went alike: chance does not
 * do that. What stays weak is told as possible; an echo without a name is none then, and neither is a syllable.
 */
function weigh(passings: readonly Passing[]): Passing[] {
  const bySource = grouped(passings, ({ source }) => source);
  const habits = habitsOf(passings);
  return passings.flatMap((passing) => {
    const { source, out, told } = passing;
    if (told.certainty !== 'possible') return [passing];
    const commonBytes =
      source.core.length - (told.lengths?.removed ?? Buffer.byteLength(told.removed));
    const others = new Set(
      (bySource.get(source) ?? [])
        .filter(
          ({ out: other, told: { added, removed } }) =>
            other.stream !== source.stream && added === told.added && removed === told.removed,
        )
        .map((one) => one.out.stream),
    );
    const isEnough = told.removed === '' || commonBytes >= LEAST_WITHOUT_BEGINNING;
    const isHabit = out.stream !== source.stream && habits.has(habitOf(passing));
    if ((others.size >= CORROBORATING || isHabit) && isEnough)
      return [{ ...passing, told: { ...told, certainty: 'likely' as const } }];
    const isEcho = out.stream === source.stream;
    if (!isEcho && commonBytes >= SHORTEST_COMMON_BYTES) return [passing];
    out.relayOf = [];
    return [];
  });
}

/** Sets `relayOf` of HTTP messages; what was told in an earlier part is found again. */
export function tellSources(relays: readonly HttpRelay[]): void {
  for (const [out, of] of grouped(relays, (relay) => relay.out)) {
    // Of requests that are all alike, thousands fit as the source of one.
    const sources = new Map(out.relayOf.map((told) => [told.id, told]));
    for (const { told } of of) {
      sources.delete(told.id);
      sources.set(told.id, told);
    }
    out.relayOf = [...sources.values()];
    out.ambiguous = sources.size > 1;
  }
}

/** What a proxy passed on: a relay of its own unless several fit. */
export function proxyRelay({ source, out, told }: HttpRelay): Relay[] {
  if (told.certainty === 'possible') return [];
  const kind = out.http?.kind === 'request' ? 'proxy-request' : 'proxy-answer';
  const { id, stream } = out;
  const { certainty, delayNs } = told;
  return [
    {
      source: source.id,
      kinds: [kind],
      node: source.dst,
      copies: [{ id, stream, kind, receiver: null, certainty, delayNs }],
      missed: [],
      certainty,
    },
  ];
}
