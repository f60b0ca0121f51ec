// A segment that arrived behind one that was sent after it: nothing was sent again for that, though Wireshark may call it
// a retransmission, by the time that passed.

import { TcpFlag } from '../../decode/tcp-view.ts';
import { seqDiff, seqLt } from '../../tcp/seq.ts';
import { isRejected } from './checksum.ts';
import { nextSeq } from './raw-numbers.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { sentOrder } from './sent-order.ts';
import { earlierCarriers, firstDifference } from './shared-bytes.ts';

/** Labels that take the order of arrival for that of sending. */
const MISLED = new Set(['retransmission', 'fast_retransmission', 'spurious_retransmission']);

export const outOfOrder: Rule = (row, around) => {
  // What goes on where the last segment ended is in order.
  const isOld = row.expectedRelSeq >= 0 && seqDiff(row.tcp.relSeq, row.expectedRelSeq) < 0;
  if (!isOld && row.links.sameSequenceAs === null) return null;
  const occupies = row.tcp.len > 0 || (row.tcp.flags & (TcpFlag.SYN | TcpFlag.FIN)) !== 0;
  if (!occupies || row.kind === 'rst' || row.kind === 'keep-alive') return null;
  if (row.kind === 'zero-window-probe' || around.earlierRecord(row) !== null) return null;
  if (isRejected(row, around)) return null;
  const overtaker = overtakerOf(row, around);
  if (overtaker === null) return null;
  const { by } = sentOrder(row, overtaker, around);
  const copies = earlierCarriers(row, around).filter((copy) => firstDifference(row, copy) < 0);
  const repetitions = copies.filter((copy) => sentOrder(row, copy, around).order === 'before');
  // Where it repeats one that was sent before it, it is both.
  const isOriginal = repetitions.length === copies.length;
  return {
    kind: 'out-of-order',
    frame: row.frame,
    severity: 'note',
    certainty: by === 'clock' ? 'certain' : 'likely',
    evidence: {
      laterFrame: overtaker.frame,
      by,
      elapsedNs: row.timeNs - overtaker.timeNs,
      lenBytes: row.tcp.len,
      copyFrame: repetitions[0]?.frame ?? 0,
      overruledLabels: isOriginal ? row.labels.filter((label) => MISLED.has(label)) : [],
    },
    refs: by === 'clock' ? ['RFC 7323 3'] : ['RFC 6864 4'],
  };
};

/** Rows that one segment may have been overtaken by. */
const LOOK_BACK = 100;

/**
 * The first row of this sender that came before and was sent after, by its clock if there is one; its numbers go on behind
 * the row, or are the row's.
 */
export function overtakerOf(row: RuleRow, around: Surroundings): RuleRow | null {
  let first: RuleRow | null = null;
  let firstByClock: RuleRow | null = null;
  let looked = 0;
  for (const one of around.before(row)) {
    if (looked++ >= LOOK_BACK) break;
    if (one.fromClient !== row.fromClient || one.kind === 'rst' || one.tcp.len === 0) continue;
    const goesOn = !seqLt(nextSeq(one), nextSeq(row));
    if (!goesOn || isRejected(one, around)) continue;
    const { order, by } = sentOrder(row, one, around);
    if (order !== 'before') continue;
    first = one;
    if (by === 'clock') firstByClock = one;
  }
  return firstByClock ?? first;
}
