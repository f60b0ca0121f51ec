// A SYN behind which the connection goes on that it would replace (collect/resumed-connections.ts).

import type { ResumedFacts } from '../collect/resumed-connections.ts';
import type { Scene } from './scene.ts';

/** Null where the SYN is one that counts, or the row none. */
export function resumedBehind({ row, story }: Scene): ResumedFacts | null {
  const resumed = story.analysis.resumed.get(row.stream);
  return row.kind === 'syn' && resumed !== undefined && row.frame < resumed.frame ? resumed : null;
}
