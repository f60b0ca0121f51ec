// Acknowledgements that may have been sent for the room they tell of (RFC 9293 3.8.6.2.2).

import { TcpFlag } from '../../decode/tcp-view.ts';
import { leastFullBytes } from '../../tcp/option-values.ts';
import { seqDiff } from '../../tcp/seq.ts';
import { rightEdge } from './raw-numbers.ts';
import type { RuleRow, Surroundings } from './rule.ts';

/**
 * The window's right edge moved by as much as a receiver sends a window update for (RFC 9293 3.8.6.2.2): then it may be
 * one, and the acknowledgement itself have gone at once, unseen.
 */
export function mayTellOfRoom(row: RuleRow, mss: number, around: Surroundings): boolean {
  const { tcp } = row;
  if (tcp.window === 0) return false;
  const before = around.rowOf(row.links.previousFromSender);
  if (before === null || (before.tcp.flags & TcpFlag.ACK) === 0 || tcp.windowShift === null)
    return true;
  const opened = seqDiff(rightEdge(row), rightEdge(before));
  const step = 2 ** tcp.windowShift;
  return opened + step > Math.min(leastFullBytes(mss), tcp.scaledWindow / 2);
}
