// What was said: one application unit, who said it and to whom, where it came from. Plain data; text and names are
// captured bytes, hostile until src/report/escape.ts had them.

import type { Certainty } from '../tcp/certainty.ts';
import type { HttpFacts } from './http-facts.ts';
import type { RelaySource } from './relay.ts';

/** How messages are told apart in a byte stream. */
export type Framing = 'send' | 'line' | 'length-prefixed' | 'http' | 'tls';

/** Bytes [start, end) of Message.bytes that are a password. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
}

/** One application unit, whole, with the frames its bytes came from. */
export interface Message {
  /** "m1", "m2", ... in the order of first bytes. */
  readonly id: string;
  readonly stream: number;
  readonly fromClient: boolean;
  readonly src: string;
  readonly srcPort: number;
  readonly dst: string;
  readonly dstPort: number;
  /** Who said it, also when a server passes it on; null when unknown, or the program's own words. */
  readonly sender: string | null;
  /** Who it is for: the person behind the receiving end, or the one it was passed on to; null when unknown or many. */
  readonly receiver: string | null;
  /** Of its first and its last byte, ns since the first record. */
  readonly timeNs: number;
  readonly lastTimeNs: number;
  /** Rows that brought its bytes, ascending. */
  readonly frames: readonly number[];
  /** Bytes on the wire, framing (line end, length) included. */
  readonly len: number;
  /** All bytes as sent; `bodyStart` and `bodyEnd` leave out line end or length prefix. */
  readonly bytes: Uint8Array;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** bytes[bodyStart, bodyEnd) when they are text in UTF-8, else null. Passwords are in it: see `shownText`. */
  readonly text: string | null;
  readonly framing: Framing;
  readonly framingCertainty: Certainty;
  /** Something of it is missing: a gap before or in it, or the capture ends within. */
  readonly incomplete: boolean;
  readonly http?: HttpFacts;
  readonly secrets: readonly SecretRange[];
  /** What this one passes on; empty when nothing that is known. */
  readonly relayOf: readonly RelaySource[];
  /** Id of the message it answers, null when unknown. */
  readonly answers: string | null;
  /** Several messages fit as its source equally well: nothing is chosen. */
  readonly ambiguous: boolean;
}
