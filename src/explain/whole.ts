// What the byte offsets of a row count in: the frame, or a packet that was put together or decompressed.

import type { PacketRow } from '../classify/packet-row.ts';

export type Whole = 'frame' | 'datagram' | 'inflated';

export function wholeOf({ reassembled, network }: PacketRow): Whole {
  if (!reassembled) return 'frame';
  return network.fragmentFrames.length > 0 ? 'datagram' : 'inflated';
}
