// One connection captured at two places: before and behind a translation (NAT, RFC 3022), inside and outside a tunnel,
// or at both ends. Matched by what fingerprints have in common.

import type { Certainty } from '../tcp/certainty.ts';
import type { Fingerprint, SeenAt } from './fingerprint.ts';

/** One connection captured at two places. */
export interface SeenTwice {
  readonly first: SeenAt;
  readonly second: SeenAt;
  readonly evidence: readonly ('isn' | 'payload' | 'ip-id')[];
  /** Addresses or ports differ: something between them translates. */
  readonly translated: boolean;
  readonly certainty: Certainty;
}

/** Between one place and the other, clocks of two computers included. */
const LONGEST_APART_NS = 10_000_000_000n;

/** Connections that a later one is held against: the newest. */
const MOST_KNOWN = 20_000;
const MOST_ALIKE = 8;

/** Knows connections again. */
export class Recognition {
  private readonly known = new Set<Fingerprint>();
  private readonly byKey = new Map<string, Fingerprint[]>();

  /** The earlier connection that this one is, if there is one. */
  see(one: Fingerprint): SeenTwice | null {
    const keys = keysOf(one);
    const match = keys
      .flatMap((key) => this.byKey.get(key) ?? [])
      .map((other) => twice(other, one))
      .find((found) => found !== null);
    for (const key of keys)
      this.byKey.set(key, [...(this.byKey.get(key) ?? []).slice(1 - MOST_ALIKE), one]);
    this.known.add(one);
    if (this.known.size > MOST_KNOWN) this.forget(this.known.values().next().value!);
    return match ?? null;
  }

  fingerprints(): readonly Fingerprint[] {
    return [...this.known];
  }

  private forget(one: Fingerprint): void {
    this.known.delete(one);
    for (const key of keysOf(one)) {
      const others = (this.byKey.get(key) ?? []).filter((other) => other !== one);
      if (others.length > 0) this.byKey.set(key, others);
      else this.byKey.delete(key);
    }
  }
}

/** Pairs of connections that are one, among those of one or several captures. */
export function seenTwice(fingerprints: readonly Fingerprint[]): SeenTwice[] {
  const recognition = new Recognition();
  return fingerprints.flatMap((one) => recognition.see(one) ?? []);
}

/** Both sequence numbers, or both payloads: either alone would bring together too much. */
const keysOf = ({ isns, payloads }: Fingerprint): string[] => [
  ...(isns[0] !== null && isns[1] !== null ? [`isn ${isns[0]} ${isns[1]}`] : []),
  ...(payloads[0] !== null && payloads[1] !== null
    ? [`payload ${payloads[0]} ${payloads[1]}`]
    : []),
];

function twice(first: Fingerprint, second: Fingerprint): SeenTwice | null {
  const evidence: SeenTwice['evidence'][number][] = [];
  const same = <T>(a: readonly (T | null)[], b: readonly (T | null)[]): boolean =>
    a.every((value, i) => value !== null && value === b[i]);
  const differ = (a: readonly unknown[], b: readonly unknown[]): boolean =>
    a.some((value, i) => value !== null && b[i] !== null && value !== b[i]);
  // The same words with other sequence numbers were said twice, not seen twice.
  if (differ(first.isns, second.isns) || differ(first.payloads, second.payloads)) return null;
  if (differ(first.shortPayloads, second.shortPayloads)) return null;
  if (areFarApart(first, second)) return null;
  if (same(first.isns, second.isns)) evidence.push('isn');
  if (first.payloads.some((payload, i) => payload !== null && payload === second.payloads[i]))
    evidence.push('payload');
  const ids = new Set(first.ipIds);
  if (second.ipIds.length > 0 && second.ipIds.every((id) => ids.has(id))) evidence.push('ip-id');
  // Numbers alone may be equal in made captures, words alone in any; a few bytes need all of the numbers beside them.
  const saysLittle = first.shortPayloads.some(
    (payload, i) => payload !== null && payload === second.shortPayloads[i],
  );
  const isAlike = evidence.includes('payload') || (saysLittle && evidence.includes('isn'));
  if (!isAlike || evidence.length < 2) return null;
  const changed = [first.at.client !== second.at.client, first.at.server !== second.at.server];
  const translated = changed.includes(true);
  // Who translates changes one end; both changed is known from captures that were edited.
  const certainty: Certainty =
    evidence.includes('isn') && changed.includes(false) ? 'certain' : 'likely';
  return { first: first.at, second: second.at, evidence, translated, certainty };
}

const areFarApart = (first: Fingerprint, second: Fingerprint): boolean => {
  if (first.openedNs === null || second.openedNs === null) return false;
  const apart = second.openedNs - first.openedNs;
  return apart > LONGEST_APART_NS || -apart > LONGEST_APART_NS;
};
