// How a connection ended, as far as the capture shows (RFC 9293 3.6 closing, 3.10.7 reset).

import { Completeness, type Connection } from '../tcp/connection.ts';
import type { StreamEnding } from './stream-facts.ts';

/** A RST where both sides sent FIN only sweeps up. */
export function endingOf({ halves, completeness }: Connection): StreamEnding {
  const [a, b] = halves;
  if (a.finSent && b.finSent) return 'graceful';
  if (completeness & Completeness.Rst) return 'reset';
  return a.finSent || b.finSent ? 'half-closed' : 'open';
}
