// Who is client and who is server: seen in the SYN or SYN-ACK, else inferred at the end of the capture and said so.

import type { Connection, Side } from './connection.ts';
import type { RoleEvidence } from './connection-facts.ts';

export interface Role {
  readonly client: Side;
  readonly evidence: RoleEvidence;
}

/** First port of the dynamic range of most systems (Linux begins at 32768, RFC 6335 6 at 49152). */
const DYNAMIC_PORTS = 32768;

/**
 * Roles of every connection, by stream. A connection whose opening was not captured is judged by the endpoint that
 * several connections share, then by the port numbers, then by who spoke first.
 */
export function rolesOf(connections: Iterable<Connection>): Map<number, Role> {
  const all = [...connections];
  const uses = new Map<string, number>();
  for (const connection of all) {
    for (const side of [0, 1] as const) {
      const key = endpointKey(connection, side);
      uses.set(key, (uses.get(key) ?? 0) + 1);
    }
  }
  return new Map(all.map((connection) => [connection.stream, roleOf(connection, uses)]));
}

const endpointKey = (connection: Connection, side: Side): string =>
  `${connection.address(side)} ${connection.ports[side]}`;

const other = (side: Side): Side => (side === 0 ? 1 : 0);

function roleOf(connection: Connection, uses: ReadonlyMap<string, number>): Role {
  if (connection.synSide >= 0) return { client: connection.synSide as Side, evidence: 'syn' };
  if (connection.synAckSide >= 0) {
    return { client: other(connection.synAckSide as Side), evidence: 'syn-ack' };
  }
  const shared = ([0, 1] as const).map((side) => uses.get(endpointKey(connection, side)) ?? 0);
  if (shared[0] !== shared[1]) {
    return { client: shared[0]! < shared[1]! ? 0 : 1, evidence: 'shared-port' };
  }
  const [first, second] = connection.ports;
  if (first < DYNAMIC_PORTS !== second < DYNAMIC_PORTS) {
    return { client: first < DYNAMIC_PORTS ? 1 : 0, evidence: 'port' };
  }
  return { client: 0, evidence: 'first-sender' };
}
