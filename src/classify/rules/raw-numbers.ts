// Sequence numbers as they stand on the wire. Rules compare these: what Wireshark counts from (relSeq) may change in
// the middle of a stream, when a SYN-ACK shows another initial number than was taken before.

import { TcpFlag } from '../../decode/tcp-view.ts';
import { segmentEnd, seqAdd, seqDiff } from '../../tcp/seq.ts';
import type { RuleRow } from './rule.ts';

/** Number of the first payload byte: a SYN takes one before it. */
export const firstByte = ({ tcp }: RuleRow): number =>
  seqAdd(tcp.seq, tcp.flags & TcpFlag.SYN ? 1 : 0);

/** Number after the segment: SYN and FIN count one each. */
export const nextSeq = ({ tcp }: RuleRow): number => segmentEnd(tcp);

/** Number behind the last byte for which the row's sender has room. */
export const rightEdge = ({ tcp }: RuleRow): number => seqAdd(tcp.ack, tcp.scaledWindow);

/** `seq` as counted where `row` stands. */
export const relativeAt = ({ tcp }: RuleRow, seq: number): number =>
  seqAdd(tcp.relSeq, seqDiff(seq, tcp.seq));
