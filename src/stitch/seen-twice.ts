// One connection captured at two places: before and behind a translation (NAT, RFC 3022), inside and outside a tunnel,
// or at both ends. Matched by what travels unchanged: initial sequence numbers, payload, IP identification.

import type { Certainty, SeenAt, SeenTwice } from './conversation.ts';
import type { TapedEnd, ToldConnection } from './taped-connection.ts';

/** What a connection is recognised by; small, so that those of several captures can be kept. */
export interface Fingerprint {
  readonly at: SeenAt;
  /** Initial sequence numbers of client and server; null where the SYN was not captured. */
  readonly isns: readonly [number | null, number | null];
  /** First bytes of both directions, hashed; null where there are too few. */
  readonly payloads: readonly [string | null, string | null];
  readonly ipIds: readonly number[];
  /** ns since 1970; null when the capture has no times. */
  readonly openedNs: bigint | null;
}

const HASHED_BYTES = 256;
const SHORTEST_HASHED = 8;
/** Between one place and the other, clocks of two computers included. */
const LONGEST_APART_NS = 10_000_000_000n;

/** What the connection is recognised by, in rows before `beforeFrame`; times since the first record. */
export function fingerprintOf(
  { stream, client, server, tunnels, openedNs }: ToldConnection,
  beforeFrame: number,
): Fingerprint {
  const name = ({ address, port }: TapedEnd): string =>
    address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return {
    at: { capture: 0, stream, client: name(client), server: name(server), tunnels },
    isns: [client.isn, server.isn],
    payloads: [hashOf(client, beforeFrame), hashOf(server, beforeFrame)],
    ipIds: [...client.ipIds, ...server.ipIds].filter((id) => id > 0),
    openedNs: BigInt(Math.round(openedNs)),
  };
}

/** The same as of capture number `capture`, whose time 0 is `epochNs` since 1970. */
export const inCapture = (
  print: Fingerprint,
  capture: number,
  epochNs: bigint | null,
): Fingerprint => ({
  ...print,
  at: { ...print.at, capture },
  openedNs: epochNs === null || print.openedNs === null ? null : epochNs + print.openedNs,
});

/** Something of it can be recognised. */
export const isTelling = ({ payloads }: Fingerprint): boolean =>
  payloads.some((payload) => payload !== null);

/** FNV-1a twice, from both ends of the bytes: 64 bits that tell first words apart. */
function hashOf({ tape }: TapedEnd, beforeFrame: number): string | null {
  const last = tape.pieces.findLast(({ frame }) => frame < beforeFrame);
  const bytes = tape.bytes.subarray(0, Math.min(last?.end ?? 0, HASHED_BYTES));
  if (bytes.length < SHORTEST_HASHED) return null;
  let forward = 0x811c9dc5;
  let backward = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) {
    forward = Math.imul(forward ^ bytes[i]!, 0x01000193);
    backward = Math.imul(backward ^ bytes[bytes.length - 1 - i]!, 0x01000193);
  }
  return `${bytes.length}:${forward >>> 0}:${backward >>> 0}`;
}

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
  if (areFarApart(first, second)) return null;
  if (same(first.isns, second.isns)) evidence.push('isn');
  if (first.payloads.some((payload, i) => payload !== null && payload === second.payloads[i]))
    evidence.push('payload');
  const ids = new Set(first.ipIds);
  if (second.ipIds.length > 0 && second.ipIds.every((id) => ids.has(id))) evidence.push('ip-id');
  // Numbers alone may be equal in made captures, words alone in any.
  if (!evidence.includes('payload') || evidence.length < 2) return null;
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
