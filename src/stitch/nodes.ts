// Which connections end at one program. Mostly: those to one address and port. A program behind two addresses of its
// computer, one of them inside a tunnel, is known by its link address and port.

import type { ToldConnection } from './taped-connection.ts';

/** The key of the program that serves each connection, by stream. */
export function nodeKeys(connections: readonly ToldConnection[]): Map<number, string> {
  const outside = new Map<string, string>();
  for (const { server, serverKey, tunnels } of connections)
    if (tunnels.length === 0 && server.mac !== null)
      outside.set(`${server.mac} ${server.port}`, serverKey);
  return new Map(
    connections.map(({ stream, server, serverKey, tunnels }) => {
      const joined = tunnels.length === 0 ? undefined : outside.get(`${server.mac} ${server.port}`);
      return [stream, joined ?? serverKey];
    }),
  );
}
