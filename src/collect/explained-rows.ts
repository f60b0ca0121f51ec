// The frames that a report explains: those asked for, or, where they are too many, examples of what stands out, what these
// repeat or answer and what confirms them, and as much of the beginning as there is room for.

import type { PacketRow } from '../classify/packet-row.ts';
import type { Wanted } from './kept-rows.ts';

/** Null: all rows. `askedFor` are the kept rows that were asked for. */
export function explainedFrames(
  { isAll, frames, examples, most }: Wanted,
  rows: readonly PacketRow[],
  askedFor: ReadonlySet<number>,
): ReadonlySet<number> | null {
  if (isAll) return null;
  const chosen = new Set(examples);
  const about = rows
    .filter(({ frame }) => chosen.has(frame))
    .flatMap(({ frame, links }) => [
      frame,
      links.sameSequenceAs,
      links.answers,
      links.acknowledgedBy,
    ])
    .filter((frame): frame is number => frame !== null && askedFor.has(frame));
  const explained = new Set(about);
  for (const frame of frames) {
    if (explained.size >= most) break;
    explained.add(frame);
  }
  return new Set([...explained].sort((a, b) => a - b));
}
