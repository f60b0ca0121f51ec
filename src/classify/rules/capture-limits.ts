// What the capture does not show: the beginning of a connection, missing bytes, acknowledged bytes nobody saw.

import { TcpFlag } from '../../decode/tcp-view.ts';
import { seqAdd, seqDiff, seqGt, seqLeq } from '../../tcp/seq.ts';
import { MOST_MISSING } from '../../tcp/syn-sent.ts';
import { isRejected } from './checksum.ts';
import { nextSeq } from './raw-numbers.ts';
import type { Finding } from '../finding.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { isKeepAliveAt } from './keep-alive.ts';
import { isCarried } from './shared-bytes.ts';
import { lowerAck } from './unsent.ts';

export const midstreamStart: Rule = (row, around) => {
  if (row.links.previousInStream !== null || row.kind === 'syn') return null;
  const connection = around.connectionOf(row.stream);
  // A SYN that was recorded late is there all the same.
  if (connection?.firstFrame !== row.frame || connection.client.synSeen) return null;
  return {
    kind: 'midstream-start',
    frame: row.frame,
    severity: 'note',
    certainty: 'certain',
    evidence: {},
    refs: [],
  };
};

export const gapBefore: Rule = (row, around) => {
  // A SYN begins to count anew: its number has no place in what was counted before.
  if (!row.labels.includes('lost_segment') || row.tcp.flags & TcpFlag.SYN) return null;
  const missingBytes = seqDiff(row.tcp.relSeq, row.expectedRelSeq);
  if (missingBytes > MOST_MISSING || isRejected(row, around)) return null;
  const own = [...around.before(row), ...around.after(row)].filter(sentBy(row.fromClient));
  // What comes later is late, not missing.
  const expected = seqAdd(row.tcp.seq, -missingBytes);
  if (isCarried(own, expected, row.tcp.seq) || hasPartial(own, expected)) return null;
  // A keep-alive's number is one too low: Wireshark took it for the next.
  if (missingBytes === 1 && own.some((one) => isKeepAliveAt(one, expected))) return null;
  const confirmedBy = confirmationOf(row, around);
  if (confirmedBy === 0 && around.goesOn(row.stream)) return null;
  return {
    kind: 'gap-before',
    frame: row.frame,
    severity: 'warn',
    certainty: 'certain',
    evidence: { missingBytes, confirmedBy },
    refs: ['RFC 9293 3.4'],
  };
};

export const ackedUnseen: Rule = (row, around) => {
  if (!row.labels.includes('ack_lost_segment') || isRejected(row, around)) return null;
  const asked = around.rowOf(row.links.answers);
  if (asked !== null && isKeepAliveAt(asked, seqAdd(row.tcp.ack, -1))) return null;
  const earlier = [...around.before(row)].filter(sentBy(!row.fromClient));
  const later = [...around.after(row)].filter(sentBy(!row.fromClient));
  // To a SYN alone an end that still knows an older connection answers with that one's number (RFC 9293 3.5.1).
  const hasAccepted = [...around.before(row)].some(
    ({ fromClient, kind }) => fromClient === row.fromClient && kind === 'syn-ack',
  );
  if (!hasAccepted && earlier.length > 0 && earlier.every(({ kind }) => kind === 'syn'))
    return null;
  const occupying = earlier.filter((one) => nextSeq(one) !== one.tcp.seq).map(nextSeq);
  const beginsBefore = around.beginsBefore(row.stream);
  // Of rows that are not here, those that are tell how far their sender was.
  const reached = [...occupying, ...(beginsBefore ? earlier.flatMap(reachedBefore) : [])];
  if (beginsBefore && reached.length === 0) return null;
  if (reached.length > 0) {
    const shown = reached.reduce((most, one) => (seqGt(one, most) ? one : most));
    const lower = lowerAck(row, shown, around);
    if (lower !== null) return ackedUnsent(row, shown, lower);
    if (seqDiff(row.tcp.ack, shown) > MOST_MISSING) return null;
    if (seqLeq(row.tcp.ack, shown) || isCarried(later, shown, row.tcp.ack)) return null;
    if (hasPartial(earlier, shown)) return null;
  }
  return {
    kind: 'acked-unseen',
    frame: row.frame,
    severity: 'warn',
    // Whoever forges a reset need not know what had come.
    certainty: row.kind === 'rst' ? 'likely' : 'certain',
    evidence: {},
    refs: ['RFC 9293 3.4'],
  };
};

/** Its receiver had not sent them: it answers with an acknowledgement and drops the segment. */
const ackedUnsent = (row: RuleRow, shown: number, lower: RuleRow): Finding => ({
  kind: 'acked-unsent',
  frame: row.frame,
  severity: 'warn',
  certainty: 'likely',
  evidence: { shown: row.tcp.relAck - seqDiff(row.tcp.ack, shown), refutedBy: lower.frame },
  refs: ['RFC 9293 3.10.7.4'],
});

/** Nobody knows how many of the bytes from `from` on such a row carries. */
const hasPartial = (rows: readonly RuleRow[], from: number): boolean =>
  rows.some(({ tcp }) => tcp.isPartial && seqLeq(from, tcp.seq));

/** How far its sender had come before the row; nothing where that is not known. */
const reachedBefore = ({ tcp, expectedRelSeq }: RuleRow): number[] =>
  expectedRelSeq < 0 ? [] : [seqAdd(tcp.seq, seqDiff(expectedRelSeq, tcp.relSeq))];

/** A row of the other side that has everything before this one's number, and is to be believed; 0 none. */
function confirmationOf(row: RuleRow, around: Surroundings): number {
  const confirms = ({ tcp }: RuleRow): boolean =>
    (tcp.flags & TcpFlag.ACK) !== 0 && seqLeq(row.tcp.seq, tcp.ack);
  const isBelieved = (one: RuleRow): boolean =>
    !isRejected(one, around) && ackedUnseen(one, around)?.kind !== 'acked-unsent';
  for (const way of [around.before(row), around.after(row)])
    for (const one of way) {
      if (one.kind === 'rst' || one.fromClient === row.fromClient) continue;
      if (confirms(one) && isBelieved(one)) return one.frame;
    }
  return 0;
}

const sentBy =
  (fromClient: boolean) =>
  (row: RuleRow): boolean =>
    row.fromClient === fromClient && row.kind !== 'rst';

/** Certain where this sender's earlier SYN tells the number that this one does not have. */
export const reusedPorts: Rule = (row, around) => {
  if (!row.labels.includes('reused_ports')) return null;
  const earlier = around.earlierConnection(row.stream);
  const same = [earlier?.client, earlier?.server].find(
    (end) => end?.address === row.src && end.port === row.tcp.srcPort,
  );
  // A SYN-ACK with another number tells it only where the SYN before it was missed.
  const isSure = row.kind === 'syn' && row.tcp.dataOffset >= 5;
  // A stray SYN into a connection that goes on is answered by an ACK (RFC 5961 4).
  const isAnswered = around.connectionOf(row.stream)?.server.synSeen === true;
  return {
    kind: 'reused-ports',
    frame: row.frame,
    severity: 'note',
    certainty: isSure && isAnswered && same?.synSeen === true ? 'certain' : 'likely',
    evidence: { earlierFrame: earlier?.firstFrame ?? 0 },
    refs: ['RFC 9293 3.4.3'],
  };
};
