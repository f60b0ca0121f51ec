// TLS records (RFC 8446 5.1): type, version, length. What is inside is not for us: such messages are no text.

import type { Span } from './framing.ts';
import type { StreamTape } from './stream-tape.ts';

const HEADER_LEN = 5;
const FIRST_TYPE = 0x14;
const LAST_TYPE = 0x18;
const MAJOR_VERSION = 3;
const LAST_MINOR = 4;
const LONGEST_RECORD = (1 << 14) + 2048;

const isRecordAt = (bytes: Uint8Array, at: number): boolean =>
  bytes[at]! >= FIRST_TYPE &&
  bytes[at]! <= LAST_TYPE &&
  bytes[at + 1] === MAJOR_VERSION &&
  bytes[at + 2]! <= LAST_MINOR &&
  lengthAt(bytes, at) <= LONGEST_RECORD;

const lengthAt = (bytes: Uint8Array, at: number): number => (bytes[at + 3]! << 8) | bytes[at + 4]!;

/** The records of a tape that begins with one; what cannot be read as records any more is one message. */
export function frameTls(tape: StreamTape): Span[] | null {
  const { bytes } = tape;
  if (bytes.length < HEADER_LEN + 1 || !isRecordAt(bytes, 0)) return null;
  const spans: Span[] = [];
  for (let start = 0; start < bytes.length;) {
    const isRecord = start + HEADER_LEN <= bytes.length && isRecordAt(bytes, start);
    const due = isRecord ? start + HEADER_LEN + lengthAt(bytes, start) : Infinity;
    const end = Math.min(due, bytes.length);
    spans.push({
      start,
      end,
      bodyStart: Math.min(start + HEADER_LEN, end),
      bodyEnd: end,
      framing: 'tls',
      certainty: isRecord ? 'certain' : 'possible',
      incomplete: due > bytes.length,
    });
    start = end;
  }
  return spans;
}
