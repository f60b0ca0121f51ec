// Requests and answers that a proxy passed on, as relays: what was added and cut are field lines.

import { weaker, type Certainty } from '../tcp/certainty.ts';
import type { DraftMessage } from './draft-message.ts';
import { isSameBody } from './http-exchange.ts';
import type { PassedOn } from './proxies.ts';
import type { RelaySource } from './relay.ts';

export interface HttpRelay {
  readonly out: DraftMessage;
  readonly source: DraftMessage;
  readonly told: RelaySource;
}

/** The relays of what was passed on: the request there, the answer back. */
export function httpRelays(passedOn: readonly PassedOn[]): HttpRelay[] {
  return passedOn.flatMap(({ outer, inner, certainty }) => {
    const there = httpRelay(outer.request, inner.request, certainty);
    if (inner.answer === null || outer.answer === null) return [there];
    const same = isSameBody(inner.answer, outer.answer);
    const back = httpRelay(
      inner.answer,
      outer.answer,
      same ? certainty : weaker(certainty, 'likely'),
    );
    return [there, back];
  });
}

/** What `out` took from `source`, and how its header differs. */
export function httpRelay(
  source: DraftMessage,
  out: DraftMessage,
  certainty: Certainty,
): HttpRelay {
  // Of requests that are all alike, dozens fit each: most heads need not be taken apart.
  const isSame = Buffer.compare(headOf(source), headOf(out)) === 0;
  const cut = isSame ? [] : headLines(source);
  const put = isSame ? [] : headLines(out);
  return {
    out,
    source,
    told: {
      id: source.id,
      certainty,
      added: without(put, cut),
      removed: without(cut, put),
      addedBehind: '',
      removedBehind: '',
      delayNs: Math.max(0, out.timeNs - sourceTimeNs(source, out)),
    },
  };
}

/** Of what `out` can pass on: a proxy may send the beginning of an answer before its end has come. */
const sourceTimeNs = (source: DraftMessage, out: DraftMessage): number =>
  source.lastTimeNs <= out.timeNs ? source.lastTimeNs : source.timeNs;

const headOf = ({ bytes, http }: DraftMessage): Uint8Array =>
  bytes.subarray(0, http?.bodyStart ?? 0);

/** Start line and field lines. */
const headLines = (message: DraftMessage): string[] =>
  new TextDecoder('latin1')
    .decode(headOf(message))
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');

function without(lines: readonly string[], others: readonly string[]): string {
  const known = new Set(others);
  return lines
    .filter((line) => !known.has(line))
    .map((line) => `${line}\r\n`)
    .join('');
}
