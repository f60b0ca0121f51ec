// What Wireshark calls a keep-alive behind a FIN scan is none: Wireshark counts the number of that FIN, which its receiver
// drops (rules/dropped.ts). So a segment with the very next number of its sender looks one too low.

import { directionKey } from '../tcp/direction-key.ts';
import { segmentEnd, seqGt } from '../tcp/seq.ts';
import type { SegmentKind } from './kind.ts';
import type { PacketRow } from './packet-row.ts';
import type { Drops } from './rules/dropped.ts';

type ScannedRow = Pick<PacketRow, 'frame' | 'stream' | 'fromClient' | 'kind' | 'tcp'>;

/** By frame, what such rows are. `rows` in capture order. */
export function kindsBehindScans(
  rows: readonly ScannedRow[],
  drops: Drops,
): ReadonlyMap<number, SegmentKind> {
  const kinds = new Map<number, SegmentKind>();
  if (![...drops.values()].includes('without-ack')) return kinds;
  // Ends of what was really sent, by direction.
  const ends = new Map<number, number>();
  for (const { frame, stream, fromClient, kind, tcp } of rows) {
    const direction = directionKey(stream, fromClient);
    const end = ends.get(direction);
    if (kind === 'keep-alive' && tcp.seq === end) kinds.set(frame, tcp.len > 0 ? 'data' : 'ack');
    if (kind === 'rst' || drops.get(frame) === 'without-ack') continue;
    const own = segmentEnd(tcp);
    if (end === undefined || seqGt(own, end)) ends.set(direction, own);
  }
  return kinds;
}
