// Which connections a report tells about one by one: those of the rows that it explains, then those in which most stands out,
// then the first.

import type { PacketRow } from '../classify/packet-row.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import type { StandOutCounts } from './stand-outs.ts';

/** Connections of explained rows may be more. */
const MOST_LISTED = 100;

/** `explained`: the frames; null: all rows. */
export function listedStreams(
  connections: readonly ConnectionFacts[],
  rows: readonly PacketRow[],
  explained: ReadonlySet<number> | null,
  standOuts: ReadonlyMap<number, StandOutCounts>,
): ReadonlySet<number> {
  const own = rows.filter(({ frame }) => explained?.has(frame) ?? true);
  const listed = new Set(own.map(({ stream }) => stream));
  const counted = connections.map(({ stream }) => ({
    stream,
    count: [...(standOuts.get(stream)?.values() ?? [])].reduce((sum, count) => sum + count, 0),
  }));
  for (const { stream } of counted.sort((a, b) => b.count - a.count)) {
    if (listed.size >= MOST_LISTED) break;
    listed.add(stream);
  }
  return listed;
}
