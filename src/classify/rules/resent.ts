// Sequence numbers that come twice: a real retransmission, one packet captured twice, or other bytes under old
// numbers, which no retransmission is (RFC 9293 3.10.7.4 trims what was received already).

import type { Finding } from '../finding.ts';
import type { Rule, RuleRow } from './rule.ts';
import { seqDiff } from '../../tcp/seq.ts';

/** Sequence numbers of an earlier row of this sender, in this row. */
export const resent: Rule = (row, around) => {
  const earlier = around.rowOf(row.links.sameSequenceAs);
  if (!earlier || row.kind === 'keep-alive' || row.kind === 'zero-window-probe') return null;
  const differAt = firstDifference(row, earlier);
  if (differAt >= 0) return otherBytes(row, earlier, differAt);
  const elapsedNs = row.timeNs - earlier.timeNs;
  const samePacket = isSamePacket(row, earlier);
  return {
    kind: samePacket ? 'captured-twice' : 'retransmission',
    frame: row.frame,
    severity: 'note',
    // Without a byte to compare (SYN, FIN, cut frames) the numbers alone speak.
    certainty: row.tcp.len > 0 && isComplete(row) && isComplete(earlier) ? 'certain' : 'likely',
    evidence: {
      earlierFrame: earlier.frame,
      elapsedNs,
      lenBytes: row.tcp.len,
      ipId: row.network.id,
      earlierIpId: earlier.network.id,
      ttl: row.network.ttl,
      earlierTtl: earlier.network.ttl,
    },
    refs: samePacket ? [] : ['RFC 9293 3.8.1', 'RFC 6298 5'],
  };
};

function otherBytes(row: RuleRow, earlier: RuleRow, differAt: number): Finding {
  return {
    kind: 'same-sequence-other-bytes',
    frame: row.frame,
    severity: 'warn',
    certainty: 'certain',
    evidence: {
      earlierFrame: earlier.frame,
      lenBytes: row.tcp.len,
      earlierLenBytes: earlier.tcp.len,
      differAt,
    },
    refs: ['RFC 9293 3.4', 'RFC 9293 3.8.1'],
  };
}

/**
 * Offset in `row`'s payload of the first byte that differs from the same sequence number's byte in `earlier`;
 * -1 when the bytes both captured are equal.
 */
function firstDifference(row: RuleRow, earlier: RuleRow): number {
  const shift = seqDiff(row.tcp.relSeq, earlier.tcp.relSeq);
  const own = row.payloadEnd - row.payloadStart;
  const old = earlier.payloadEnd - earlier.payloadStart;
  for (let i = Math.max(0, -shift); i < own && i + shift < old; i++) {
    if (row.bytes[row.payloadStart + i] !== earlier.bytes[earlier.payloadStart + i + shift])
      return i;
  }
  return -1;
}

const isComplete = (row: RuleRow): boolean => row.payloadEnd - row.payloadStart >= row.tcp.len;

/** Same IP identification, numbers and length: the network delivered one packet to the capture twice. */
const isSamePacket = (row: RuleRow, earlier: RuleRow): boolean =>
  row.network.version === 4 &&
  // Zero is what many systems put into every packet that must not be fragmented (RFC 6864 4.1).
  row.network.id !== 0 &&
  row.network.id === earlier.network.id &&
  row.tcp.seq === earlier.tcp.seq &&
  row.tcp.ack === earlier.tcp.ack &&
  row.tcp.len === earlier.tcp.len &&
  row.tcp.flags === earlier.tcp.flags;
