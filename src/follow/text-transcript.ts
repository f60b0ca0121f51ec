// A connection as people read it: both sides interleaved in capture order, with rows and times, as text of a charset.
// The bytes are those of tcp/reassembly.ts; every captured character goes through report/escape.ts.

import type { TextDecoder } from 'node:util';
import { escapeTerminal } from '../report/escape.ts';
import type { SegmentContext } from '../sink.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import { endpointText } from '../tcp/endpoint-text.ts';
import { DuplexReassembly } from '../tcp/reassembly-duplex.ts';
import type { Conflict, Gap, Piece, StreamListener } from '../tcp/reassembly-events.ts';
import { TextLines, type ReadLine } from './text-lines.ts';
import {
  isWanted,
  roleSoFar,
  type Transcript,
  type TranscriptOutput,
  type WantedSide,
  writeText,
} from './transcript.ts';

/** Colours, as functions that may add nothing. */
export interface Paint {
  readonly client: (text: string) => string;
  readonly server: (text: string) => string;
  readonly note: (text: string) => string;
  readonly faint: (text: string) => string;
}

export interface TextOptions {
  readonly wanted: WantedSide;
  readonly newDecoder: () => TextDecoder;
  /** Writes a time of the transcript: ns since the first record; `previousNs` is that of the piece before, or null. */
  readonly timeText: (timeNs: number, previousNs: number | null) => string;
  /** Columns those times take. */
  readonly timeWidth: number;
  readonly paint: Paint;
}

const ROW_WIDTH = 6;

export class TextTranscript implements Transcript {
  private readonly streams: DuplexReassembly;
  private lines: readonly [TextLines, TextLines] | undefined;
  private client: Side = 0;
  private previousNs: number | null = null;
  private readonly connection: Connection;
  private readonly options: TextOptions;
  private readonly output: TranscriptOutput;

  constructor(connection: Connection, options: TextOptions, output: TranscriptOutput) {
    this.connection = connection;
    this.options = options;
    this.output = output;
    this.streams = new DuplexReassembly([this.listener(0), this.listener(1)]);
  }

  segment({ packet, record, side }: SegmentContext): void {
    if (packet.tcp.malformed) return;
    this.streams.take(side, packet.tcp, packet.bytes, record.frame, record.timeNs);
  }

  end(): void {
    this.begin();
    this.streams.end();
    for (const side of [0, 1] as const) this.flushCharacter(side);
    if (this.previousNs === null) this.note('', '[no bytes were captured]');
  }

  private listener(side: Side): StreamListener {
    return {
      piece: (piece) => this.piece(side, piece),
      gap: (gap) => this.gap(side, gap),
      conflict: (conflict) => this.conflict(side, conflict),
    };
  }

  private piece(side: Side, { bytes, start, end, frame, timeNs }: Piece): void {
    const lines = this.begin();
    if (!this.isShown(side)) return;
    const { paint, timeText, timeWidth } = this.options;
    const row = String(frame).padStart(ROW_WIDTH);
    const time = timeText(timeNs, this.previousNs).padStart(timeWidth);
    const margin = `${row} ${time}  ${this.nameOf(side)}  `;
    const blank = ' '.repeat(margin.length);
    const colour = side === this.client ? paint.client : paint.server;
    const read = lines[side].read(bytes.subarray(start, end));
    // A piece that ends inside a character may show nothing yet: its row is shown all the same.
    const texts = read.length === 0 ? [''] : read.map(lineText);
    const shown = texts.map((text, i) => (i === 0 ? paint.faint(margin) : blank) + colour(text));
    writeText(this.output, `${shown.map((text) => text.trimEnd()).join('\n')}\n`);
    this.previousNs = timeNs;
  }

  private gap(side: Side, gap: Gap): void {
    this.begin();
    if (!this.isShown(side)) return;
    this.flushCharacter(side);
    this.note(this.nameOf(side), gapText(gap));
  }

  private conflict(side: Side, { streamOffset, lenBytes, frame, bytes }: Conflict): void {
    this.begin();
    if (!this.isShown(side)) return;
    const what = `row ${frame} sends other bytes in the place of ${placeText(streamOffset, lenBytes)}`;
    this.note(this.nameOf(side), `[${what}; what came first counts, this came later:]`);
    for (const line of new TextLines(this.options.newDecoder()).read(bytes)) {
      this.note(this.nameOf(side), lineText(line));
    }
  }

  /** Shows what is left of a character that was cut off. */
  private flushCharacter(side: Side): void {
    const rest = this.lines![side].rest();
    if (rest !== '' && this.isShown(side)) this.note(this.nameOf(side), escapeTerminal(rest));
  }

  private note(name: string, text: string): void {
    const margin = ' '.repeat(ROW_WIDTH + 1 + this.options.timeWidth + 2);
    writeText(
      this.output,
      `${margin}${name === '' ? '' : `${name}  `}${this.options.paint.note(text)}\n`,
    );
  }

  /** Writes the heading before the first line: by then the handshake, if captured, has told the roles. */
  private begin(): readonly [TextLines, TextLines] {
    if (this.lines) return this.lines;
    const { connection, options } = this;
    const { client, evidence } = roleSoFar(connection);
    this.client = client;
    const end = (side: Side): string =>
      endpointText(connection.address(side), connection.ports[side]);
    const seen = evidence === 'syn' || evidence === 'syn-ack';
    writeText(
      this.output,
      `Stream ${connection.stream}: client ${options.paint.client(end(client))}, ` +
        `server ${options.paint.server(end(client === 0 ? 1 : 0))}` +
        `${seen ? '' : ' (which is which is inferred: the handshake was not captured)'}\n`,
    );
    const heading = `${'row'.padStart(ROW_WIDTH)} ${'time'.padStart(options.timeWidth)}  side    text`;
    writeText(this.output, `${options.paint.faint(heading)}\n`);
    this.lines = [new TextLines(options.newDecoder()), new TextLines(options.newDecoder())];
    return this.lines;
  }

  private isShown(side: Side): boolean {
    return isWanted(this.options.wanted, side, this.client);
  }

  private nameOf(side: Side): string {
    return side === this.client ? 'client' : 'server';
  }
}

function lineText(line: ReadLine): string {
  if (line.kind === 'text') return escapeTerminal(line.text);
  const hex = Array.from(line.start, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const more = line.lenBytes > line.start.length ? ' ...' : '';
  return `[${bytesText(line.lenBytes)} that are no text: ${hex}${more}]`;
}

function gapText({ lenBytes, cause, afterFrame, beforeFrame }: Gap): string {
  const what = bytesText(lenBytes);
  if (cause === 'cut') return `[${what} of row ${afterFrame} were not kept by the capture]`;
  if (afterFrame === 0) return `[${what} missing before row ${beforeFrame}]`;
  if (beforeFrame === 0) return `[${what} missing after row ${afterFrame}]`;
  return `[${what} missing between row ${afterFrame} and row ${beforeFrame}]`;
}

/** Bytes of a side counted from 1, as people count. */
const placeText = (streamOffset: number, lenBytes: number): string => {
  const first = grouped(streamOffset + 1);
  return lenBytes === 1 ? `byte ${first}` : `bytes ${first} to ${grouped(streamOffset + lenBytes)}`;
};

const bytesText = (count: number): string => `${grouped(count)} ${count === 1 ? 'byte' : 'bytes'}`;

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
