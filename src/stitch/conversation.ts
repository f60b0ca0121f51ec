// All that stitching finds. Plain data: every claim names its messages, which name their frames. Text and names are
// captured bytes, hostile until src/report/escape.ts had them.

import type { CacheAnswer } from './caches.ts';
import type { Credential } from './credential.ts';
import type { Exchange } from './exchanges.ts';
import type { Flood } from './floods.ts';
import type { Message } from './message.ts';
import type { Participant } from './participants.ts';
import type { Relay } from './relay.ts';
import type { SeenTwice } from './seen-twice.ts';
import type { UpstreamDown } from './upstreams.ts';

/** What did not fit the budget. All 0: nothing was left out. */
export interface StitchLeftOut {
  readonly streams: number;
  readonly bytes: number;
  readonly messages: number;
}

export interface Conversation {
  /** In the order of their first bytes. */
  readonly messages: readonly Message[];
  /** Of a conversation told in parts: copies that relays of this part name, and the next part tells. */
  readonly ahead: readonly Message[];
  readonly participants: readonly Participant[];
  readonly relays: readonly Relay[];
  readonly exchanges: readonly Exchange[];
  readonly caches: readonly CacheAnswer[];
  readonly upstreams: readonly UpstreamDown[];
  readonly credentials: readonly Credential[];
  /** Passwords, and what stands for them in messages, that are masked wherever they are: mask.ts has the rule. */
  readonly secretWords: readonly string[];
  readonly floods: readonly Flood[];
  readonly seenTwice: readonly SeenTwice[];
  readonly leftOut: StitchLeftOut;
}

/** Of a capture in which nobody said anything. */
export const NO_CONVERSATION: Conversation = {
  messages: [],
  ahead: [],
  participants: [],
  relays: [],
  exchanges: [],
  caches: [],
  upstreams: [],
  credentials: [],
  secretWords: [],
  floods: [],
  seenTwice: [],
  leftOut: { streams: 0, bytes: 0, messages: 0 },
};
