// The kept form of one TCP segment: everything explain and report may ask of it, copied out of the lent buffers.
// Plain data, no methods. `frame` numbers are Wireshark's No.; times are nanoseconds since the first record.

import type { SegmentKind } from './kind.ts';
import type { Finding } from './finding.ts';
import type { ChecksumVerdict } from '../decode/checksum.ts';
import type { FrameField } from '../decode/frame-fields.ts';
import type { TcpOption } from '../decode/tcp-options.ts';
import type { LabelName } from '../tcp/label.ts';
import type { TcpStateName } from '../tcp/state.ts';

export interface ChecksumFacts {
  readonly verdict: ChecksumVerdict;
  /** The field as found, 16 bits. */
  readonly found: number;
  /** What it should be; null when it cannot be computed. */
  readonly computed: number | null;
  /** What stands in the field until a network card completes it; absent where there is no such sum. */
  readonly pseudoSum?: number;
}

export interface LinkFacts {
  /** "Ethernet", "NULL/Loopback", ... */
  readonly name: string;
  /** MAC addresses, null where the link has none. */
  readonly src: string | null;
  readonly dst: string | null;
  /** Bytes after the IP datagram inside the frame (Ethernet padding). */
  readonly paddingLen: number;
  /** The frame is an aggregate of packets, and holds others behind the one of the row. */
  readonly holdsMore: boolean;
}

export interface NetworkFacts {
  readonly version: 4 | 6;
  readonly headerLen: number;
  readonly totalLen: number;
  /** That is what its header says; else the frame's length counts. */
  readonly isTotalLenSaid: boolean;
  /** IPv4 identification, -1 for IPv6. */
  readonly id: number;
  readonly ttl: number;
  readonly dontFragment: boolean;
  /** A router on the way has marked it: congestion experienced (RFC 3168 5). */
  readonly isCongestionMarked: boolean;
  readonly checksum: ChecksumFacts;
  /** Frames whose fragments make this datagram; empty when it came whole. */
  readonly fragmentFrames: readonly number[];
}

export interface TcpFacts {
  readonly srcPort: number;
  readonly dstPort: number;
  /** Raw uint32. */
  readonly seq: number;
  readonly ack: number;
  /** As Wireshark shows them. relAck is 0 without the ACK flag. */
  readonly relSeq: number;
  readonly relAck: number;
  /** relSeq of the byte after this segment (SYN and FIN count one each). */
  readonly nextRelSeq: number;
  /** Where its header begins in `bytes` of the row. */
  readonly start: number;
  /** Words. */
  readonly dataOffset: number;
  /** Bytes. */
  readonly headerLen: number;
  /** 12 bits, TcpFlag. */
  readonly flags: number;
  /** Names in the order FIN SYN RST PSH ACK URG ECE CWR AE. */
  readonly flagNames: readonly string[];
  readonly window: number;
  readonly scaledWindow: number;
  /** Shift in force on this segment; null when unknown (handshake not captured) . */
  readonly windowShift: number | null;
  readonly urgentPointer: number;
  readonly checksum: ChecksumFacts;
  readonly options: readonly TcpOption[];
  /** Payload bytes on the wire; 0 when the header is malformed, or only the beginning is there. */
  readonly len: number;
  /** Only the beginning of the segment is there, and nothing says how long it is: a first fragment alone, a sample. */
  readonly isPartial: boolean;
}

/** How one row stands to others. Frames and delays; filled by link-rows.ts after the last row is kept. */
export interface RowLinks {
  /** Rows whose bytes (or SYN, FIN) this row's acknowledgement number confirms for the first time. */
  readonly acknowledges: readonly number[];
  /** The first row that acknowledges all of this row; null when none does or nothing is to be acknowledged. */
  readonly acknowledgedBy: number | null;
  /** The row this one is the direct protocol answer to: SYN-ACK to SYN, handshake ACK to SYN-ACK, RST to what provoked it. */
  readonly answers: number | null;
  /** The row that answers this one in that sense. */
  readonly answeredBy: number | null;
  /** The row that shows that this reset ended nothing: it confirms what was sent after it, or is a challenge ACK. */
  readonly refutedBy: number | null;
  /** Previous and next row of the same connection. */
  readonly previousInStream: number | null;
  readonly nextInStream: number | null;
  /** Previous row of the same sender in this connection. */
  readonly previousFromSender: number | null;
  /** An earlier row of this sender that carried some of the same sequence numbers. */
  readonly sameSequenceAs: number | null;
  /** An earlier row of this sender that acknowledges more, or has a later clock: it was sent behind this one. */
  readonly overtakenBy: number | null;
}

export interface PacketRow {
  readonly frame: number;
  readonly timeNs: number;
  readonly capLen: number;
  readonly origLen: number;
  /** Copy of the frame's captured bytes, or of a reassembled or decompressed datagram when `reassembled`. */
  readonly bytes: Uint8Array;
  readonly reassembled: boolean;
  /** Header fields with their byte extents in `bytes`; told when they are asked for. */
  readonly fields: { readonly all: readonly FrameField[] };
  readonly payloadStart: number;
  /** Captured payload is bytes[payloadStart, payloadEnd). */
  readonly payloadEnd: number;
  /** Layers from outermost to TCP, Wireshark's short names. */
  readonly protocols: readonly string[];
  readonly link: LinkFacts;
  readonly network: NetworkFacts;
  readonly src: string;
  readonly dst: string;
  readonly stream: number;
  /** How many times rows of its connection are missing before it: rows of different stretches do not follow each other. */
  readonly stretch: number;
  /** True when the connection's client (seen or inferred) sent it. */
  readonly fromClient: boolean;
  readonly tcp: TcpFacts;
  readonly kind: SegmentKind;
  /** Wireshark's tcp.analysis names, in Wireshark's order. */
  readonly labels: readonly LabelName[];
  readonly findings: readonly Finding[];
  /** relSeq its sender was expected to go on with; -1 when nothing of it was seen before. */
  readonly expectedRelSeq: number;
  /** States of both ends after this row (RFC 9293 figure 6 convention). */
  readonly clientState: TcpStateName;
  readonly serverState: TcpStateName;
  readonly links: RowLinks;
}
