// Two packets that are alike because they answer two: Linux gives a SYN-ACK and a reset no identification of their own
// (RFC 6864 4.1), so that only what they answer tells them from one packet recorded twice.

import type { RuleRow } from './rule.ts';

/** `before` are the rows of the connection before it, nearest first; `isSecond` tells second records among them. */
export function answersAnother(
  row: RuleRow,
  before: Iterable<RuleRow>,
  isSecond: (one: RuleRow) => boolean,
): boolean {
  if (row.network.id > 0 || row.tcp.len > 0) return false;
  let reasons = 0;
  for (const one of before) {
    // What was asked before that was refused.
    if (one.kind === 'rst' && row.kind === 'syn-ack' && one.fromClient === row.fromClient) break;
    if (one.fromClient !== row.fromClient && !isSecond(one) && mayLeadTo(one, row)) reasons++;
  }
  return reasons > 1;
}

/** A SYN-ACK answers every copy of the SYN; a reset without ACK each segment that has its number (RFC 9293 3.10.7.1). */
function mayLeadTo(one: RuleRow, { kind, tcp }: RuleRow): boolean {
  if (kind === 'syn-ack') return one.kind === 'syn';
  return kind === 'rst' && one.tcp.flagNames.includes('ACK') && one.tcp.ack === tcp.seq;
}
