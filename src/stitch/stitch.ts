// The whole of stitching in one screen: streams to messages, names, relays, proxies, what answers what. Works on what
// the sink kept and on what earlier parts know; changes nothing but its own drafts.

import type { ConnectionAttempt } from './connection-attempts.ts';
import { cacheHits } from './caches.ts';
import type { Conversation } from './conversation.ts';
import type { Credential } from './credential.ts';
import { credentialsOf, type CredentialFound } from './credentials.ts';
import { contextOf, namesOf, type Carried } from './carried.ts';
import { draftMessages, type DraftMessage, type Place } from './draft-message.ts';
import { exchangesOf } from './exchanges.ts';
import { floodsOf } from './floods.ts';
import { forwardRelays } from './forwards.ts';
import { grouped } from '../tcp/grouped.ts';
import { httpExchanges } from './http-exchange.ts';
import { httpRelays } from './http-relays.ts';
import { markSecrets } from './mask.ts';
import type { Message } from './message.ts';
import { namesInTime } from './names.ts';
import { newsTest } from './news.ts';
import { nodeKeys } from './nodes.ts';
import { toldUpTo, type Cut } from './part.ts';
import { participantsOf, tellNames, type Participant } from './participants.ts';
import { passedOnRequests } from './proxies.ts';
import { proxyRelay, tellRelays, tellSources } from './relay-telling.ts';
import type { Relay } from './relay.ts';
import type { SeenTwice } from './seen-twice.ts';
import { serverTalk } from './server-talk.ts';
import type { ToldConnection } from './taped-connection.ts';
import { upstreamsDown } from './upstreams.ts';

export interface StitchInput {
  /** In the order of their streams. */
  readonly connections: readonly ToldConnection[];
  readonly attempts: readonly ConnectionAttempt[];
  /** Which of them were seen before as another connection. */
  readonly twice: readonly SeenTwice[];
  readonly floodLimit: number;
  /** Messages told; those that came later are counted. */
  readonly mostMessages: number;
  readonly leftOut: { readonly streams: number; readonly bytes: number };
  /** What is told now, and what earlier parts know. */
  readonly cut: Cut;
  readonly carried: Carried;
  /** Number of the next message. */
  readonly next: number;
  /** Everything before this time is there. */
  readonly seenUntilNs: number;
}

/** A part of a conversation, and what the next one needs of it. */
export interface Part {
  readonly conversation: Conversation;
  readonly told: ReadonlyMap<Place, DraftMessage>;
  readonly carried: Carried;
  /** Streams of which an earlier message is no longer at hand. */
  readonly forgotten: ReadonlySet<number>;
  readonly next: number;
}

export function stitch(input: StitchInput): Part {
  const { connections, attempts, twice, floodLimit, leftOut, carried, cut } = input;
  const drafted = draftMessages(connections, input.mostMessages, input.next);
  const { context } = carried;
  const messages = [...context, ...drafted.messages.values()];
  const told = toldUpTo(drafted.messages, cut);
  const now = new Set([...told.values()].map(({ id }) => id));
  const seenUntilNs = drafted.leftOut > 0 ? (messages.at(-1)?.timeNs ?? 0) : input.seenUntilNs;
  const byId = new Map(messages.map((message) => [message.id, message]));
  const byStream = grouped(messages, ({ stream }) => stream);
  const credentials = [...byStream.values()].flatMap(credentialsOf);
  // A connection seen twice would say everything twice: it is stitched where it was seen first.
  const doubles = new Set([
    ...carried.copies,
    ...twice.filter(({ certainty }) => certainty === 'certain').map(({ second }) => second.stream),
  ]);

  const participants: Participant[] = [];
  const relays: Relay[] = [];
  const names = new Map(carried.names);
  const originals = connections.filter(({ stream }) => !doubles.has(stream));
  const nodes = nodeKeys(connections);
  const nodeOf = (stream: number): string => nodes.get(stream) ?? names.get(stream)?.node ?? '';
  const inStreams = grouped(originals, ({ stream }) => nodeOf(stream));
  const byServer = grouped(
    messages.filter(({ stream }) => !doubles.has(stream)),
    ({ stream }) => nodeOf(stream),
  );
  const credentialsAt = grouped(
    credentials.filter(({ stream }) => !doubles.has(stream)),
    ({ stream }) => nodeOf(stream),
  );
  const knownAt = grouped([...carried.names], ([, { node }]) => node);
  for (const [node, said] of byServer) {
    const clients = inStreams.get(node) ?? [];
    const known = (knownAt.get(node) ?? []).map(
      ([stream, { naming }]) => [stream, naming] as const,
    );
    const talk = serverTalk(
      said,
      pick(
        byStream,
        clients.filter(({ beginningLost }) => !beginningLost),
      ),
      credentialsAt.get(node) ?? [],
      new Map(known),
    );
    const personAt = participantsOf(clients);
    for (const [stream, naming] of talk.names) {
      const before = names.get(stream)?.naming;
      names.set(stream, { naming, node });
      for (const one of namesInTime(naming))
        if (before?.name !== one.name || before.certainty !== one.certainty)
          participants.push(...personAt(stream, one));
    }
    relays.push(...tellRelays(talk, clients, seenUntilNs));
  }
  const namings = new Map([...names].map(([stream, { naming }]) => [stream, naming]));
  const isRelay = relayTest(relays, messages);
  const isNews = newsTest(namings, byStream, nodeOf, (node) => inStreams.get(node) ?? []);
  const exchanges = [...byStream.values()].flatMap((said) =>
    exchangesOf(said, { isRelay, isNews }),
  );
  // Whatever a forwarder hands on is asked and answered all the same.
  relays.push(...forwardRelays(originals, byStream));
  const asked = httpExchanges(messages, exchanges, byId);
  const passedOn = passedOnRequests(asked);
  const proxied = httpRelays(passedOn);
  tellSources(proxied);
  for (const relay of proxied) relays.push(...proxyRelay(relay));
  const hits = cacheHits(asked, passedOn);
  tellSources(hits.map(({ relay }) => relay));
  const secrets = markSecrets(credentials, messages, carried.secrets);
  tellNames(messages, relays, namings, byId);
  const floods = [...byStream.values()].flatMap((said) => floodsOf(said, floodLimit, isRelay));
  const order = (id: string): number => Number(id.slice(1));
  const isNow = (id: string): boolean => now.has(id);
  const { isLast } = cut;
  const toldNow = [...told.values()].sort((a, b) => order(a.id) - order(b.id));
  // Copies that are told in the next part are found again there.
  const reached = new Map(
    relays.map(({ source, copies }) => [
      source,
      new Set(copies.filter(({ id }) => isNow(id)).map(({ stream }) => stream)),
    ]),
  );
  const nextContext = isLast
    ? []
    : contextOf(context, toldNow, (message) =>
        isRelay(message) ? (reached.get(message.id) ?? NOBODY) : null,
      );
  const kept = new Set(nextContext.map(({ id }) => id));
  const toldRelays = relaysNow(relays, now, new Set(context.map(({ id }) => id)));
  const ahead = toldRelays
    .flatMap(({ copies }) => copies.map(({ id }) => id))
    .filter((id) => !isNow(id));
  return {
    conversation: {
      messages: toldNow.map(toldMessage),
      ahead: ahead.flatMap((id) => byId.get(id) ?? []).map(toldMessage),
      participants: participants.sort((a, b) => a.stream - b.stream),
      relays: toldRelays.sort((a, b) => order(a.source) - order(b.source)),
      exchanges: exchanges
        .filter(({ answer }) => isNow(answer))
        .sort((a, b) => order(a.answer) - order(b.answer)),
      caches: hits.map((hit) => hit.told).filter(({ answer }) => isNow(answer)),
      upstreams: upstreamsDown(asked, passedOn, attempts).filter(({ answer }) =>
        answer === null ? isLast : isNow(answer),
      ),
      credentials: credentials.filter(({ message }) => isNow(message)).map(toldCredential),
      secretWords: [...secrets],
      floods: floods
        .filter(({ messages: [first] }) => first !== undefined && isNow(first))
        .sort((a, b) => a.firstTimeNs - b.firstTimeNs || a.stream - b.stream),
      seenTwice: twice,
      leftOut: { ...leftOut, messages: isLast ? drafted.leftOut : 0 },
    },
    told,
    carried: { context: nextContext, names: namesOf(names, nextContext), secrets, copies: doubles },
    forgotten: new Set(
      [...context, ...toldNow].filter(({ id }) => !kept.has(id)).map(({ stream }) => stream),
    ),
    next: drafted.next,
  };
}

const NOBODY: ReadonlySet<number> = new Set();

/** Relays of what is told now, and further copies of what was told before. */
function relaysNow(
  relays: readonly Relay[],
  now: ReadonlySet<string>,
  before: ReadonlySet<string>,
): Relay[] {
  return relays.flatMap((relay) => {
    if (now.has(relay.source)) return [relay];
    if (!before.has(relay.source)) return [];
    const copies = relay.copies.filter(({ id }) => now.has(id));
    return copies.length === 0 ? [] : [{ ...relay, copies, missed: [] }];
  });
}

const pick = (
  byStream: ReadonlyMap<number, DraftMessage[]>,
  clients: readonly ToldConnection[],
): Map<number, DraftMessage[]> =>
  new Map(clients.map(({ stream }) => [stream, byStream.get(stream) ?? []]));

/** Whether a message was passed on, or is what was: then it answers nobody. */
function relayTest(
  relays: readonly Relay[],
  messages: readonly DraftMessage[],
): (message: DraftMessage) => boolean {
  const sources = new Set(relays.map(({ source }) => source));
  const ambiguous = new Set(
    messages.filter((one) => one.ambiguous).flatMap(({ relayOf }) => relayOf.map(({ id }) => id)),
  );
  return ({ id, relayOf, passedTo }) =>
    passedTo !== null || relayOf.length > 0 || sources.has(id) || ambiguous.has(id);
}

/** Without what only stitching needs; all fields by name, as in draft-message.ts. */
const toldMessage = (draft: DraftMessage): Message => ({
  id: draft.id,
  stream: draft.stream,
  fromClient: draft.fromClient,
  src: draft.src,
  srcPort: draft.srcPort,
  dst: draft.dst,
  dstPort: draft.dstPort,
  sender: draft.sender,
  receiver: draft.receiver,
  timeNs: draft.timeNs,
  lastTimeNs: draft.lastTimeNs,
  frames: draft.frames,
  len: draft.len,
  bytes: draft.bytes,
  bodyStart: draft.bodyStart,
  bodyEnd: draft.bodyEnd,
  text: draft.text,
  framing: draft.framing,
  framingCertainty: draft.framingCertainty,
  incomplete: draft.incomplete,
  ...(draft.http === undefined ? {} : { http: draft.http }),
  secrets: draft.secrets,
  relayOf: draft.relayOf,
  answers: draft.answers,
  ambiguous: draft.ambiguous,
});

function toldCredential(found: CredentialFound): Credential {
  const { places: _places, ...credential } = found;
  return credential;
}
