// A request and its answer on one connection, as proxies and caches are judged by.

import type { DraftMessage } from './draft-message.ts';
import type { Exchange } from './exchanges.ts';
import type { HttpFacts } from './http-facts.ts';

export interface HttpExchange {
  readonly request: DraftMessage;
  /** The final answer; null when none is in the capture. */
  readonly answer: DraftMessage | null;
  /** "address port" of whom it was asked. */
  readonly serverKey: string;
  readonly method: string;
  /** Target without scheme and authority, as an origin is asked (RFC 9112 3.2). */
  readonly path: string;
}

/** It ends the exchange: no interim answer (RFC 9110 15.2). */
export const isFinalAnswer = ({ status }: HttpFacts): boolean => status !== null && status >= 200;

const ABSOLUTE = /^https?:\/\/[^/?#]*/i;

/** HTTP exchanges in the order of their requests; requests without an answer are among them. */
export function httpExchanges(
  messages: readonly DraftMessage[],
  exchanges: readonly Exchange[],
  byId: ReadonlyMap<string, DraftMessage>,
): HttpExchange[] {
  const answers = new Map<string, DraftMessage>();
  for (const { request, answer } of exchanges) {
    const message = byId.get(answer);
    if (message?.http !== undefined && isFinalAnswer(message.http)) answers.set(request, message);
  }
  return messages.flatMap((request) => {
    const { http } = request;
    if (http?.kind !== 'request') return [];
    const path = (http.target ?? '').replace(ABSOLUTE, '') || '/';
    const { serverKey } = request.connection;
    const answer = answers.get(request.id) ?? null;
    return [{ request, answer, serverKey, method: http.method ?? '', path }];
  });
}

/** Both bodies are there and equal. */
export function isSameBody(a: DraftMessage, b: DraftMessage): boolean {
  const [one, other] = [a.http?.body, b.http?.body];
  if (one === undefined || other === undefined || one.length !== other.length) return false;
  if (a.incomplete || b.incomplete) return false;
  return Buffer.compare(one, other) === 0;
}
