// Where the body of an HTTP/1 message ends, and its content without transfer coding (RFC 9112 6.3, 7.1).

import type { HttpFacts } from './http-facts.ts';
import { fieldValue, type HttpHead } from './http-head.ts';

export interface Body {
  /** Offset after the body. */
  readonly end: number;
  readonly content: Uint8Array;
  readonly framing: HttpFacts['bodyFraming'];
}

const LF = 0x0a;
const NOTHING = new Uint8Array(0);
const CHUNK_SIZE = /^([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?\r?$/;
const LONGEST_CHUNK_LINE = 1024;

/** The body behind `head`; `method` is that of the request, also for its answer. `finished`: the sender sent FIN. */
export function bodyOf(
  bytes: Uint8Array,
  head: HttpHead,
  method: string | null,
  finished: boolean,
): Body {
  const { end: start, status, fields } = head;
  const isAnswer = status !== null;
  const none: Body = { end: start, content: NOTHING, framing: 'none' };
  if (isAnswer && hasNoBody(status, method)) return none;
  const coding = fieldValue(fields, 'transfer-encoding');
  if (coding !== null && /(?:^|[\s,])chunked$/i.test(coding.trim()))
    return chunkedBody(bytes, start);
  const length = fieldValue(fields, 'content-length');
  if (length !== null && /^\d{1,15}$/.test(length)) {
    const end = Math.min(start + Number(length), bytes.length);
    const whole = end - start === Number(length);
    const content = bytes.slice(start, end);
    return { end, content, framing: whole ? 'content-length' : 'incomplete' };
  }
  if (!isAnswer) return none;
  const content = bytes.slice(start);
  return { end: bytes.length, content, framing: finished ? 'close' : 'incomplete' };
}

const hasNoBody = (status: number, method: string | null): boolean =>
  status < 200 ||
  status === 204 ||
  status === 304 ||
  method === 'HEAD' ||
  (method === 'CONNECT' && status < 300);

function chunkedBody(bytes: Uint8Array, start: number): Body {
  const chunks: Uint8Array[] = [];
  let lenBytes = 0;
  const upTo = (end: number, framing: Body['framing']): Body => {
    const content = new Uint8Array(lenBytes);
    let at = 0;
    for (const chunk of chunks) {
      content.set(chunk, at);
      at += chunk.length;
    }
    return { end, content, framing };
  };
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf(LF, at);
    if (lineEnd < 0 || lineEnd - at > LONGEST_CHUNK_LINE) return upTo(bytes.length, 'incomplete');
    const line = new TextDecoder('latin1').decode(bytes.subarray(at, lineEnd));
    const size = CHUNK_SIZE.exec(line);
    if (size === null) return upTo(bytes.length, 'incomplete');
    const len = Number.parseInt(size[1]!, 16);
    at = lineEnd + 1;
    if (len === 0) {
      const end = trailersEnd(bytes, at);
      return end < 0 ? upTo(bytes.length, 'incomplete') : upTo(end, 'chunked');
    }
    const chunk = bytes.subarray(at, at + len);
    chunks.push(chunk);
    lenBytes += chunk.length;
    at += len;
    const behind = bytes.indexOf(LF, at);
    // Each chunk's data is followed by CR LF, or a bare LF of careless senders.
    if (behind < 0 || behind > at + 1) return upTo(bytes.length, 'incomplete');
    at = behind + 1;
  }
}

/** Offset after the trailer section's empty line; -1 when it is cut. */
function trailersEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf(LF, at);
    if (lineEnd < 0) return -1;
    const lineLen = lineEnd - at;
    if (lineLen === 0 || (lineLen === 1 && bytes[at] === 0x0d)) return lineEnd + 1;
    at = lineEnd + 1;
  }
}
