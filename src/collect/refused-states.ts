// States at rows that were refused: there was no connection at their receiver (RFC 9293 3.10.7.1), so it stayed CLOSED.
// While the rows are read, a segment counts as taken; only the answer shows that it was not.

import type { PacketRow } from '../classify/packet-row.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';

/** The rows with the states that their refusals show. */
export function withRefusedStates(
  rows: readonly PacketRow[],
  connections: readonly ConnectionFacts[],
): PacketRow[] {
  const refused = new Set(
    rows
      .filter(({ findings }) => findings.some(({ kind }) => kind === 'closed-port'))
      .map(({ links }) => links.answers),
  );
  if (refused.size === 0) return [...rows];
  const handshakes = new Map(connections.map(({ stream, handshake }) => [stream, handshake]));
  return rows.map((row) => {
    if (!refused.has(row.frame)) return row;
    // Without a handshake the sender need not have a connection either: a packet may be built by hand.
    const isOwnUnknown = row.kind !== 'syn' && handshakes.get(row.stream) === 'absent';
    const own = row.fromClient ? row.clientState : row.serverState;
    const sender = isOwnUnknown ? 'unknown' : own;
    return row.fromClient
      ? { ...row, clientState: sender, serverState: 'CLOSED' }
      : { ...row, clientState: 'CLOSED', serverState: sender };
  });
}
