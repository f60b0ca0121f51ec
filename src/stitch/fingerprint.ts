// What a connection is recognised by where it was captured a second time: what travels unchanged. Initial sequence
// numbers, payload, IP identification.

import { endpointText } from '../tcp/endpoint-text.ts';
import type { TapedEnd, ToldConnection } from './taped-connection.ts';

export interface SeenAt {
  /** Index of the capture file, and stream in it. */
  readonly capture: number;
  readonly stream: number;
  /** "address:port" of client and server as seen there. */
  readonly client: string;
  readonly server: string;
  /** Tunnel protocols around it there, outermost first. */
  readonly tunnels: readonly string[];
}

/** What a connection is recognised by; small, so that those of several captures can be kept. */
export interface Fingerprint {
  readonly at: SeenAt;
  /** Initial sequence numbers of client and server; null where the SYN was not captured. */
  readonly isns: readonly [number | null, number | null];
  /** First bytes of both directions, hashed; null where there are too few. */
  readonly payloads: readonly [string | null, string | null];
  /** The same where there are too few: they tell nothing alone. */
  readonly shortPayloads: readonly [string | null, string | null];
  readonly ipIds: readonly number[];
  /** ns since 1970; null when the capture has no times. */
  readonly openedNs: bigint | null;
}

const HASHED_BYTES = 256;
const SHORTEST_HASHED = 8;

/** What the connection is recognised by, in rows before `beforeFrame`; times since the first record. */
export function fingerprintOf(
  { stream, client, server, tunnels, openedNs }: ToldConnection,
  beforeFrame: number,
): Fingerprint {
  const hashes = [hashOf(client, beforeFrame), hashOf(server, beforeFrame)] as const;
  const name = ({ address, port }: TapedEnd): string => endpointText(address, port);
  return {
    at: { capture: 0, stream, client: name(client), server: name(server), tunnels },
    isns: [client.isn, server.isn],
    payloads: [longOf(hashes[0]), longOf(hashes[1])],
    shortPayloads: [shortOf(hashes[0]), shortOf(hashes[1])],
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

interface Hashed {
  readonly text: string;
  readonly length: number;
}

const longOf = (hashed: Hashed | null): string | null =>
  hashed !== null && hashed.length >= SHORTEST_HASHED ? hashed.text : null;

const shortOf = (hashed: Hashed | null): string | null =>
  hashed !== null && hashed.length < SHORTEST_HASHED ? hashed.text : null;

/** FNV-1a twice, from both ends of the bytes: 64 bits that tell first words apart. */
function hashOf({ tape }: TapedEnd, beforeFrame: number): Hashed | null {
  const last = tape.pieces.findLast(({ frame }) => frame < beforeFrame);
  const bytes = tape.bytes.subarray(0, Math.min(last?.end ?? 0, HASHED_BYTES));
  if (bytes.length === 0) return null;
  let forward = 0x811c9dc5;
  let backward = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) {
    forward = Math.imul(forward ^ bytes[i]!, 0x01000193);
    backward = Math.imul(backward ^ bytes[bytes.length - 1 - i]!, 0x01000193);
  }
  return { text: `${bytes.length}:${forward >>> 0}:${backward >>> 0}`, length: bytes.length };
}
