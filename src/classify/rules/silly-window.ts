// A window that opens by a little at a time: the receiver should wait until half its buffer or a full segment is free
// (RFC 9293 3.8.6.2.2), else the sender is led to send ever smaller segments.

import { TcpFlag } from '../../decode/tcp-view.ts';
import { leastFullBytes } from '../../tcp/option-values.ts';
import { seqDiff } from '../../tcp/seq.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { senderOf } from './ends.ts';
import { rightEdge } from './raw-numbers.ts';

const SYN_FIN_RST = TcpFlag.SYN | TcpFlag.FIN | TcpFlag.RST;

export const sillyWindow: Rule = (row, around) => {
  const { tcp } = row;
  if (tcp.windowShift === null || tcp.scaledWindow === 0 || !isPlainAck(row)) return null;
  // How much the sender would like to put into one segment: what this end offered to take.
  const mss = senderOf(row, around)?.mss ?? null;
  // A full segment is as much as the MSS leaves beside options (RFC 9293 3.7.1).
  if (mss === null || tcp.scaledWindow >= leastFullBytes(mss)) return null;
  const before = previousAck(row, around);
  // The right edge must move: a shrinking or standing window invites nobody. What is less than the field's own step is
  // rounding, and as much as a full segment is what a receiver should wait for.
  const opened = before === null ? 0 : seqDiff(rightEdge(row), rightEdge(before));
  if (before === null || opened < 1 << tcp.windowShift || opened >= leastFullBytes(mss))
    return null;
  const largest = largestWindow(row, around);
  if (tcp.scaledWindow >= largest / 2) return null;
  return {
    kind: 'silly-window',
    frame: row.frame,
    severity: 'note',
    certainty: 'likely',
    evidence: {
      windowBytes: tcp.scaledWindow,
      mss,
      largestWindow: largest,
      openedBy: opened,
      earlierFrame: before.frame,
    },
    refs: ['RFC 9293 3.8.6.2.2'],
  };
};

const isPlainAck = ({ tcp }: RuleRow): boolean =>
  (tcp.flags & TcpFlag.ACK) !== 0 && (tcp.flags & SYN_FIN_RST) === 0;

function previousAck(row: RuleRow, around: Surroundings): RuleRow | null {
  const previous = around.rowOf(row.links.previousFromSender);
  return previous !== null && isPlainAck(previous) ? previous : null;
}

function largestWindow(row: RuleRow, around: Surroundings): number {
  let largest = 0;
  for (const one of around.before(row)) {
    if (one.fromClient === row.fromClient && one.kind !== 'rst')
      largest = Math.max(largest, one.tcp.scaledWindow);
  }
  return largest;
}
