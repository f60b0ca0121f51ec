// Keep-alives that Wireshark does not mark (keep-alive-in-hindsight.ts): what shows them.

import { seqAdd } from '../../tcp/seq.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';

export const unmarkedKeepAlive: Rule = (row, around) => {
  if (row.kind !== 'keep-alive' || row.labels.includes('keep_alive')) return null;
  const earlier = confirmation(row, around.before(row));
  const later = earlier === 0 ? confirmation(row, around.after(row)) : 0;
  const again = row.tcp.len > 0 ? repetition(row, around) : 0;
  return {
    kind: 'unmarked-keep-alive',
    frame: row.frame,
    severity: 'note',
    // What was confirmed before is old. What is confirmed behind it may be a byte that the capture missed.
    certainty: earlier > 0 ? 'certain' : 'likely',
    evidence: { confirmedBy: earlier > 0 ? earlier : later, again },
    refs: ['RFC 9293 3.8.4', 'RFC 9293 3.10.7.4'],
  };
};

/** A keep-alive with this number, which Wireshark may take for that of the next byte. */
export const isKeepAliveAt = ({ kind, tcp }: RuleRow, seq: number): boolean =>
  kind === 'keep-alive' && tcp.seq === seq;

/** The nearest row of the other side that takes one number more; 0 none. */
function confirmation(row: RuleRow, others: Iterable<RuleRow>): number {
  for (const { frame, fromClient, tcp } of others)
    if (
      fromClient !== row.fromClient &&
      tcp.flagNames.includes('ACK') &&
      tcp.ack === seqAdd(row.tcp.seq, 1)
    )
      return frame;
  return 0;
}

/** The row that carries the same byte again; 0 none. */
function repetition(row: RuleRow, around: Surroundings): number {
  for (const { frame, fromClient, kind, tcp } of around.after(row))
    if (fromClient === row.fromClient && kind === 'keep-alive' && tcp.seq === row.tcp.seq)
      return frame;
  return 0;
}
