// How a connection ended as far as the capture shows: FIN from both ends (RFC 9293 3.6), a RST (3.5.2), or not at all.

import type { Connection } from './connection.ts';

/** `continued`: it goes on in the stream that Wireshark cuts off from it (vnc-greeting.ts). */
export type Ending = 'open' | 'half-closed' | 'closed' | 'reset' | 'continued';

/** Takes note of a RST. One that comes after both FINs only sweeps up: nothing was lost to it. */
export function noteReset(connection: Connection): void {
  const [a, b] = connection.halves;
  if (!(a.finSent && b.finSent)) connection.isReset = true;
}

export function endingOf({ halves, isReset, isContinued }: Connection): Ending {
  const [a, b] = halves;
  if (isContinued) return 'continued';
  if (isReset) return 'reset';
  if (a.finSent && b.finSent) return 'closed';
  return a.finSent || b.finSent ? 'half-closed' : 'open';
}
