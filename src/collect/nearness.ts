// Near which host a capture was taken, where no frame shows it: who answers at once is near, who takes a round trip is not.
// Kernels answer a handshake's steps without waiting for a program.

import { answerTimes, type HandshakeTimes } from '../classify/handshake-times.ts';
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
const NEARER = 8;
/** In a shorter round trip a kernel's own time counts too much. */
const SHORTEST_ROUND_TRIP_NS = 1_000_000;
/** After a second a step comes again (RFC 6298 2.1), and may be missing here. */
const LONGEST_ROUND_TRIP_NS = 900_000_000;

const SIDES = ['client', 'server'] as const;

export function isNear(times: HandshakeTimes, side: (typeof SIDES)[number]): boolean {
  const [ownNs, otherNs] = answerTimes(times, side);
  return ownNs * NEARER <= otherNs;
}

/** Null where no handshake shows it, or they show different hosts, as on a router. */
export function nearnessOf(
  handshakes: ReadonlyMap<number, HandshakeTimes>,
  connections: readonly ConnectionFacts[],
): Nearness | null {
  const shown = connections.flatMap((facts): Nearness[] => {
    const times = handshakes.get(facts.stream);
    if (times === undefined) return [];
    const side = SIDES.find((one) => isNear(times, one));
    if (side === undefined) return [];
    const [ownNs, otherNs] = answerTimes(times, side);
    const roundTripNs = ownNs + otherNs;
    if (roundTripNs < SHORTEST_ROUND_TRIP_NS || roundTripNs > LONGEST_ROUND_TRIP_NS) return [];
    return [{ host: facts[side].address, ownNs, otherNs, frames: times.frames }];
  });
  const [first] = shown;
  return first !== undefined && shown.every(({ host }) => host === first.host) ? first : null;
}
