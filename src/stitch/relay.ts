// A message that was passed on: seen from what came in, with all that went out, and from one that went out. Plain data;
// every claim names its messages, which name their frames.

import type { Certainty } from '../tcp/certainty.ts';

export type RelayKind =
  'private' | 'broadcast' | 'echo' | 'history' | 'proxy-request' | 'proxy-answer' | 'forward';

/** A message that came in at a node, and all that went out because of it. */
export interface Relay {
  /** Message.id of what came in. */
  readonly source: string;
  /** Several when it went to one or more others and back to its sender. */
  readonly kinds: readonly RelayKind[];
  readonly node: string;
  /** Every copy that went out, in order. */
  readonly copies: readonly RelayCopy[];
  /** Streams of the same server that were open, and got no copy; not told of proxies. */
  readonly missed: readonly number[];
  /** The weakest of its copies. */
  readonly certainty: Certainty;
}

export interface RelayCopy {
  readonly id: string;
  readonly stream: number;
  readonly kind: RelayKind;
  readonly receiver: string | null;
  readonly certainty: Certainty;
  readonly delayNs: number;
}

/** Bytes of what was put and cut, in front and behind. */
export interface ChangeLengths {
  readonly added: number;
  readonly removed: number;
  readonly addedBehind: number;
  readonly removedBehind: number;
}

/** One source of a message that was passed on. With several, each is one candidate, or each a part of it. */
export interface RelaySource {
  /** Message.id of what came in. */
  readonly id: string;
  readonly certainty: Certainty;
  /** Text put in front of, and cut from the front of, what both have in common; HTTP: header lines. */
  readonly added: string;
  readonly removed: string;
  readonly addedBehind: string;
  readonly removedBehind: string;
  /** Bytes of these texts; absent where they are UTF-8 and can be counted. */
  readonly lengths?: ChangeLengths;
  /** From the last byte in to the first byte out. */
  readonly delayNs: number;
}
