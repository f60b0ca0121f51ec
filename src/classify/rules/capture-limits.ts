// What the capture does not show: the beginning of a connection, missing bytes, acknowledged bytes nobody saw.

import type { Rule } from './rule.ts';
import { seqDiff } from '../../tcp/seq.ts';

export const midstreamStart: Rule = (row, around) => {
  if (row.links.previousInStream !== null || row.kind === 'syn') return null;
  if (around.connectionOf(row.stream)?.firstFrame !== row.frame) return null;
  return {
    kind: 'midstream-start',
    frame: row.frame,
    severity: 'note',
    certainty: 'certain',
    evidence: {},
    refs: [],
  };
};

export const gapBefore: Rule = (row) =>
  row.labels.includes('lost_segment')
    ? {
        kind: 'gap-before',
        frame: row.frame,
        severity: 'warn',
        certainty: 'certain',
        evidence: { missingBytes: seqDiff(row.tcp.relSeq, row.expectedRelSeq) },
        refs: ['RFC 9293 3.4'],
      }
    : null;

export const ackedUnseen: Rule = (row) =>
  row.labels.includes('ack_lost_segment')
    ? {
        kind: 'acked-unseen',
        frame: row.frame,
        severity: 'warn',
        certainty: 'certain',
        evidence: {},
        refs: ['RFC 9293 3.4'],
      }
    : null;

/** Certain where this sender's earlier SYN tells the number that this one does not have. */
export const reusedPorts: Rule = (row, around) => {
  if (!row.labels.includes('reused_ports')) return null;
  const earlier = around.earlierConnection(row.stream);
  const same = [earlier?.client, earlier?.server].find(
    (end) => end?.address === row.src && end.port === row.tcp.srcPort,
  );
  // A SYN-ACK with another number tells it only where the SYN before it was missed.
  const isSure = row.kind === 'syn' && row.tcp.dataOffset >= 5;
  return {
    kind: 'reused-ports',
    frame: row.frame,
    severity: 'note',
    certainty: isSure && same?.synSeen === true ? 'certain' : 'likely',
    evidence: { earlierFrame: earlier?.firstFrame ?? 0 },
    refs: ['RFC 9293 3.4.3'],
  };
};
