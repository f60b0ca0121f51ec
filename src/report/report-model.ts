// What a report shows, as plain data: the only thing renderers and templates read (documented for authors in
// templates/README.md). No markup, no escaping, no Analysis. Every field is always there; "nothing" is null or [].

import type { Detail } from '../explain/explain-row.ts';
import type { Aspect, Reference } from '../explain/explanation.ts';
import type { RichText } from '../explain/rich-text.ts';
import type { Ladder } from './diagrams/ladder.ts';
import type { BytePart } from './byte-layout.ts';
import type { HexDump } from './hex-dump.ts';
import type { LazyList } from './lazy-list.ts';
import type { Words } from './words.ts';

/** The family a segment's kind belongs to: what packet list and diagram are coloured by. */
export type Tone = 'open' | 'data' | 'ack' | 'close' | 'reset' | 'probe';

/** A caption and its value, as in the facts about the capture. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Segments of one kind that stand out. */
export interface StandOutLine {
  /** Wireshark's name: "TCP Retransmission". */
  readonly name: string;
  readonly count: number;
  readonly meaning: readonly RichText[];
  /** The first of them; `more` says that there are others, else null. */
  readonly frames: readonly { readonly frame: number; readonly here: boolean }[];
  readonly more: string | null;
  /** Wireshark's display filter for them. */
  readonly filter: string;
}

export interface HostLine {
  readonly address: string;
  readonly macs: readonly string[];
  /** "443", "32769–32832"; `morePorts` says that there are others, else null. */
  readonly ports: readonly string[];
  readonly morePorts: string | null;
  /** Names its users gave themselves; captured text. */
  readonly names: readonly string[];
  readonly roles: readonly string[];
  readonly packetsSent: number;
  readonly capturedHere: boolean;
}

export interface ConnectionEnd {
  /** "192.168.0.165:55841", IPv6 in brackets. */
  readonly endpoint: string;
  /** The name its user gave himself; captured text. */
  readonly name: string | null;
  readonly packets: number;
  readonly payloadBytes: number;
  readonly state: string;
}

export interface ConnectionLine {
  readonly stream: number;
  readonly client: ConnectionEnd;
  readonly server: ConnectionEnd;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly packets: number;
  readonly handshake: string;
  readonly ending: string;
  /** How client and server were told apart. */
  readonly roles: string;
  /** From the first SYN to the third step, "4.1 s"; null without a full handshake. */
  readonly handshakeTime: string | null;
  /** Wireshark's round trip of it, from the last SYN, "1.501 ms"; null without a full handshake. */
  readonly initialRtt: string | null;
  /** One or two sentences about it. */
  readonly sentences: readonly RichText[];
}

/** One line of the packet list, the columns of Wireshark's. */
export interface PacketLine {
  readonly frame: number;
  /** Seconds since the first record. */
  readonly time: string;
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  /** Bytes on the wire. */
  readonly length: number;
  readonly info: string;
  readonly tone: Tone;
  /** "SYN-ACK", "keep-alive", ... */
  readonly kind: string;
  /** Wireshark marks it, or we do: drawn with a mark. */
  readonly marked: boolean;
}

export interface RowPart {
  readonly aspect: Aspect;
  readonly title: string;
  readonly sentences: readonly RichText[];
}

/** "acknowledges" and the rows it points to. */
export interface RowLink {
  readonly label: string;
  readonly frames: readonly { readonly frame: number; readonly here: boolean }[];
}

/** One header field. `run` is the number of its bytes' run in the hex dump, -1 when they are not shown. */
export interface FieldLine {
  readonly name: string;
  readonly value: string;
  /** What we say of the value (a checksum's verdict); null when there is nothing to say. */
  readonly note: string | null;
  /** Byte extent in the frame: first, and last. */
  readonly first: number;
  readonly last: number;
  readonly run: number;
}

export interface FieldGroup {
  readonly layer: string;
  /** Colour class of the layer. */
  readonly part: BytePart;
  readonly fields: readonly FieldLine[];
}

export interface ReportRow {
  readonly line: PacketLine;
  /** "Row 5" */
  readonly name: string;
  /** Since the previous row of the same connection: "+46.4 ms"; null for its first. */
  readonly delta: string | null;
  readonly from: string;
  readonly to: string;
  readonly fromName: string | null;
  readonly toName: string | null;
  readonly fromClient: boolean;
  readonly flags: readonly string[];
  readonly stream: number;
  /** Wireshark's words for it: "TCP Retransmission". */
  readonly labels: readonly string[];
  /** First bytes of the payload as text, captured; null when there is none. */
  readonly payload: string | null;
  readonly payloadLen: number;
  readonly headline: RichText;
  readonly parts: readonly RowPart[];
  readonly references: readonly Reference[];
  readonly clientState: string;
  readonly serverState: string;
  readonly links: readonly RowLink[];
  /** Previous and next row of the same connection, when they are in this report. */
  readonly previous: number | null;
  readonly next: number | null;
  /** Empty with detail `brief`. */
  readonly fields: readonly FieldGroup[];
  readonly dump: HexDump | null;
  /** Says which frames before it have no section, where rows are left out; else null. */
  readonly skipped: string | null;
  /** Lines that people wrote to the frame in the capture file; foreign text. */
  readonly comments: readonly string[];
  /** Says that asterisks stand in the place of a password in this row; null when it shows what was sent. */
  readonly masked: string | null;
}

/** One thing said in the conversation. */
export interface TalkLine {
  /** Seconds since the first record. */
  readonly time: string;
  /** Names or endpoints; captured text. */
  readonly from: string;
  readonly to: readonly string[];
  /** Captured text, cut to a line; null when it is no text, then `noText` says how much it is. */
  readonly text: string | null;
  readonly noText: string;
  readonly frames: readonly { readonly frame: number; readonly here: boolean }[];
  /** "rows 13 and 14" */
  readonly inRows: string;
  /** What became of it. */
  readonly notes: readonly RichText[];
}

export interface Talk {
  readonly lines: readonly TalkLine[];
  /** Caches, servers that are down, passwords, floods: a sentence or two each. */
  readonly facts: readonly RichText[];
  /** Says how much is not told here, and where it is; null when all is. */
  readonly leftOut: RichText | null;
}

export interface ReportNotice {
  readonly severity: 'warn' | 'error';
  readonly title: string;
  readonly text: string;
}

/** What people wrote to the capture, and to frames that have no row here. */
export interface Comments {
  /** `of`: "Frame 5", null for the capture. `lines` are foreign text. */
  readonly told: readonly { readonly of: string | null; readonly lines: readonly string[] }[];
  /** Says how many there are besides; null none. */
  readonly leftOut: string | null;
}

export interface ReportModel {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** The capture's name. */
  readonly title: string;
  /** `brief` leaves out header fields and bytes. */
  readonly detail: Detail;
  readonly words: Words;
  /** About the capture. */
  readonly facts: readonly Fact[];
  /** Null when the file holds none, but at rows. */
  readonly comments: Comments | null;
  readonly story: readonly RichText[];
  readonly vantage: readonly RichText[];
  readonly limits: readonly RichText[];
  /** Losses first; empty where nothing stands out. */
  readonly standOuts: readonly StandOutLine[];
  readonly hosts: readonly HostLine[];
  readonly connections: readonly ConnectionLine[];
  /** Who said what to whom; null when nothing was said. */
  readonly conversation: Talk | null;
  readonly packets: readonly PacketLine[];
  /** Titles that parts of rows may have, in the order of the aspects. */
  readonly partTitles: readonly string[];
  readonly ladder: Ladder;
  /** Explained when they are asked for: a report goes through them once, and holds a few at a time. */
  readonly rows: LazyList<ReportRow>;
  readonly notices: readonly ReportNotice[];
  /** Says how many rows were left out; null when none was. */
  readonly leftOut: string | null;
}
