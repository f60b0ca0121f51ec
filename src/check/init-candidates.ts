// What could be asserted of a good capture: many expectations, of which init.ts keeps those that hold. Captured words
// are used only where all of them are plain to see.

import { LINK_TYPE_NAMES } from '../capture/link-type.ts';
import { visible } from '../report/escape.ts';
import type { Message } from '../stitch/message.ts';
import type { Relay } from '../stitch/relay.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import type { Evidence } from './evidence.ts';
import { CLOSES, HANDSHAKES, type Expectation } from './schema/assertions.ts';
import { RESERVED_PARTIES, RESERVED_RECEIVERS, type Selector } from './schema/selector.ts';
import { endWords } from './selectors.ts';

const MOST_CONNECTIONS = 20;
const MOST_RELAYS = 12;
const MOST_MESSAGES = 6;
const MOST_WORDS = 60;
const FEWEST_WORDS = 3;

/** Names for the capture's connections: what their users call themselves, else client1, client2. */
export function connectionNames({
  connections,
  conversation,
}: Evidence): Map<string, { selector: Selector; stream: number }> {
  const names = new Map<string, { selector: Selector; stream: number }>();
  const orders = new Map<string, number>();
  const reserved = new Set<string>([...RESERVED_PARTIES, ...RESERVED_RECEIVERS, ...HANDSHAKES]);
  for (const { stream, server } of connections.toSorted((a, b) => a.firstFrame - b.firstFrame)) {
    const to = endWords(server);
    const order = (orders.get(to) ?? 0) + 1;
    orders.set(to, order);
    if (names.size >= MOST_CONNECTIONS) continue;
    const told = conversation.participants.find(
      (one) => one.stream === stream && one.side === 'client' && one.certainty !== 'possible',
    )?.name;
    const usable =
      told !== undefined && isPlain(told) && !reserved.has(told) && told !== '__proto__';
    const base = usable ? told : `client${names.size + 1}`;
    let name = base;
    for (let n = 2; names.has(name); n++) name = `${base}-${n}`;
    names.set(name, { selector: { to, order }, stream });
  }
  return names;
}

/** Each in the ways it may be said, from the strictest to the mildest. */
export function candidates(
  evidence: Evidence,
  names: ReadonlyMap<string, { stream: number }>,
): Expectation[][] {
  const nameOf = new Map([...names].map(([name, { stream }]) => [stream, name]));
  return [
    ...ofCapture(evidence).map((one) => [one]),
    ...ofConnections(evidence, nameOf).map((one) => [one]),
    ...ofConversation(evidence, nameOf),
  ];
}

function ofCapture({ capture }: Evidence): Expectation[] {
  const link = capture.linkTypes;
  return [
    { capture: { clock: 'sane' } },
    { capture: { cut: 'none' } },
    { capture: { begins: 'before-handshakes' } },
    ...(link.length === 1 && LINK_TYPE_NAMES.includes(link[0]!)
      ? [{ capture: { link: link[0]! } }]
      : []),
  ];
}

function ofConnections(
  { connections }: Evidence,
  nameOf: ReadonlyMap<number, string>,
): Expectation[] {
  const servers = new Map<string, number>();
  for (const { server } of connections)
    servers.set(endWords(server), (servers.get(endWords(server)) ?? 0) + 1);
  const clients = [...servers].map(([server, min]) => ({ clients: { min, server } }));
  const closes = CLOSES.filter((close) => close !== 'graceful').map((close) => {
    const named = connections
      .filter((one) => closeOf(one) === close)
      .map(({ stream }) => nameOf.get(stream));
    return {
      close,
      on: named.filter((name) => name !== undefined),
      isAll: named.length === connections.length,
    };
  });
  return [
    { handshake: 'complete' },
    ...clients,
    { options: { mss: true } },
    { options: { scaling: true, sack: true } },
    { options: { timestamps: true } },
    { not: { reset: 'any' } },
    ...(['closed-port', 'unread-data', 'aborted', 'after-close'] as const).map((reset) => ({
      reset,
    })),
    { refused: true },
    ...closes
      .filter(({ on }) => on.length > 0)
      .map(({ close, on, isAll }) => (isAll ? { close } : { close, on })),
    { gaps: 'none' },
    { resends: 'none' },
  ];
}

function closeOf(facts: ConnectionFacts): Expectation['close'] {
  const { ending, endedBy } = facts;
  if (ending === 'open' && isOneSided(facts)) return undefined;
  if (ending === 'closed') return endedBy === 'server' ? 'by-server' : 'by-client';
  return ending === 'reset' || ending === 'continued' ? undefined : ending;
}

/** Nothing but requests or scans of one side: no connection that could be open. */
const isOneSided = ({ client, server }: ConnectionFacts): boolean =>
  server.packets === 0 && client.payloadBytes === 0;

function ofConversation(evidence: Evidence, nameOf: ReadonlyMap<number, string>): Expectation[][] {
  const { conversation, messageById } = evidence;
  const relayed = conversation.relays.flatMap((relay) => {
    const source = messageById.get(relay.source);
    const ways = source === undefined ? [] : relayCandidates(relay, source, nameOf);
    return ways.length === 0 ? [] : [ways];
  });
  const said = conversation.messages
    .filter(({ fromClient, relayOf }) => fromClient && relayOf.length === 0)
    .flatMap((message) => {
      const from = nameOf.get(message.stream);
      const text = wordsOf(message);
      return from === undefined || text === null ? [] : [{ message: { from, to: 'server', text } }];
    });
  const targets = new Set(
    conversation.caches.flatMap(({ request }) => {
      const message = messageById.get(request);
      // A password in it would stand in the lab's file.
      return message === undefined || message.secrets.length > 0
        ? []
        : (message.http?.target ?? '');
    }),
  );
  const hits = [...targets]
    .filter(isPlain)
    .map((target) => ({ cache: { is: 'hit' as const, target } }));
  const single: Expectation[] = [
    ...said.slice(0, MOST_MESSAGES),
    ...hits,
    { cache: 'miss' },
    ...(['refused', 'no-answer'] as const).map((upstream) => ({ upstream })),
  ];
  return [
    ...single.map((one) => [one]),
    ...relayed.slice(0, MOST_RELAYS),
    ...relayed.slice(0, 1).map((ways) => ways.map(thenCandidate)),
  ];
}

function relayCandidates(
  { copies }: Relay,
  source: Message,
  nameOf: ReadonlyMap<number, string>,
): Expectation[] {
  const from = nameOf.get(source.stream);
  const text = wordsOf(source);
  const others = copies.filter(
    ({ kind, certainty }) =>
      (kind === 'private' || kind === 'broadcast') && certainty !== 'possible',
  );
  const to = [...new Set(others.map(({ stream }) => nameOf.get(stream)))].filter(
    (name) => name !== undefined,
  );
  if (from === undefined || text === null || to.length === 0) return [];
  const listed = {
    relayed: { from, to: to.length === 1 ? to[0]! : to, only: true, text, within: '1s' },
  };
  if (to.length === 1) return [listed];
  const everybody = (['all', 'others'] as const).map((word) => ({
    relayed: { from, to: word, text, within: '1s' },
  }));
  return [...everybody, listed];
}

/** The sender is connected before he speaks, and the message leaves after it came. */
const thenCandidate = ({ relayed }: Expectation): Expectation => {
  const from = relayed?.from as string;
  // oxlint-disable-next-line unicorn/no-thenable -- a list is no promise
  return { then: [{ handshake: from }, { message: { from, text: relayed?.text } }, { relayed }] };
};

/** The words of a message that may stand in a lab file: one line, plain, no password. */
function wordsOf({ text, http, secrets }: Message): string | null {
  if (secrets.length > 0) return null;
  if (http !== undefined)
    return http.kind === 'request' && isPlain(http.target ?? '')
      ? `${http.method} ${http.target}`
      : null;
  const line = (text ?? '').trim();
  return isPlain(line) && line.length >= FEWEST_WORDS && line.length <= MOST_WORDS ? line : null;
}

const isPlain = (text: string): boolean => text !== '' && visible(text) === text;
