// Writes what was found into the messages: where each came from; and gathers the relays of a server.

import type { Relay } from './conversation.ts';
import type { HttpRelay } from './http-relays.ts';
import { relaySource } from './relay-search.ts';
import { groupRelays, type Passing } from './relays.ts';
import type { ServerTalk } from './server-talk.ts';
import type { ToldConnection } from './taped-connection.ts';

/** Copies with the same addition, to so many, bear each other out. */
const CORROBORATING = 2;

/** Sets `relayOf` of what a server passed on, and tells its relays. */
export function tellRelays({ found, names }: ServerTalk, clients: readonly ToldConnection[]): Relay[] {
  const sure: Passing[] = [];
  const weak: Passing[] = [];
  for (const { out, choices } of found) {
    out.relayOf = choices.map((choice) => relaySource(choice, out));
    out.ambiguous = choices.length > 1;
    const [only] = choices;
    if (choices.length > 1 || only === undefined) continue;
    const { source, late } = only.candidate;
    const passing = { source, out, told: out.relayOf[0]!, late };
    (only.certainty === 'possible' ? weak : sure).push(passing);
  }
  return groupRelays([...sure, ...corroborated(weak)], clients, names);
}

/** The weak that went alike to several others: chance does not do that. They become likely. */
function corroborated(weak: readonly Passing[]): Passing[] {
  return weak.flatMap((passing) => {
    const { source, out, told } = passing;
    const alike = weak.filter(
      (other) =>
        other.source === source && other.out.stream !== source.stream && other.told.added === told.added,
    );
    const streams = new Set(alike.map((other) => other.out.stream));
    if (streams.size < CORROBORATING || told.removed !== '') return [];
    const likely = { ...told, certainty: 'likely' as const };
    out.relayOf = [likely];
    return [{ ...passing, told: likely }];
  });
}

/** Sets `relayOf` of what a proxy passed on; a relay of its own unless several fit. */
export function proxyRelay({ source, out, told }: HttpRelay): Relay[] {
  out.relayOf = [...out.relayOf, told];
  out.ambiguous = out.relayOf.length > 1;
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
