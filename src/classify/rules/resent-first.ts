// A repetition whose first copy is no earlier row: it comes later, overtaken, or is not in the capture at all. Then the
// sender's clock or count tells that there was one.

import { timestampsOf } from '../../tcp/option-values.ts';
import { seqAdd, seqDiff, seqGt, seqLt } from '../../tcp/seq.ts';
import type { Finding } from '../finding.ts';
import { isRejected } from './checksum.ts';
import { firstByte, nextSeq } from './raw-numbers.ts';
import { needOfUnseen } from './resend-need.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { sentOrder } from './sent-order.ts';
import { comparedOf, firstDifference, isCarried } from './shared-bytes.ts';

/** The first copy comes later in the capture: this one has overtaken it. */
export function lateFirst(row: RuleRow, around: Surroundings): Finding | null {
  for (const one of around.copiesAfter(row)) {
    const { order, by } = sentOrder(row, one, around);
    const from = firstByte(row);
    const isWhole = isCarried([one], from, seqAdd(from, row.tcp.len));
    if (order !== 'after' || firstDifference(row, one) >= 0 || !isWhole) continue;
    if (isRejected(row, around) || isRejected(one, around)) continue;
    return {
      kind: 'retransmission',
      frame: row.frame,
      severity: 'note',
      certainty: by === 'clock' && comparedOf(row, [one]) === 'all' ? 'certain' : 'likely',
      evidence: {
        earlierFrame: 0,
        lateFrame: one.frame,
        by,
        elapsedNs: one.timeNs - row.timeNs,
        lenBytes: row.tcp.len,
        needed: 'unlikely',
        needProof: 'late-original',
        needFrame: one.frame,
        overruledLabels: [],
      },
      refs: ['RFC 9293 3.8.1', by === 'clock' ? 'RFC 7323 3' : 'RFC 6864 4'],
    };
  }
  return null;
}

/**
 * The first copy is not in the capture, but this one was made after later bytes: its sender's clock went on
 * (RFC 7323 3). A sender makes later bytes later, so these had been sent before.
 */
export function unseenFirst(row: RuleRow, around: Surroundings): Finding | null {
  const own = timestampsOf(row);
  const goesOn = row.expectedRelSeq < 0 || seqDiff(row.tcp.relSeq, row.expectedRelSeq) >= 0;
  if (own === null || goesOn || row.tcp.len === 0 || around.earlierRecord(row) !== null)
    return null;
  if (isRejected(row, around)) return null;
  for (const one of around.before(row)) {
    if (one.fromClient !== row.fromClient || one.kind === 'rst') continue;
    if (seqLt(one.tcp.seq, nextSeq(row))) continue;
    // All was said and confirmed: what comes then is another connection, whose SYN is missing here.
    if (one.kind === 'fin' && isConfirmedBefore(one, row)) return null;
    const clock = one.tcp.len > 0 ? timestampsOf(one) : null;
    if (clock === null || !seqGt(own.val, clock.val) || isRejected(one, around)) continue;
    return {
      kind: 'retransmission',
      frame: row.frame,
      severity: 'note',
      certainty: 'likely',
      evidence: {
        earlierFrame: 0,
        laterFrame: one.frame,
        lenBytes: row.tcp.len,
        tsVal: own.val,
        laterTsVal: clock.val,
        ...needOfUnseen(row, around),
        overruledLabels: row.labels.filter((label) => label === 'out_of_order'),
      },
      refs: ['RFC 9293 3.8.1', 'RFC 7323 3'],
    };
  }
  return null;
}

const isConfirmedBefore = ({ links }: RuleRow, row: RuleRow): boolean =>
  links.acknowledgedBy !== null && links.acknowledgedBy < row.frame;
