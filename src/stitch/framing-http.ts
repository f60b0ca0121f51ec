// HTTP/1 messages one after another (RFC 9112 6): Content-Length, chunked, until close, none (HEAD, 1xx, 204, 304,
// CONNECT). After an upgrade, or a tunnel, what follows is told apart as sends.

import { bodyOf, type Body } from './http-body.ts';
import type { FramedConnection, Span } from './framing.ts';
import { frameSends } from './framing-sends.ts';
import { gapsBehind } from './gaps-behind.ts';
import type { HttpFacts } from './http-facts.ts';
import { headAt, type HttpHead } from './http-head.ts';
import type { TapedEnd, ToldConnection } from './taped-connection.ts';
import type { StreamTape } from './stream-tape.ts';

/** The messages of a connection that speaks HTTP/1; null when it does not. */
export function frameHttp({ client, server, earlier }: ToldConnection): FramedConnection | null {
  const isKnown = earlier.client === 'http' || earlier.server === 'http';
  const requests = earlier.switched ? [] : messagesOf(client, 'request', []);
  const methods = [...earlier.methods, ...requests.flatMap(({ http }) => http?.method ?? [])];
  const answers = earlier.switched ? [] : messagesOf(server, 'response', methods);
  if (requests.length === 0 && answers.length === 0 && !isKnown && !earlier.switched) return null;
  const switched = earlier.switched || answers.some(({ http }, i) => isSwitch(http, methods[i]));
  return {
    client: withRest(requests, client.tape, server.tape, switched),
    server: withRest(answers, server.tape, client.tape, switched),
  };
}

/** The connection speaks another protocol after this answer to `method`. */
export const isSwitch = (http: HttpFacts | undefined, method: string | undefined): boolean =>
  http?.status === 101 || (method === 'CONNECT' && Math.floor((http?.status ?? 0) / 100) === 2);

/** What lies behind the last message: another protocol after a switch, else an unreadable remainder. */
function withRest(spans: Span[], tape: StreamTape, peer: StreamTape, switched: boolean): Span[] {
  const from = spans.at(-1)?.end ?? 0;
  if (from >= tape.bytes.length) return spans;
  const rest = frameSends(tape, peer, from);
  return [...spans, ...rest.map((span) => ({ ...span, incomplete: span.incomplete || !switched }))];
}

function messagesOf(
  { tape, finished }: TapedEnd,
  kind: HttpFacts['kind'],
  methods: readonly string[],
): Span[] {
  const { bytes } = tape;
  const spans: Span[] = [];
  const gapBehind = gapsBehind(tape);
  let answered = 0;
  for (let start = 0; start < bytes.length;) {
    const gap = gapBehind(start);
    const head = headAt(bytes, start);
    if (head !== null && gap < (head === 'cut' ? bytes.length : head.end)) {
      // What follows the missing bytes need not be of this head.
      spans.push(fragment(start, gap));
      start = gap;
      continue;
    }
    const fits =
      head !== null && (head === 'cut' || (head.method === null) === (kind === 'response'));
    if (!fits || head === 'cut') {
      if (fits) spans.push(fragment(start, bytes.length));
      const next = fits ? -1 : nextHead(tape, start);
      if (next < 0) return spans;
      const end = Math.min(next, gap);
      spans.push(fragment(start, end));
      start = end;
      continue;
    }
    const method = kind === 'request' ? head.method : (methods[answered] ?? null);
    const whole = bodyOf(bytes, head, method, finished);
    const body = gap < whole.end ? upToNextHead(tape, head, whole, gap) : whole;
    spans.push(spanOf(tape, start, head, body, kind));
    if (kind === 'response' && head.status! >= 200) answered++;
    if (isSwitch(spans.at(-1)!.http, method ?? undefined)) return spans;
    start = body.end;
  }
  return spans;
}

/** Part of a message whose head is cut off, or not in the capture. */
const fragment = (start: number, end: number): Span => ({
  start,
  end,
  bodyStart: start,
  bodyEnd: end,
  framing: 'http',
  certainty: 'likely',
  incomplete: true,
});

const MOST_RESYNC_PIECES = 64;

/** Of a body with a gap the length leads too far: a head behind the gap ends it. */
function upToNextHead(tape: StreamTape, head: HttpHead, body: Body, gap: number): Body {
  const next = headAt(tape.bytes, gap) === null ? nextHead(tape, gap) : gap;
  if (next < 0 || next >= body.end) return body;
  return { framing: 'incomplete', content: tape.bytes.subarray(head.end, next), end: next };
}

/** The next segment that begins with a head. */
function nextHead(tape: StreamTape, after: number): number {
  const first = tape.pieceAt(after) + 1;
  for (const { start } of tape.pieces.slice(first, first + MOST_RESYNC_PIECES))
    if (start > after && headAt(tape.bytes, start) !== null) return start;
  return -1;
}

function spanOf(
  tape: StreamTape,
  start: number,
  head: HttpHead,
  body: Body,
  kind: HttpFacts['kind'],
): Span {
  const { end } = body;
  const { end: headEnd, ...facts } = head;
  let incomplete = body.framing === 'incomplete';
  for (const at of tape.gaps) if (at > start && at < end) incomplete = true;
  return {
    ...fragment(start, end),
    certainty: 'certain',
    incomplete,
    http: {
      kind,
      ...facts,
      bodyStart: headEnd - start,
      body: body.content,
      bodyFraming: body.framing,
    },
  };
}
