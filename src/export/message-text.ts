// Messages for the eye: a table for the terminal, and GitHub-flavoured Markdown. Captured text comes in escaped.

import { endpointText } from '../tcp/endpoint-text.ts';
import type { MessageRecord, MessageRelay } from './message-record.ts';

export const MESSAGE_FORMATS = ['ndjson', 'table', 'markdown'] as const;
export type MessageFormat = (typeof MESSAGE_FORMATS)[number];

/** How captured text is made harmless where it goes. */
export type Escape = (text: string) => string;

const LONGEST_TEXT = 120;
const SECONDS_DIGITS = 6;
const WIDTHS = [6, 6, 14, 30, 30, 10, 8] as const;
const HEADINGS = ['id', 'stream', 'time', 'from', 'to', 'rows', 'relay of', 'message'] as const;

export interface MessageWriter {
  readonly header: string;
  line(record: MessageRecord): string;
}

/** How messages are written in `format`; `escape` is that of the terminal, or of a Markdown cell. */
export function messageWriter(format: MessageFormat, escape: Escape): MessageWriter {
  switch (format) {
    case 'ndjson':
      return { header: '', line: (record) => `${JSON.stringify(record)}\n` };
    case 'table':
      return {
        header: `${aligned(HEADINGS)}\n`,
        line: (record) => `${aligned(cellsOf(record).map(escape))}\n`,
      };
    case 'markdown':
      return {
        header: `| ${HEADINGS.join(' | ')} |\n|${HEADINGS.map(() => ' --- ').join('|')}|\n`,
        line: (record) => `| ${cellsOf(record).map(escape).join(' | ')} |\n`,
      };
  }
}

const aligned = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => (i < 3 ? cell.padStart(WIDTHS[i] ?? 0) : cell.padEnd(WIDTHS[i] ?? 0)))
    .join('  ')
    .trimEnd();

function cellsOf(record: MessageRecord): string[] {
  const { id, stream, time, frames, relayOf, text, base64, len, sender, receiver } = record;
  const isCopy = relayOf.length > 0;
  return [
    id,
    String(stream),
    time.toFixed(SECONDS_DIGITS),
    endText(sender, isCopy, record.src, record.srcPort),
    endText(receiver, !isCopy && sender !== null, record.dst, record.dstPort),
    frames.join(', '),
    relayOf.map(sourceText).join(', '),
    text === undefined ? `(${len} bytes) ${shortened(base64 ?? '')}` : shortened(text),
  ];
}

/** `via`: the person is not at this address, but behind the program there. */
function endText(name: string | null, via: boolean, address: string, port: number): string {
  const at = endpointText(address, port);
  if (name === null) return at;
  return via ? `${name} via ${at}` : `${name} (${at})`;
}

const sourceText = ({ id, certainty }: MessageRelay): string =>
  certainty === 'certain' ? id : `${id} (${certainty})`;

/** Cut between characters, not within one. */
function shortened(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const isLowHalf = (text.charCodeAt(LONGEST_TEXT - 1) & 0xfc00) === 0xdc00;
  return `${text.slice(0, LONGEST_TEXT - (isLowHalf ? 2 : 1))}…`;
}
