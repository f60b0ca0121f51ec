// A receiver without room throws away what comes, and says so (RFC 9293 3.8.6.1, 3.10.7.4): its bytes come again though
// nothing was lost on the way.

import { TcpFlag } from '../../decode/tcp-view.ts';
import { seqLeq } from '../../tcp/seq.ts';
import { isRejected } from './checksum.ts';
import type { RuleRow, Surroundings } from './rule.ts';

/** The latest word of the receiver between the copies that confirms neither, with a window of 0; null without one. */
export function noRoomFor(row: RuleRow, earlier: RuleRow, around: Surroundings): RuleRow | null {
  // What asked for room was to be thrown away (3.8.6.1).
  if (row.tcp.len === 0 || earlier.kind === 'zero-window-probe') return null;
  for (const one of around.before(row)) {
    if (one.frame <= earlier.frame) return null;
    if (one.fromClient === row.fromClient || !(one.tcp.flags & TcpFlag.ACK)) continue;
    const isClosed = one.tcp.window === 0 && one.kind !== 'rst' && seqLeq(one.tcp.ack, row.tcp.seq);
    if (isClosed && !isRejected(one, around)) return one;
  }
  return null;
}
