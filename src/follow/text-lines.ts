// Turns the bytes of one side into lines a person can read: decoded as a stream, so that a character cut between
// two segments is whole; runs of bytes that are no text are summarised. What comes out is still captured text.

import type { TextDecoder } from 'node:util';

/** A line of text, or so many bytes that are none. */
export type ReadLine =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly lenBytes: number; readonly start: Uint8Array };

const LINE_FEED = 0x0a;
/** Above this share of unreadable characters a line is no text. */
const MAX_UNREADABLE = 0.3;
/** A readable stretch shorter than this between unreadable ones is chance. */
const MIN_TEXT_BETWEEN = 8;
const SHOWN_BINARY_BYTES = 16;
/** Most lines: told apart without looking at Unicode's tables. */
const PLAIN_ASCII = /^[ -~]*$/;
const UNREADABLE = /[\ufffd\p{Cc}\p{Cn}\p{Co}]/gu;

export class TextLines {
  private readonly decoder: TextDecoder;
  /** The decoder has seen bytes, and may hold some of a character. */
  private isDecoding = false;

  constructor(decoder: TextDecoder) {
    this.decoder = decoder;
  }

  /** The next bytes of the side as lines; bytes of a character that is not complete wait for the next call. */
  read(bytes: Uint8Array): ReadLine[] {
    const lines: ReadLine[] = [];
    let binaryStart = -1;
    const flushBinary = (end: number): void => {
      if (binaryStart < 0) return;
      const start = bytes.slice(binaryStart, Math.min(end, binaryStart + SHOWN_BINARY_BYTES));
      lines.push({ kind: 'binary', lenBytes: end - binaryStart, start });
      binaryStart = -1;
    };
    for (let at = 0; at < bytes.length;) {
      const feed = bytes.indexOf(LINE_FEED, at);
      const end = feed < 0 ? bytes.length : feed + 1;
      const text = withoutLineEnd(this.decode(bytes.subarray(at, end)));
      if (isBinary(text) || (binaryStart >= 0 && text.length < MIN_TEXT_BETWEEN)) {
        if (binaryStart < 0) binaryStart = at;
      } else {
        flushBinary(at);
        lines.push({ kind: 'text', text });
      }
      at = end;
    }
    flushBinary(bytes.length);
    return lines;
  }

  /** What is left of a character that will not be completed: a replacement character, or nothing. */
  rest(): string {
    return this.isDecoding ? this.decoder.decode() : '';
  }

  /** Most sides say nothing but ASCII: the memory of a decoder that works is saved, which is some kilobytes. */
  private decode(bytes: Uint8Array): string {
    if (!this.isDecoding && this.decoder.encoding === 'utf-8' && isAscii(bytes))
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    this.isDecoding = true;
    return this.decoder.decode(bytes, { stream: true });
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! > 0x7f) return false;
  return true;
}

const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, '');

function isBinary(text: string): boolean {
  if (PLAIN_ASCII.test(text)) return false;
  // Tabs, and the carriage returns of a progress display, are text.
  const unreadable = text.replace(/[\t\r\n]/g, '').match(UNREADABLE)?.length ?? 0;
  return unreadable > text.length * MAX_UNREADABLE;
}
