// Answers that a proxy gave without asking: the same bytes came from the origin earlier, and nobody was asked for
// them in between (RFC 9111 4). Only a node that was seen asking is taken for a proxy.

import type { CacheAnswer } from './conversation.ts';
import { grouped } from './grouped.ts';
import { isSameBody, type HttpExchange } from './http-exchange.ts';
import type { PassedOn } from './proxies.ts';

const FIRST_SERVER_ERROR = 500;

/** Cache hits among `exchanges`, given what was passed on. */
export function cacheAnswers(
  exchanges: readonly HttpExchange[],
  passedOn: readonly PassedOn[],
): CacheAnswer[] {
  const asked = new Set(passedOn.map(({ outer }) => outer));
  const keyOf = ({ serverKey, method, path }: HttpExchange): string =>
    `${serverKey} ${method} ${path}`;
  const byTarget = grouped(passedOn, ({ outer }) => keyOf(outer));
  return exchanges.flatMap((exchange) => {
    const { request, answer } = exchange;
    if (asked.has(exchange) || answer === null || answer.http!.status! >= FIRST_SERVER_ERROR)
      return [];
    const origin = byTarget
      .get(keyOf(exchange))
      ?.findLast(
        ({ inner }) =>
          inner.answer !== null &&
          inner.answer.lastTimeNs <= request.timeNs &&
          inner.answer.http!.body.length > 0 &&
          isSameBody(inner.answer, answer),
      );
    if (origin === undefined) return [];
    return [
      {
        node: request.dst,
        request: request.id,
        answer: answer.id,
        origin: origin.inner.answer!.id,
        certainty: origin.certainty === 'possible' ? 'likely' : 'certain',
      },
    ];
  });
}
