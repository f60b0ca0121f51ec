// What answers what: HTTP answers by their order (RFC 9112 9.3.2); else the first words of a server's own after a
// client spoke on the same connection.

import type { Certainty } from '../tcp/certainty.ts';
import type { DraftMessage } from './draft-message.ts';

/** A request and what answered it, on one connection. */
export interface Exchange {
  readonly stream: number;
  readonly request: string;
  readonly answer: string;
  readonly delayNs: number;
  readonly certainty: Certainty;
}

const LONGEST_ANSWER_NS = 2_000_000_000;
const MOST_OPEN = 10_000;

/** Only an HTTP request may wait for its answer for long. */
const isStale = ({ http, lastTimeNs }: DraftMessage, { timeNs }: DraftMessage): boolean =>
  http === undefined && timeNs - lastTimeNs >= LONGEST_ANSWER_NS;

/** What must be known of other connections to tell an answer from news. */
export interface ExchangeKnowledge {
  /** The message came from, or went on to, others. */
  readonly isRelay: (message: DraftMessage) => boolean;
  /** The server's message tells of somebody else, who did something since `sinceNs`. */
  readonly isNews: (message: DraftMessage, sinceNs: number) => boolean;
}

/** Exchanges of one connection, in order; sets `answers` of what answers. */
export function exchangesOf(
  messages: readonly DraftMessage[],
  { isRelay, isNews }: ExchangeKnowledge,
): Exchange[] {
  const open: DraftMessage[] = [];
  const found: Exchange[] = [];
  const pair = (request: DraftMessage, answer: DraftMessage, certainty: Certainty): void => {
    answer.answers = request.id;
    found.push({
      stream: answer.stream,
      request: request.id,
      answer: answer.id,
      delayNs: Math.max(0, answer.timeNs - request.lastTimeNs),
      certainty,
    });
  };
  for (const message of messages) {
    const { http } = message;
    if (message.fromClient) {
      while (open.length > 0 && isStale(open[0]!, message)) open.shift();
      const isDue = http !== undefined || !isRelay(message);
      if (open.length < MOST_OPEN && isDue) open.push(message);
    } else if (http !== undefined) {
      const request = open.find((one) => one.http?.kind === 'request');
      if (request === undefined) continue;
      pair(request, message, 'certain');
      if (http.status! >= 200) open.splice(open.indexOf(request), 1);
    } else if (message.framing !== 'tls' && !isRelay(message)) {
      // In order, one each; what was said to others, or got no answer, lies behind by then.
      const isDue = ({ lastTimeNs }: DraftMessage): boolean =>
        message.timeNs - lastTimeNs < LONGEST_ANSWER_NS;
      const at = open.findIndex(isDue);
      const first = open[at];
      if (first === undefined || isNews(message, first.lastTimeNs)) continue;
      const isOnly = !open.some((one, other) => other > at && isDue(one));
      pair(first, message, isOnly ? 'likely' : 'possible');
      open.splice(0, at + 1);
    }
  }
  return found;
}
