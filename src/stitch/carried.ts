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

const CONTEXT_MESSAGES = 2048;
const CONTEXT_BYTES = 1 << 20;
const MOST_NAMES = 4096;

/** The newest of the messages told so far, with bytes of their own: those of the tapes are given back. */
export function contextOf(
  before: readonly DraftMessage[],
  told: readonly DraftMessage[],
): DraftMessage[] {
  const context: DraftMessage[] = [];
  let bytes = 0;
  const newest = (messages: readonly DraftMessage[], keep: (one: DraftMessage) => DraftMessage) => {
    for (let i = messages.length - 1; i >= 0 && context.length < CONTEXT_MESSAGES; i--) {
      bytes += messages[i]!.len;
      if (bytes > CONTEXT_BYTES) return;
      context.push(keep(messages[i]!));
    }
  };
  newest(told, owned);
  newest(before, (one) => one);
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
    [...names].slice(-MOST_NAMES).map(([stream, { naming, node }]) => {
      const { introducedBy, confirmedBy } = naming;
      const own = { introducedBy: kept(introducedBy), confirmedBy: kept(confirmedBy) };
      return [stream, { node, naming: { ...naming, ...own } }];
    }),
  );
}
