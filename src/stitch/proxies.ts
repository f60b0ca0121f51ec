// Requests that a node passes on (RFC 9110 7.6): asked on one side, asked on the other, answered back. The node asks
// from the address it was asked at; on loopback everybody has that address, so the requests themselves must agree.

import type { Certainty } from '../tcp/certainty.ts';
import { firstIndex } from '../tcp/first-index.ts';
import { grouped } from '../tcp/grouped.ts';
import { fieldValue } from './http-head.ts';
import { isSameBody, type HttpExchange } from './http-exchange.ts';

export interface PassedOn {
  readonly inner: HttpExchange;
  readonly outer: HttpExchange;
  readonly certainty: Certainty;
}

/** A client does not wait longer for a proxy that asks. */
const LONGEST_WAIT_NS = 60_000_000_000;
/** Fields a proxy writes anew (RFC 9110 7.6.1, RFC 7239). */
const REWRITTEN = new Set([
  'host',
  'connection',
  'via',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'proxy-connection',
  'proxy-authorization',
  'keep-alive',
  'te',
  'transfer-encoding',
  'content-length',
  'upgrade',
  'accept-encoding',
  'cache-control',
]);
const TRACES = ['via', 'forwarded', 'x-forwarded-for'];

/** Which request made which: all candidates where several fit alike, as possible. */
export function passedOnRequests(exchanges: readonly HttpExchange[]): PassedOn[] {
  const byPath = grouped(exchanges, (one) => keyOf(one, one.request.src));
  const pairs = exchanges.flatMap((outer) => pairsOf(outer, byPath));
  const forward = withoutReversed(pairs);
  const ofInner = rivalsBy(forward, ({ inner }) => inner);
  const ofOuter = rivalsBy(forward, ({ outer }) => outer);
  return forward.flatMap((pair) => {
    const rival = Math.max(ofInner(pair), ofOuter(pair));
    if (rival > pair.agreement) return [];
    const certainty: Certainty =
      rival === pair.agreement ? 'possible' : pair.proved ? 'certain' : 'likely';
    return [{ inner: pair.inner, outer: pair.outer, certainty }];
  });
}

interface Pair {
  readonly outer: HttpExchange;
  readonly inner: HttpExchange;
  /** Field lines both have. */
  readonly agreement: number;
  readonly proved: boolean;
}

/** The highest agreement of the other pairs with the same request, -1 without any. */
function rivalsBy(
  pairs: readonly Pair[],
  requestOf: (pair: Pair) => HttpExchange,
): (pair: Pair) => number {
  /** The two highest of each request's. */
  const best = new Map<HttpExchange, readonly [number, number]>();
  for (const pair of pairs) {
    const [first, second] = best.get(requestOf(pair)) ?? [-1, -1];
    const { agreement } = pair;
    best.set(
      requestOf(pair),
      agreement > first ? [agreement, first] : [first, Math.max(second, agreement)],
    );
  }
  return (pair) => {
    const [first, second] = best.get(requestOf(pair))!;
    return pair.agreement === first ? second : first;
  };
}

const MOST_PAIRS = 64;
/** Rows may stand in the capture a little out of the order of their times. */
const MOST_DISORDER_NS = 1_000_000_000;

/** What the same request has on both sides, and who asked it. */
const keyOf = ({ method, path }: HttpExchange, asker: string): string =>
  `${method} ${asker} ${path}`;

function pairsOf(outer: HttpExchange, byPath: ReadonlyMap<string, HttpExchange[]>): Pair[] {
  const { request, answer, serverKey } = outer;
  const until = answer?.timeNs ?? request.lastTimeNs + LONGEST_WAIT_NS;
  const pairs: Pair[] = [];
  const sameRequests = byPath.get(keyOf(outer, request.dst)) ?? [];
  for (let i = firstAfter(sameRequests, request.frames.at(-1)!); i < sameRequests.length; i++) {
    const inner = sameRequests[i]!;
    const asked = inner.request;
    if (asked.timeNs > until + MOST_DISORDER_NS) break;
    if (inner.serverKey === serverKey || asked.timeNs > until) continue;
    // An answer that came only after the client had its own was not waited for.
    if (inner.answer !== null && answer !== null && inner.answer.timeNs > answer.timeNs) continue;
    const agreement = agreementOf(outer, inner);
    if (agreement < 0) continue;
    pairs.push({ outer, inner, agreement, proved: isProved(outer, inner) });
    if (pairs.length === MOST_PAIRS) break;
  }
  return pairs;
}

/** Index of the first exchange, in order, that began after the frame. */
const firstAfter = (exchanges: readonly HttpExchange[], frame: number): number =>
  firstIndex(exchanges.length, (at) => exchanges[at]!.request.frames[0]! > frame);

/** Field lines that went through unchanged; -1 when one was changed that proxies do not change. */
function agreementOf({ request: outer }: HttpExchange, { request: inner }: HttpExchange): number {
  // Of a field that is there twice the first counts: it is set last.
  const passedOn = new Map(
    (inner.http?.fields ?? [])
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .reverse(),
  );
  let same = 0;
  for (const [name, value] of outer.http?.fields ?? []) {
    const key = name.toLowerCase();
    const passed = passedOn.get(key);
    if (passed === value) same++;
    else if (passed !== undefined && !REWRITTEN.has(key)) return -1;
  }
  return same;
}

/** A proxy signed it, or the same answer went both ways in turn. */
function isProved(outer: HttpExchange, inner: HttpExchange): boolean {
  const traces = (one: HttpExchange): number =>
    TRACES.filter((name) => fieldValue(one.request.http?.fields ?? [], name) !== null).length;
  if (traces(inner) > traces(outer)) return true;
  const [told, got] = [outer.answer, inner.answer];
  return told !== null && got !== null && got.http!.body.length > 0 && isSameBody(told, got);
}

/** Where two servers seem to ask each other, as on one address they may, only the more frequent way is real. */
function withoutReversed(pairs: readonly Pair[]): Pair[] {
  const ways = new Map<string, number>();
  const way = (from: string, to: string): string => `${from} > ${to}`;
  for (const { outer, inner, proved } of pairs) {
    const key = way(outer.serverKey, inner.serverKey);
    ways.set(key, (ways.get(key) ?? 0) + (proved ? 1000 : 1));
  }
  return pairs.filter(({ outer, inner }) => {
    const there = ways.get(way(outer.serverKey, inner.serverKey)) ?? 0;
    return there > (ways.get(way(inner.serverKey, outer.serverKey)) ?? 0);
  });
}
