// Finds the connections a lab file points at: by role, address, port, order of opening, or the name of their user.

import { digits } from '../explain/args.ts';
import type { ConnectionFacts, EndpointFacts } from '../tcp/connection-facts.ts';
import { endpointText } from '../tcp/endpoint-text.ts';
import type { Evidence } from './evidence.ts';
import { allOfThem, given, optional, say, word, type Said } from './said.ts';
import type { Selector } from './schema/selector.ts';
import { parseEndpoint } from './units.ts';

/** A lab's declared connections, with the capture they are looked for in. */
export interface Ground {
  readonly evidence: Evidence;
  readonly declared: Readonly<Record<string, Selector>>;
}

export type ConnectionRef = string | Selector;

/** The connections an expectation looks at. */
export interface Scope {
  readonly connections: readonly ConnectionFacts[];
  /** "every connection", "laptop", "eliad and laptop". */
  readonly words: Said;
  /** Names were given: each of them must be found. */
  readonly missing: readonly Said[];
  readonly isNamed: boolean;
}

/** Connections that match the selector, in the order they were opened. */
export function selectConnections(
  { connections, conversation }: Evidence,
  selector: Selector,
): ConnectionFacts[] {
  const { from, to, host, name, order } = selector;
  const named =
    name === undefined
      ? null
      : new Set(
          conversation.participants.filter((one) => one.name === name).map(({ stream }) => stream),
        );
  const found = connections
    .filter(
      ({ client, server, stream }) =>
        fits(client, from) &&
        fits(server, to) &&
        (fits(client, host) || fits(server, host)) &&
        (named === null || named.has(stream)),
    )
    .toSorted((a, b) => a.firstFrame - b.firstFrame);
  return order === undefined ? found : found.slice(order - 1, order);
}

/** True when the end is the one described; nothing described fits all. */
export function fits(
  end: Pick<EndpointFacts, 'address' | 'port'>,
  text: string | undefined,
): boolean {
  const pattern = text === undefined ? null : parseEndpoint(text);
  if (pattern === null) return text === undefined;
  return (
    (pattern.address === null || pattern.address === end.address) &&
    (pattern.port === null || pattern.port === end.port)
  );
}

/** What is behind a name or a selector. */
export const refConnections = (
  { evidence, declared }: Ground,
  ref: ConnectionRef,
): ConnectionFacts[] =>
  selectConnections(evidence, typeof ref === 'string' ? (declared[ref] ?? {}) : ref);

/** A reference as it is said in a sentence. */
export function refWords(ref: ConnectionRef): Said {
  if (typeof ref === 'string') return given(ref);
  const { name, from, to, host, order } = ref;
  return say('check-ref', {
    which: order === undefined ? 'any' : 'one',
    order: order ?? 0,
    ...optional('name', name === undefined ? null : given(name)),
    ...optional('from', from === undefined ? null : word(from)),
    ...optional('to', to === undefined ? null : word(to)),
    ...optional('host', host === undefined ? null : word(host)),
  });
}

/** The scope `on:` names; every connection without it. */
export function scopeOf(
  ground: Ground,
  on: ConnectionRef | readonly ConnectionRef[] | undefined,
): Scope {
  if (on === undefined) {
    const { connections } = ground.evidence;
    return { connections, words: say('check-every-connection'), missing: [], isNamed: false };
  }
  const refs = isList(on) ? on : [on];
  const found = refs.map((ref) => ({ ref, connections: refConnections(ground, ref) }));
  return {
    connections: [...new Set(found.flatMap(({ connections }) => connections))],
    words: allOfThem(refs.map(refWords)),
    missing: found
      .filter(({ connections }) => connections.length === 0)
      .map(({ ref }) => describeRef(ground, ref)),
    isNamed: true,
  };
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

/** The reference, and what it stands for when it is a name. */
export function describeRef({ declared }: Ground, ref: ConnectionRef): Said {
  const selector = typeof ref === 'string' ? declared[ref] : undefined;
  return selector === undefined
    ? refWords(ref)
    : say('check-ref-named', { name: refWords(ref), ref: refWords(selector) });
}

/** "stream 0 (192.168.0.165:55841 > 192.168.0.186:10000)". */
export const connectionWords = ({ stream, client, server }: ConnectionFacts): Said =>
  say('check-connection', {
    stream: digits(stream),
    client: word(endWords(client)),
    server: word(endWords(server)),
  });

/** The first `most` connections by name, and how many more there are. */
export function namedConnections(connections: readonly ConnectionFacts[], most: number): Said[] {
  const named = connections.slice(0, most).map(connectionWords);
  const more = connections.length - most;
  return more > 0 ? [...named, say('check-more-connections', { count: more })] : named;
}

export const streamWords = (stream: number): Said =>
  say('check-stream', { stream: digits(stream) });

export const endWords = ({ address, port }: Pick<EndpointFacts, 'address' | 'port'>): string =>
  endpointText(address, port);
