// Near which host a capture was taken, where no frame shows it: who answers at once is near, who takes a round trip is not.
// Kernels answer a handshake's steps without waiting for a program.

import { handshakeTimes } from '../classify/handshake-times.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';

export interface Nearness {
  /** Address of the host. */
  readonly host: string;
  /** The first handshake that shows it: how long the host took to answer there, and the other one. */
  readonly ownNs: number;
  readonly otherNs: number;
  /** The SYN-ACK and the acknowledgement of it. */
  readonly frames: readonly [number, number];
}

/** So many times sooner answers who is near. */
export const NEARER = 8;
/** In a shorter round trip a kernel's own time counts too much. */
const SHORTEST_ROUND_TRIP_NS = 1_000_000;
/** After a second a step comes again (RFC 6298 2.1), and may be missing here. */
const LONGEST_ROUND_TRIP_NS = 900_000_000;

/** Null where no handshake shows it, or they show different hosts, as on a router. */
export function nearnessOf(
  rows: readonly PacketRow[],
  connections: readonly ConnectionFacts[],
): Nearness | null {
  const times = handshakeTimes(rows);
  const steps = new Map(
    rows.flatMap(({ kind, stream, frame, links }) =>
      kind === 'handshake-ack' && links.answers !== null
        ? [[stream, [links.answers, frame] as const]]
        : [],
    ),
  );
  const shown = connections.flatMap(({ stream, client, server }): Nearness[] => {
    const own = times.get(stream);
    const frames = steps.get(stream);
    if (own === undefined || frames === undefined) return [];
    const { toServerNs, toClientNs } = own;
    const roundTripNs = toServerNs + toClientNs;
    if (roundTripNs < SHORTEST_ROUND_TRIP_NS || roundTripNs > LONGEST_ROUND_TRIP_NS) return [];
    if (toClientNs * NEARER <= toServerNs)
      return [{ host: client.address, ownNs: toClientNs, otherNs: toServerNs, frames }];
    if (toServerNs * NEARER <= toClientNs)
      return [{ host: server.address, ownNs: toServerNs, otherNs: toClientNs, frames }];
    return [];
  });
  const [first] = shown;
  return first !== undefined && shown.every(({ host }) => host === first.host) ? first : null;
}
