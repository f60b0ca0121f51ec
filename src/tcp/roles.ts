// Who is client and who is server: seen in the SYN or SYN-ACK, else inferred at the end of the capture and said so.

import type { Connection, Side } from './connection.ts';
import type { RoleEvidence } from './connection-facts.ts';
import { endpointKey } from './endpoint-text.ts';
import type { PackedConnections } from './packed-connections.ts';

export interface Role {
  readonly client: Side;
  readonly evidence: RoleEvidence;
}

/** Services wait on ports below (RFC 6335 6: System Ports); from here to 1023 some clients take theirs (NFS, rlogin). */
const SYSTEM_PORTS_END = 512;
/** First port of the dynamic range of most systems (Linux begins at 32768, RFC 6335 6 at 49152). */
const DYNAMIC_PORTS = 32768;

/**
 * Roles of every connection, by stream. A connection whose opening was not captured is judged by the endpoint that
 * several connections share, then by a system port, by the other port numbers, by who spoke first.
 */
export function rolesOf(connections: Again<Connection>): Map<number, Role> {
  const uses = new Map<string, number>();
  for (const connection of connections) {
    for (const side of [0, 1] as const) {
      const key = keyOf(connection, side);
      uses.set(key, (uses.get(key) ?? 0) + 1);
    }
  }
  const roles = new Map<number, Role>();
  for (const connection of connections) roles.set(connection.stream, roleOf(connection, uses));
  return roles;
}

/** What can be gone through more than once; each one need be valid until the next only. */
type Again<T> = readonly T[] | PackedConnections;

const keyOf = (connection: Connection, side: Side): string =>
  endpointKey(connection.address(side), connection.ports[side]);

function roleOf(connection: Connection, uses: ReadonlyMap<string, number>): Role {
  const seen = seenRole(connection.synSide, connection.synAckSide);
  if (seen !== null) return seen;
  const usesOf = (side: Side): number => uses.get(keyOf(connection, side)) ?? 0;
  return inferredRole(connection.ports, [usesOf(0), usesOf(1)]);
}

/** The role that the handshake shows; null when none of it was captured. Sides are -1 where not seen. */
export function seenRole(synSide: number, synAckSide: number): Role | null {
  if (synSide >= 0) return SEEN.syn[synSide as Side];
  return synAckSide >= 0 ? SEEN.synAck[synAckSide as Side] : null;
}

/** The likely role by how many connections use each side's endpoint, by port, by who spoke first. */
export function inferredRole(
  ports: readonly [number, number],
  uses: readonly [number, number],
): Role {
  if (uses[0] !== uses[1]) {
    return { client: uses[0] < uses[1] ? 0 : 1, evidence: 'shared-port' };
  }
  const bySystemPort = byPort(ports, SYSTEM_PORTS_END);
  return bySystemPort ?? byPort(ports, DYNAMIC_PORTS) ?? { client: 0, evidence: 'first-sender' };
}

/** Where only one of the ports is below the bound, a server waits on that one. */
function byPort([first, second]: readonly [number, number], bound: number): Role | null {
  if (first < bound === second < bound) return null;
  return { client: first < bound ? 1 : 0, evidence: 'port' };
}

/** By the side that sent the SYN, or the SYN-ACK. */
const SEEN = {
  syn: [
    { client: 0, evidence: 'syn' },
    { client: 1, evidence: 'syn' },
  ],
  synAck: [
    { client: 1, evidence: 'syn-ack' },
    { client: 0, evidence: 'syn-ack' },
  ],
} as const satisfies Record<string, readonly [Role, Role]>;
