// Answers that a proxy gave without asking: the same bytes came from the origin earlier, and nobody was asked for
// them in between (RFC 9111 4). Only a node that was seen asking is taken for a proxy.

import type { Certainty } from '../tcp/certainty.ts';
import { grouped } from '../tcp/grouped.ts';
import { httpRelay, type HttpRelay } from './http-relays.ts';
import { isSameBody, type HttpExchange } from './http-exchange.ts';
import type { PassedOn } from './proxies.ts';

/** An answer given without asking: its bytes came earlier, and nobody was asked in between. */
export interface CacheAnswer {
  readonly node: string;
  readonly request: string;
  readonly answer: string;
  /** The answer the origin gave earlier, and where the cache passed it on then; null when not passed on. */
  readonly origin: string;
  readonly certainty: Certainty;
}

const FIRST_SERVER_ERROR = 500;

/** An answer from a cache, as such and as a late copy of what the origin said. */
export interface CacheHit {
  readonly told: CacheAnswer;
  readonly relay: HttpRelay;
}

/** Cache hits among `exchanges`, given what was passed on. */
export function cacheHits(
  exchanges: readonly HttpExchange[],
  passedOn: readonly PassedOn[],
): CacheHit[] {
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
    const source = origin?.inner.answer;
    if (origin === undefined || source == null) return [];
    const certainty = origin.certainty === 'possible' ? 'likely' : 'certain';
    const { id } = source;
    return [
      {
        told: { node: request.dst, request: request.id, answer: answer.id, origin: id, certainty },
        relay: httpRelay(source, answer, certainty),
      },
    ];
  });
}
