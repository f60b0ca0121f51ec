// Whom a proxy could not reach: while a client waited, the node asked for a connection and was refused, or got no
// answer; and what the client was told (RFC 9110 15.6.3, 15.6.5).

import type { Certainty } from '../tcp/certainty.ts';
import { endpointKey, endpointText } from '../tcp/endpoint-text.ts';
import type { ConnectionAttempt } from './connection-attempts.ts';
import { grouped } from '../tcp/grouped.ts';
import type { HttpExchange } from './http-exchange.ts';
import type { PassedOn } from './proxies.ts';

/** A node could not reach whom it had to ask. */
export interface UpstreamDown {
  readonly node: string;
  readonly request: string;
  /** What the client was told; null when nothing. */
  readonly answer: string | null;
  readonly status: number | null;
  readonly upstream: string;
  /** The connection that failed. */
  readonly stream: number;
  readonly reason: 'refused' | 'no-answer';
  readonly frames: readonly number[];
  readonly certainty: Certainty;
}

const FIRST_SERVER_ERROR = 500;
const LONGEST_WAIT_NS = 120_000_000_000;

/** Failed attempts that explain what clients were told. */
export function upstreamsDown(
  exchanges: readonly HttpExchange[],
  passedOn: readonly PassedOn[],
  attempts: readonly ConnectionAttempt[],
): UpstreamDown[] {
  const asked = new Set(passedOn.map(({ outer }) => outer));
  const upstreams = new Set(
    passedOn.map(({ outer, inner }) => `${outer.serverKey} > ${inner.serverKey}`),
  );
  const byAsker = grouped(attempts, ({ from }) => from);
  const taken = new Set<number>();
  const found: UpstreamDown[] = [];
  for (const exchange of exchanges) {
    const { request, answer, serverKey } = exchange;
    const status = answer?.http?.status ?? null;
    if (asked.has(exchange) || (status !== null && status < FIRST_SERVER_ERROR)) continue;
    const until = answer?.timeNs ?? request.lastTimeNs + LONGEST_WAIT_NS;
    const attempt = byAsker
      .get(request.dst)
      ?.find(
        (one) =>
          one.synTimeNs >= request.timeNs &&
          one.synTimeNs <= until &&
          !taken.has(one.stream) &&
          endpointKey(one.to, one.toPort) !== serverKey,
      );
    if (attempt === undefined) continue;
    const isKnown = upstreams.has(`${serverKey} > ${endpointKey(attempt.to, attempt.toPort)}`);
    if (status === null && !isKnown) continue;
    taken.add(attempt.stream);
    found.push({
      node: request.dst,
      request: request.id,
      answer: answer?.id ?? null,
      status,
      upstream: endpointText(attempt.to, attempt.toPort),
      stream: attempt.stream,
      reason: attempt.endNs === Infinity ? 'no-answer' : 'refused',
      frames: attempt.frames,
      certainty: isKnown ? 'certain' : 'likely',
    });
  }
  return found;
}
