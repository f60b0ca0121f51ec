// What stitching finds: messages, who said them, where they went on to. Plain data: every claim names its messages,
// which name their frames. Text and names are captured bytes, hostile until src/report/escape.ts had them.

export type Certainty = 'certain' | 'likely' | 'possible';

/** How messages are told apart in a byte stream. */
export type Framing = 'send' | 'line' | 'length-prefixed' | 'http' | 'tls';

/** Start line and fields of an HTTP/1 message (RFC 9112). */
export interface HttpFacts {
  readonly kind: 'request' | 'response';
  /** Request: method and target; response: null. */
  readonly method: string | null;
  readonly target: string | null;
  /** Response: status code and reason; request: null. */
  readonly status: number | null;
  readonly reason: string | null;
  readonly version: string;
  /** Field lines in order, names as sent. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Where the body lies in `Message.bytes`, and its content: transfer coding removed. */
  readonly bodyStart: number;
  readonly body: Uint8Array;
  readonly bodyFraming: 'none' | 'content-length' | 'chunked' | 'close' | 'incomplete';
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
  /** From the last byte in to the first byte out. */
  readonly delayNs: number;
}

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

export type NameEvidence =
  | 'quoted-to-others'
  | 'quoted-in-answer'
  | 'name-prefix'
  | 'addressed'
  | 'nick-answer'
  | 'sign-in'
  | 'joined';

/** The name of whoever is at one end of a connection. */
export interface Participant {
  readonly stream: number;
  readonly side: 'client' | 'server';
  readonly address: string;
  readonly port: number;
  readonly name: string;
  readonly certainty: Certainty;
  readonly evidence: readonly NameEvidence[];
  /** Message that gave the name, null when it was never told in this capture; and the first that confirms it. */
  readonly introducedBy: string | null;
  readonly confirmedBy: string | null;
  /** Other connections of the same computer (address) to the same server. */
  readonly sameComputerStreams: readonly number[];
}

export type RelayKind =
  'private' | 'broadcast' | 'echo' | 'history' | 'proxy-request' | 'proxy-answer';

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

/** A request and what answered it, on one connection. */
export interface Exchange {
  readonly stream: number;
  readonly request: string;
  readonly answer: string;
  readonly delayNs: number;
  readonly certainty: Certainty;
}

/** An answer given without asking: its bytes came earlier, and nobody was asked in between. */
export interface CacheAnswer {
  readonly node: string;
  readonly request: string;
  readonly answer: string;
  /** The answer the origin gave earlier, and where the cache passed it on then; null when not passed on. */
  readonly origin: string;
  readonly certainty: Certainty;
}

/** A node could not reach whom it had to ask. */
export interface UpstreamDown {
  readonly node: string;
  readonly request: string;
  /** What the client was told; null when nothing. */
  readonly answer: string | null;
  readonly status: number | null;
  readonly upstream: string;
  /** The connection that failed. */
  readonly stream: number;
  readonly reason: 'refused' | 'no-answer';
  readonly frames: readonly number[];
  readonly certainty: Certainty;
}

export interface Credential {
  readonly message: string;
  readonly stream: number;
  readonly frames: readonly number[];
  readonly kind:
    | 'http-basic'
    | 'sign-in'
    | 'sign-up'
    | 'user-pass'
    | 'password-change'
    | 'prompt'
    | 'form'
    | 'sasl';
  readonly user: string | null;
  /** The password as sent. Shown only with --show-secrets; else `MASK`. */
  readonly secret: string;
  /** What the program answered. */
  readonly outcome: 'accepted' | 'refused' | 'unknown';
}

/** More messages a second than the limit, of one sender. */
export interface Flood {
  readonly stream: number;
  readonly sender: string | null;
  readonly messages: readonly string[];
  readonly firstTimeNs: number;
  readonly lastTimeNs: number;
  /** Most messages within any one second, and the limit it is above. */
  readonly peakPerSecond: number;
  readonly limitPerSecond: number;
  /** How many of them went on to others. */
  readonly passedOn: number;
}

/** One connection captured at two places. */
export interface SeenTwice {
  /** Index of the capture file, and stream in it. */
  readonly first: SeenAt;
  readonly second: SeenAt;
  readonly evidence: readonly ('isn' | 'payload' | 'ip-id')[];
  /** Addresses or ports differ: something between them translates. */
  readonly translated: boolean;
  readonly certainty: Certainty;
}

export interface SeenAt {
  readonly capture: number;
  readonly stream: number;
  /** "address:port" of client and server as seen there. */
  readonly client: string;
  readonly server: string;
  /** Tunnel protocols around it there, outermost first. */
  readonly tunnels: readonly string[];
}

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
