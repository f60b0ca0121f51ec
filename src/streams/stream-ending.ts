// A connection's ending in the word that the column `ending` of streams and summaries has for it.

import type { Connection } from '../tcp/connection.ts';
import { endingOf } from '../tcp/ending.ts';
import type { StreamEnding } from './stream-facts.ts';

export function streamEnding(connection: Connection): StreamEnding {
  const ending = endingOf(connection);
  return ending === 'closed' ? 'graceful' : ending;
}
