// The third step of a handshake (RFC 9293 3.5, figure 6) where the first segment that says it was damaged: its receiver
// goes on when the next one comes.

import { directionKey } from '../tcp/direction-key.ts';
import type { SegmentKind } from './kind.ts';
import type { PacketRow } from './packet-row.ts';
import type { Drops } from './rules/dropped.ts';

type StepRow = Pick<PacketRow, 'frame' | 'stream' | 'fromClient' | 'kind' | 'tcp'>;

/** By frame, kinds that are others than the pass over the records took them for. `rows` in capture order. */
export function thirdSteps(
  rows: readonly StepRow[],
  drops: Drops,
): ReadonlyMap<number, SegmentKind> {
  const kinds = new Map<number, SegmentKind>();
  // Acknowledgement numbers of third steps that did not arrive, by direction.
  const lost = new Map<number, number>();
  for (const { frame, stream, fromClient, kind, tcp } of rows) {
    const direction = directionKey(stream, fromClient);
    if (drops.has(frame)) {
      if (kind !== 'handshake-ack') continue;
      kinds.set(frame, 'ack');
      lost.set(direction, tcp.ack);
    } else if (lost.get(direction) === tcp.ack && tcp.flagNames.includes('ACK')) {
      lost.delete(direction);
      if (kind === 'ack') kinds.set(frame, 'handshake-ack');
    }
  }
  return kinds;
}
