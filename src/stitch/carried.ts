// What one part of a conversation hands on to the next: the last messages it told, names, passwords, and which
// connections are copies. Bounded: what was told longest ago goes first.

import type { DraftMessage } from './draft-message.ts';
import type { Naming } from './names.ts';

export interface Carried {
  /** Messages told before that what follows may answer or pass on, in the order of their numbers. */
  readonly context: readonly DraftMessage[];
  readonly names: ReadonlyMap<number, KnownName>;
  readonly secrets: ReadonlySet<string>;
  /** Connections that are the second record of another. */
  readonly copies: ReadonlySet<number>;
}

export interface KnownName {
  readonly naming: Naming;
  /** Key of the program it is known to. */
  readonly node: string;
}

export const NOTHING_CARRIED: Carried = {
  context: [],
  names: new Map(),
  secrets: new Set(),
  copies: new Set(),
};

const CONTEXT_MESSAGES = 512;
const CONTEXT_BYTES = 512 << 10;
const MOST_NAMES = 4096;

/**
 * The newest of the messages told so far, with bytes of their own: those of the tapes are given back. Copies are left
 * out, what they copy is not: nothing answers a copy, and none is passed on.
 */
export function contextOf(
  before: readonly DraftMessage[],
  told: readonly DraftMessage[],
  passedTo: (message: DraftMessage) => ReadonlySet<number> | null,
): DraftMessage[] {
  const context: DraftMessage[] = [];
  let bytes = 0;
  const takeNewest = (
    messages: readonly DraftMessage[],
    kept: (one: DraftMessage) => DraftMessage,
  ): void => {
    for (let i = messages.length - 1; i >= 0 && context.length < CONTEXT_MESSAGES; i--) {
      const message = messages[i]!;
      if (!message.fromClient && message.http === undefined && message.relayOf.length > 0) continue;
      bytes += message.len;
      if (bytes > CONTEXT_BYTES) return;
      context.push(kept(message));
    }
  };
  takeNewest(told, (one) => ({ ...owned(one), passedTo: passedTo(one) }));
  takeNewest(before, (one) => {
    const further = passedTo(one);
    if (further === null) return one;
    return { ...one, passedTo: new Set([...(one.passedTo ?? []), ...further]) };
  });
  return context.reverse();
}

/** The same message over bytes of its own. */
function owned(message: DraftMessage): DraftMessage {
  const bytes = message.bytes.slice();
  const from = message.core.byteOffset - message.bytes.byteOffset;
  const core = Buffer.from(bytes.buffer, from, message.core.length);
  return { ...message, bytes, core };
}

/** Names known in the end; the people in them point at messages of the context where they are still in it. */
export function namesOf(
  names: ReadonlyMap<number, KnownName>,
  context: readonly DraftMessage[],
): Map<number, KnownName> {
  const byId = new Map(context.map((message) => [message.id, message]));
  const kept = (message: DraftMessage | null): DraftMessage | null =>
    message === null ? null : (byId.get(message.id) ?? owned(message));
  return new Map(
    [...names].slice(-MOST_NAMES).map(([stream, { naming: first, node }]) => {
      const { later: _later, ...naming } = first.later?.at(-1) ?? first;
      const { introducedBy, confirmedBy } = naming;
      const own = { introducedBy: kept(introducedBy), confirmedBy: kept(confirmedBy) };
      return [stream, { node, naming: { ...naming, ...own } }];
    }),
  );
}
