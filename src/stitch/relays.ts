// Relays as people speak of them: one message that came in, and every copy of it that went out: to one, to all
// others, back to its sender, or to somebody who came later.

import { weaker } from '../tcp/certainty.ts';
import type { DraftMessage } from './draft-message.ts';
import { grouped } from '../tcp/grouped.ts';
import { holdsName, nameAt, type Names } from './names.ts';
import { LONGEST_DELAY_NS } from './part.ts';
import type { Relay, RelayCopy, RelayKind, RelaySource } from './relay.ts';
import type { ToldConnection } from './taped-connection.ts';

export interface Passing {
  readonly source: DraftMessage;
  readonly out: DraftMessage;
  readonly told: RelaySource;
  readonly late: boolean;
}

/** The connections of one server, and until when everything they said is there. */
export interface Watched {
  readonly clients: readonly ToldConnection[];
  readonly seenUntilNs: number;
}

/** Relays of one server; `passings` hold no ambiguous ones. */
export function groupRelays(passings: readonly Passing[], watched: Watched, names: Names): Relay[] {
  const bySource = grouped(passings, ({ source }) => source);
  return [...bySource].map(([source, copies]) => relayOf(source, copies, watched, names));
}

function relayOf(
  source: DraftMessage,
  passings: readonly Passing[],
  watched: Watched,
  names: Names,
): Relay {
  const others = openAt(source, watched.clients);
  // An earlier part may have told of further copies.
  const reached = new Set([
    ...[...(source.passedTo ?? [])].filter((stream) => stream !== source.stream),
    ...passings
      .filter(({ late, out }) => !late && out.stream !== source.stream)
      .map(({ out }) => out.stream),
  ]);
  const without = others.filter(({ stream }) => !reached.has(stream));
  // Where the memory ends, no copy shows nothing.
  const missed = without.filter((one) => isSeen(one, source, watched.seenUntilNs));
  const isPrivate =
    reached.size === 1 &&
    ((others.length > 1 && missed.length === without.length) ||
      passings.some((one) => addresses(one, names)));
  const copies = passings.map((passing): RelayCopy => {
    const { out, told, late } = passing;
    const kind: RelayKind = late
      ? 'history'
      : out.stream === source.stream
        ? 'echo'
        : isPrivate
          ? 'private'
          : 'broadcast';
    return {
      id: out.id,
      stream: out.stream,
      kind,
      receiver: nameAt(names, out.stream, out) ?? null,
      certainty: told.certainty,
      delayNs: told.delayNs,
    };
  });
  return {
    source: source.id,
    kinds: [...new Set(copies.map(({ kind }) => kind))],
    node: source.dst,
    copies,
    missed: isPrivate || reached.size === 0 ? [] : missed.map(({ stream }) => stream),
    certainty: copies.map(({ certainty }) => certainty).reduce(weaker),
  };
}

const addresses = ({ out, told }: Passing, names: Names): boolean =>
  holdsName(told.removed, nameAt(names, out.stream, out));

/** The other connections of the server that were open when the message came in. */
const openAt = (
  message: DraftMessage,
  connections: readonly ToldConnection[],
): readonly ToldConnection[] =>
  connections.filter(
    ({ stream, openedNs, endedNs }) =>
      stream !== message.stream && openedNs <= message.timeNs && endedNs > message.lastTimeNs,
  );

/** All that a connection was sent while a copy of the message might have come is there. */
const isSeen = (
  { server }: ToldConnection,
  { lastTimeNs }: DraftMessage,
  seenUntilNs: number,
): boolean => Math.min(server.tape.fullNs, seenUntilNs) >= lastTimeNs + LONGEST_DELAY_NS;
