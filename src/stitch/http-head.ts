// Start line and field lines of an HTTP/1 message (RFC 9112 2.1, 5). Bodies are framing-http.ts's matter.

import type { HttpStart } from './http-facts.ts';

export interface HttpHead extends HttpStart {
  /** Offset of the first byte after the empty line. */
  readonly end: number;
}

/** A head longer than this is none. */
const LONGEST_HEAD = 64 << 10;
const LF = 0x0a;
const CR = 0x0d;
const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) (\S{1,65536}) (HTTP\/1\.[01])$/;
const STATUS_LINE = /^(HTTP\/1\.[01]) ([1-9]\d\d)(?: (.{0,1024}))?$/;

const SPACE = 0x20;
const SLASH = 0x2f;
const LONGEST_METHOD = 32;

const latin1 = new TextDecoder('latin1');

/** The head that begins at `start`; null when there is none, `cut` when it begins and its end is missing. */
export function headAt(bytes: Uint8Array, start: number): HttpHead | 'cut' | null {
  if (!mayBegin(bytes, start)) return null;
  const lines: string[] = [];
  const limit = Math.min(bytes.length, start + LONGEST_HEAD);
  for (let at = start; at < limit;) {
    const lineEnd = bytes.indexOf(LF, at);
    if (lineEnd < 0 || lineEnd >= limit) return lines.length === 0 ? null : 'cut';
    const line = latin1.decode(
      bytes.subarray(at, bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd),
    );
    at = lineEnd + 1;
    if (lines.length === 0 && !REQUEST_LINE.test(line) && !STATUS_LINE.test(line)) return null;
    if (line === '') return headOf(lines, at);
    lines.push(line);
  }
  return lines.length === 0 ? null : 'cut';
}

/** Whether a start line can begin so: with a method and a space, or "HTTP/". Payload mostly does not, and may be long. */
function mayBegin(bytes: Uint8Array, start: number): boolean {
  const limit = Math.min(bytes.length, start + LONGEST_METHOD + 1);
  for (let at = start; at < limit; at++) {
    const byte = bytes[at]!;
    if (byte === SPACE) return at > start;
    if (byte === SLASH) return latin1.decode(bytes.subarray(start, at)) === 'HTTP';
    if (byte < SPACE || byte >= 0x7f) return false;
  }
  return false;
}

function headOf([startLine = '', ...fieldLines]: readonly string[], end: number): HttpHead {
  const fields = fieldLines.map((line): readonly [string, string] => {
    const colon = line.indexOf(':');
    return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const request = REQUEST_LINE.exec(startLine);
  const status = STATUS_LINE.exec(startLine);
  return {
    method: request?.[1] ?? null,
    target: request?.[2] ?? null,
    status: status === null ? null : Number(status[2]),
    reason: status?.[3] ?? null,
    version: request?.[3] ?? status?.[1] ?? '',
    fields,
    end,
  };
}

/** Value of a field, name in any case; null when it is not there. */
export const fieldValue = (
  fields: readonly (readonly [string, string])[],
  name: string,
): string | null => fields.find(([one]) => one.toLowerCase() === name)?.[1] ?? null;
