// What goes on around one server address and port: who its clients are, and what it passed on between them. Names
// make relays certain and relays make names known, so both are looked for again.

import type { CredentialFound } from './credentials.ts';
import type { DraftMessage } from './draft-message.ts';
import { introductions, serverMessages, strengthened } from './introductions.ts';
import { isComparable } from './relay-candidates.ts';
import { namesInTime, type Names } from './names.ts';
import { relayedNames } from './relayed-names.ts';
import { withRenames } from './renames.ts';
import { searchRelays, type FoundRelay } from './relay-search.ts';

export interface ServerTalk {
  readonly names: Names;
  readonly found: readonly FoundRelay[];
}

/**
 * Names and relays of one server; `messages` are those of all its connections, in order, `fromStart` those of the
 * connections whose first words are among them, `known` the names found before.
 */
export function serverTalk(
  messages: readonly DraftMessage[],
  fromStart: ReadonlyMap<number, readonly DraftMessage[]>,
  credentials: readonly CredentialFound[],
  known: Names,
): ServerTalk {
  const comparable = messages.filter(isComparable);
  if (!comparable.some(({ fromClient }) => fromClient)) return { names: known, found: [] };
  const knownNames = [...known.values()].flatMap(namesInTime).map(({ name }) => name);
  const server = serverMessages(comparable, fromStart, credentials, knownNames);
  const names = new Map([...known, ...introductions(server, credentials)]);
  strengthened(names, server);
  const skipped = (): Set<DraftMessage> =>
    new Set([
      ...credentials.flatMap(({ places }) => places.map(({ message }) => message)),
      ...[...names.values()].flatMap(namesInTime).flatMap(({ introducedBy }) => introducedBy ?? []),
    ]);
  let found = searchRelays(comparable, names, skipped());
  const more = relayedNames(found, names);
  for (const [stream, naming] of more) names.set(stream, naming);
  if (more.size > 0) found = searchRelays(comparable, names, skipped());
  const changed = withRenames(names, found, comparable);
  if (changed === null) return { names, found };
  for (const [stream, naming] of changed) names.set(stream, naming);
  return { names, found: searchRelays(comparable, names, skipped()) };
}
