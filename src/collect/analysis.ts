// What the pass over a capture leaves behind for explain and report. Plain data.

import type { PacketRow } from '../classify/packet-row.ts';
import type { Certainty } from '../tcp/certainty.ts';
import type { Nearness } from './nearness.ts';
import type { FrameComment } from './comment-tally.ts';
import type { ConnectionTotals } from './connection-totals.ts';
import type { ResumedFacts } from './resumed-connections.ts';
import type { OpenFragments } from './fragment-tally.ts';
import type { IcmpErrorFacts } from './icmp-errors.ts';
import type { LedgerEntry } from './ledger.ts';
import type { PacingFacts } from './pacing.ts';
import type { Selection } from './selection.ts';
import type { StandOut, StandOutCounts } from './stand-outs.ts';
import type { Conversation } from '../stitch/conversation.ts';
import type { Message } from '../stitch/message.ts';
import type { ParticipantFacts } from '../stitch/participant-facts.ts';
import type { RelayFacts } from '../stitch/relay-facts.ts';
import type { TranscriptLine } from '../stitch/transcript.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';

export interface CaptureFacts {
  /** File name without folders (reports hold no absolute path). */
  readonly name: string;
  readonly format: string;
  readonly compression: string;
  readonly linkTypes: readonly string[];
  readonly resolution: string;
  readonly records: number;
  readonly bytes: number;
  /** ns since 1970 of time 0; null when the file has no times or no records. */
  readonly epochNs: bigint | null;
  readonly durationNs: number;
  readonly segments: number;
  /** Frames that are no TCP segment, by protocol or by what was in the way, most first. */
  readonly otherFrames: ReadonlyMap<string, number>;
  readonly cutFrames: number;
  /** What people wrote to the capture, and to its frames: foreign text. */
  readonly comments: readonly string[];
  readonly frameComments: readonly FrameComment[];
  /** Comments of frames beyond these. */
  readonly moreComments: number;
  /** Programs and systems that captured it, as the file says. */
  readonly capturedBy: readonly string[];
  /** Filters it was captured with. */
  readonly filters: readonly string[];
  /** Packets that were dropped while it was captured, as the file says. */
  readonly dropped: number;
  /** IP fragments of TCP segments that never became whole. */
  readonly openFragments: readonly OpenFragments[];
}

/** Something the reader must be told once: damage, unsupported link type, rows left out. One clear line. */
export interface Notice {
  readonly severity: 'warn' | 'error';
  readonly text: string;
}

export interface HostFacts {
  readonly address: string;
  readonly macs: readonly string[];
  readonly ports: readonly number[];
  /** It has more ports than are kept. */
  readonly hasMorePorts: boolean;
  /** Roles taken in this capture's connections. */
  readonly roles: readonly ('client' | 'server')[];
  /** True when frames show the capture was taken on this host. */
  readonly capturedHere: boolean;
  readonly packetsSent: number;
}

/** Proof that the capture was taken on one of the hosts, or (unrouted) before the first router behind it. */
export interface VantageFacts {
  readonly host: string | null;
  readonly reason: 'unpadded-short-frames' | 'loopback' | 'offloaded-checksums' | 'unrouted' | null;
  readonly certainty: Certainty;
  /** Rows that prove it. */
  readonly frames: readonly number[];
}

export interface Analysis {
  readonly capture: CaptureFacts;
  readonly connections: readonly ConnectionFacts[];
  readonly hosts: readonly HostFacts[];
  readonly vantage: VantageFacts;
  /** What the times show of that; null nothing. */
  readonly nearness: Nearness | null;
  /** Kept rows in capture order. */
  readonly rows: readonly PacketRow[];
  /** Frames to explain and list; null: all rows. The others are kept so that rows can point at them. */
  readonly selected: ReadonlySet<number> | null;
  /** Segments that matched the selection but were beyond the budget. */
  readonly rowsLeftOut: number;
  /** What was asked for. */
  readonly selection: Selection;
  /** What stands out among all segments that were asked for. */
  readonly standOuts: readonly StandOut[];
  /** The same by connection, of the first few thousand in which something does. */
  readonly standOutsByStream: ReadonlyMap<number, StandOutCounts>;
  /** Streams that go on with the connection of an earlier one, by stream. */
  readonly resumed: ReadonlyMap<number, ResumedFacts>;
  /** All connections of the capture, counted. */
  readonly totals: ConnectionTotals;
  /** Streams told about one by one; the other `connections` are kept for what they show of these. */
  readonly listed: ReadonlySet<number>;
  /** All connections of the capture but those. */
  readonly connectionsLeftOut: number;
  /** Messages, people and relays of all connections, whatever rows are kept. */
  readonly conversation: Conversation;
  /** The conversation line by line; passwords in it are masked unless `showSecrets`. */
  readonly transcript: readonly TranscriptLine[];
  /** Reports may show passwords. Rows and messages hold them either way. */
  readonly showSecrets: boolean;
  /** Messages with passwords in kept rows that the conversation had no room for; none with `showSecrets`. */
  readonly secretsBeyond: readonly Message[];
  /** The conversation told by rows. */
  readonly relays: readonly RelayFacts[];
  readonly participants: readonly ParticipantFacts[];
  /** What the capture cannot show, and which findings that makes less sure. */
  readonly ledger: readonly LedgerEntry[];
  /** What the senders of larger transfers waited for. */
  readonly pacing: readonly PacingFacts[];
  /** What routers and hosts report of rows that got no further. */
  readonly icmpErrors: readonly IcmpErrorFacts[];
  readonly notices: readonly Notice[];
}
