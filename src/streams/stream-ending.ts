// A connection's ending in the word that the column `ending` of streams and summaries has for it.

import type { Connection } from '../tcp/connection.ts';
import { type Ending, endingOf } from '../tcp/ending.ts';
import type { StreamEnding } from './stream-facts.ts';

export const streamEnding = (connection: Connection): StreamEnding =>
  wordOfEnding(endingOf(connection));

export const wordOfEnding = (ending: Ending): StreamEnding =>
  ending === 'closed' ? 'graceful' : ending;
