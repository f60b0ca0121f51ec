// Whether a later row shows that its receiver took a segment which it should have dropped (RFC 9293 3.4).

import { TcpFlag } from '../../decode/tcp-view.ts';
import { seqLeq, seqLt } from '../../tcp/seq.ts';
import { nextSeq } from './raw-numbers.ts';
import type { RuleRow, Surroundings } from './rule.ts';

/** Its numbers are confirmed, were not before, and nothing else that was recorded brought them. */
export function isTaken(row: RuleRow, around: Surroundings): boolean {
  const { acknowledgedBy, sameSequenceAs } = row.links;
  if (acknowledgedBy === null || sameSequenceAs !== null) return false;
  for (const one of around.after(row)) {
    if (one.frame >= acknowledgedBy) break;
    if (sharesNumbers(one, row)) return false;
  }
  return !wasConfirmed(row, acknowledgedBy, around);
}

/** What the other side said last before the row that confirms it had confirmed these numbers already. */
function wasConfirmed(row: RuleRow, acknowledgedBy: number, around: Surroundings): boolean {
  for (const one of around.before(row)) {
    if (one.fromClient === row.fromClient || one.kind === 'rst') continue;
    if (one.frame >= acknowledgedBy || (one.tcp.flags & TcpFlag.ACK) === 0) continue;
    return seqLeq(nextSeq(row), one.tcp.ack);
  }
  return false;
}

const sharesNumbers = (one: RuleRow, row: RuleRow): boolean =>
  one.fromClient === row.fromClient &&
  one.kind !== 'rst' &&
  seqLt(one.tcp.seq, nextSeq(row)) &&
  seqLt(row.tcp.seq, nextSeq(one));
