// Programs that hand on whatever comes, both ways: port forwarders, tunnels, a man in the middle. What one connection says is
// what another says a moment later, and its answers come back by the same way. HTTP has its own rules (proxies.ts).

import type { Certainty } from '../tcp/certainty.ts';
import { grouped } from '../tcp/grouped.ts';
import type { DraftMessage } from './draft-message.ts';
import type { Relay, RelaySource } from './relay.ts';
import type { ToldConnection } from './taped-connection.ts';

/** A message, and the same on the other connection. */
interface Handed {
  readonly source: DraftMessage;
  readonly out: DraftMessage;
}

interface Forward {
  readonly inner: ToldConnection;
  readonly handed: readonly Handed[];
}

/** Less in common, both ways together, is chance. */
const FEWEST_MESSAGES = 2;
const FEWEST_BYTES = 12;
/** Connections that begin alike: of more, nobody knows which of them feeds another. */
const MOST_ALIKE = 256;

/** Relays of such programs; sets `relayOf` of what they hand on. Connections whose beginning is lost are left alone. */
export function forwardRelays(
  connections: readonly ToldConnection[],
  byStream: ReadonlyMap<number, readonly DraftMessage[]>,
): Relay[] {
  const handable = new Map(
    [...byStream].map(([stream, messages]) => [stream, messages.filter(isHandable)]),
  );
  const said = (stream: number): readonly DraftMessage[] => handable.get(stream) ?? [];
  const whole = connections.filter(
    ({ stream, beginningLost }) => !beginningLost && said(stream).length > 0,
  );
  const byBeginning = grouped(whole, ({ server, stream }) =>
    beginningKey(server.address, said(stream)),
  );
  const taken = new Set<number>();
  return whole.flatMap((outer) => {
    const inners = byBeginning.get(beginningKey(outer.client.address, said(outer.stream))) ?? [];
    if (inners.length > MOST_ALIKE) return [];
    const found = inners
      .filter((inner) => mayFeed(inner, outer) && !taken.has(inner.stream))
      .flatMap((inner) => forwardOf(inner, said(inner.stream), said(outer.stream)) ?? []);
    const [only] = found;
    // Several that say the same: nobody knows which of them is handed on.
    if (found.length !== 1 || only === undefined) return [];
    taken.add(only.inner.stream);
    const certainty = certaintyOf(only, outer);
    return only.handed.map((handed) => relayOf(handed, only.inner, certainty));
  });
}

const isHandable = ({ framing, core }: DraftMessage): boolean =>
  framing !== 'http' && framing !== 'tls' && core.length > 0;

/** The program that hands on has one address: there it is asked, and from there it asks. */
const beginningKey = (program: string, [first]: readonly DraftMessage[]): string =>
  `${program} ${first?.fromClient === true} ${first?.core.toString('latin1') ?? ''}`;

const mayFeed = (inner: ToldConnection, outer: ToldConnection): boolean =>
  inner.stream !== outer.stream &&
  inner.serverKey !== outer.serverKey &&
  inner.openedNs < outer.endedNs &&
  outer.openedNs < inner.endedNs;

/** The messages of both, pair by pair; null where they do not agree, or not in the order that handing on has. */
function forwardOf(
  inner: ToldConnection,
  asked: readonly DraftMessage[],
  passed: readonly DraftMessage[],
): Forward | null {
  const up = pairs(asked, passed, true);
  const down = pairs(passed, asked, false);
  if (up === null || down === null) return null;
  const handed = [...up, ...down];
  const bytes = handed.reduce((sum, { source }) => sum + source.core.length, 0);
  if (handed.length < FEWEST_MESSAGES || bytes < FEWEST_BYTES) return null;
  return { inner, handed };
}

/** What one side says here and there; the last may not have been handed on yet. */
function pairs(
  from: readonly DraftMessage[],
  to: readonly DraftMessage[],
  fromClient: boolean,
): Handed[] | null {
  const sources = from.filter((message) => message.fromClient === fromClient);
  const outs = to.filter((message) => message.fromClient === fromClient);
  if (outs.length > sources.length || outs.length < sources.length - 1) return null;
  const all = outs.map((out, at): Handed => ({ source: sources[at]!, out }));
  const isHandedOn = ({ source, out }: Handed): boolean =>
    source.core.equals(out.core) && source.frames[0]! < out.frames.at(-1)!;
  return all.every(isHandedOn) ? all : null;
}

/** On one computer any two programs share the address; elsewhere it shows who hands on. */
function certaintyOf({ inner, handed }: Forward, outer: ToldConnection): Certainty {
  const isOneHost = inner.client.address === outer.client.address;
  const isBothWays = new Set(handed.map(({ source }) => source.fromClient)).size === 2;
  return isBothWays && !isOneHost ? 'certain' : 'likely';
}

function relayOf({ source, out }: Handed, inner: ToldConnection, certainty: Certainty): Relay {
  const delayNs = Math.max(0, out.timeNs - source.lastTimeNs);
  const told: RelaySource = {
    id: source.id,
    certainty,
    added: '',
    removed: '',
    addedBehind: '',
    removedBehind: '',
    delayNs,
  };
  out.relayOf = [told];
  out.ambiguous = false;
  return {
    source: source.id,
    kinds: ['forward'],
    node: inner.server.address,
    copies: [
      { id: out.id, stream: out.stream, kind: 'forward', receiver: null, certainty, delayNs },
    ],
    missed: [],
    certainty,
  };
}
