// The whole of stitching in one screen: streams to messages, names, relays, proxies, what answers what. Works on what
// the sink kept; changes nothing but its own drafts.

import type { ConnectionAttempt } from './connection-attempts.ts';
import type { Conversation, Credential, Message, Participant, Relay } from './conversation.ts';
import { cacheAnswers } from './caches.ts';
import { credentialsOf, type CredentialFound } from './credentials.ts';
import { draftMessages, type DraftMessage } from './draft-message.ts';
import { exchangesOf } from './exchanges.ts';
import { floodsOf } from './floods.ts';
import { grouped } from './grouped.ts';
import { httpExchanges } from './http-exchange.ts';
import { httpRelays } from './http-relays.ts';
import { markSecrets } from './mask.ts';
import type { Naming } from './names.ts';
import { newsTest } from './news.ts';
import { nodeKeys } from './nodes.ts';
import { participantOf, tellNames } from './participants.ts';
import { passedOnRequests } from './proxies.ts';
import { proxyRelay, tellRelays } from './relay-telling.ts';
import { fingerprintOf, seenTwice } from './seen-twice.ts';
import { serverTalk } from './server-talk.ts';
import type { ToldConnection } from './taped-connection.ts';
import { upstreamsDown } from './upstreams.ts';

export interface StitchInput {
  /** In the order of their streams. */
  readonly connections: readonly ToldConnection[];
  readonly attempts: readonly ConnectionAttempt[];
  readonly floodLimit: number;
  /** Messages told; those that came later are counted. */
  readonly mostMessages: number;
  readonly leftOut: { readonly streams: number; readonly bytes: number };
}

export function stitch(input: StitchInput): Conversation {
  const { connections, attempts, floodLimit, leftOut } = input;
  const drafted = draftMessages(connections, input.mostMessages);
  const { messages } = drafted;
  const byId = new Map(messages.map((message) => [message.id, message]));
  const byStream = grouped(messages, ({ stream }) => stream);
  const credentials = [...byStream.values()].flatMap(credentialsOf);
  const twice = seenTwice(connections.map((one) => fingerprintOf(one, 0, 0n)));
  // A connection seen twice would say everything twice: it is stitched where it was seen first.
  const copies = new Set(
    twice.filter(({ certainty }) => certainty === 'certain').map(({ second }) => second.stream),
  );

  const participants: Participant[] = [];
  const relays: Relay[] = [];
  const names = new Map<number, Naming>();
  const originals = connections.filter(({ stream }) => !copies.has(stream));
  const nodes = nodeKeys(connections);
  const nodeOf = (stream: number): string => nodes.get(stream) ?? '';
  const inStreams = grouped(originals, ({ stream }) => nodeOf(stream));
  const byServer = grouped(
    messages.filter(({ stream }) => !copies.has(stream)),
    ({ stream }) => nodeOf(stream),
  );
  for (const [node, said] of byServer) {
    const clients = inStreams.get(node) ?? [];
    const talk = serverTalk(said, pick(byStream, clients), credentialsIn(credentials, clients));
    for (const [stream, naming] of talk.names) {
      names.set(stream, naming);
      participants.push(participantOf(stream, naming, clients));
    }
    relays.push(...tellRelays(talk, clients));
  }
  const isRelay = relayTest(relays, messages);
  const isNews = newsTest(names, byStream, (stream) => inStreams.get(nodeOf(stream)) ?? []);
  const exchanges = [...byStream.values()].flatMap((said) =>
    exchangesOf(said, { isRelay, isNews }),
  );
  const asked = httpExchanges(messages, exchanges, byId);
  const passedOn = passedOnRequests(asked);
  for (const relay of httpRelays(passedOn)) relays.push(...proxyRelay(relay));
  markSecrets(credentials, byStream);
  tellNames(messages, relays, names, byId);
  const floods = [...byStream.values()].flatMap((said) => floodsOf(said, floodLimit, isRelay));
  const order = (id: string): number => Number(id.slice(1));
  return {
    messages: messages.map(told),
    participants: participants.sort((a, b) => a.stream - b.stream),
    relays: relays.sort((a, b) => order(a.source) - order(b.source)),
    exchanges: exchanges.sort((a, b) => order(a.answer) - order(b.answer)),
    caches: cacheAnswers(asked, passedOn),
    upstreams: upstreamsDown(asked, passedOn, attempts),
    credentials: credentials.map(toldCredential),
    floods: floods.sort((a, b) => a.firstTimeNs - b.firstTimeNs || a.stream - b.stream),
    seenTwice: twice,
    leftOut: { ...leftOut, messages: drafted.leftOut },
  };
}

const pick = (
  byStream: ReadonlyMap<number, DraftMessage[]>,
  clients: readonly ToldConnection[],
): Map<number, DraftMessage[]> =>
  new Map(clients.map(({ stream }) => [stream, byStream.get(stream) ?? []]));

function credentialsIn(
  credentials: readonly CredentialFound[],
  clients: readonly ToldConnection[],
): CredentialFound[] {
  const streams = new Set(clients.map(({ stream }) => stream));
  return credentials.filter(({ stream }) => streams.has(stream));
}

/** Whether a message was passed on, or is what was: then it answers nobody. */
function relayTest(
  relays: readonly Relay[],
  messages: readonly DraftMessage[],
): (message: DraftMessage) => boolean {
  const sources = new Set(relays.map(({ source }) => source));
  const ambiguous = new Set(
    messages.filter((one) => one.ambiguous).flatMap(({ relayOf }) => relayOf.map(({ id }) => id)),
  );
  return ({ id, relayOf }) => relayOf.length > 0 || sources.has(id) || ambiguous.has(id);
}

/** Without what only stitching needs. */
function told(draft: DraftMessage): Message {
  const { connection: _connection, core: _core, pairs: _pairs, ...message } = draft;
  return message;
}

function toldCredential(found: CredentialFound): Credential {
  const { places: _places, ...credential } = found;
  return credential;
}
