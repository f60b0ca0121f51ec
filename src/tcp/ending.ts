// How a connection ended as far as the capture shows: FIN from both ends (RFC 9293 3.6), a RST (3.5.2), or not at all.

import { Completeness, type Connection } from './connection.ts';
import type { Half } from './half.ts';
import { seqLeq } from './seq.ts';

/** `continued`: it goes on in the stream that Wireshark cuts off from it (vnc-greeting.ts). */
export type Ending = 'open' | 'half-closed' | 'closed' | 'reset' | 'continued';

/** Takes note of a RST. The first, when both ends had sent FIN and all their bytes had arrived, only sweeps up. */
export function noteReset(connection: Connection): void {
  if (connection.completeness & Completeness.Rst) return;
  const [a, b] = connection.halves;
  if (!hasDelivered(a, b) || !hasDelivered(b, a)) connection.isReset = true;
}

/** Everything up to its FIN is confirmed; the FIN itself need not be. */
const hasDelivered = (half: Half, peer: Half): boolean =>
  half.finSent && seqLeq((half.finEnd - 1) | 0, peer.lastAck);

export function endingOf({ halves, isReset, isContinued }: Connection): Ending {
  const [a, b] = halves;
  if (isContinued) return 'continued';
  if (isReset) return 'reset';
  if (a.finSent && b.finSent) return 'closed';
  return a.finSent || b.finSent ? 'half-closed' : 'open';
}
