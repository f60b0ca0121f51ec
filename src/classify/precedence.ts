// Which finding overrules which on the same row, and which says more of the same thing. Two tables without cycles.
// What a finding overrules of Wireshark's labels stands in the finding itself (evidence.overruledLabels).

import type { Finding, FindingKind } from './finding.ts';

/**
 * The key is told, the values are dropped. A second record of one packet is no event of its own; a port nobody listens
 * on explains its reset fully; other bytes in a stream that goes on are more than a sender that stands still; and where a
 * sender stands still, a text that begins like an older one repeats nothing.
 */
export const OVERRULES: Partial<Record<FindingKind, readonly FindingKind[]>> = {
  'captured-twice': [
    'retransmission',
    'out-of-order',
    'same-sequence-other-bytes',
    'conflicting-overlap',
    'reused-ports',
    'reset-cause',
    'closed-port',
    'delayed-ack',
    'nagle-wait',
    'silly-window',
    'acked-unseen',
    'acked-unsent',
    'sacked-unsent',
  ],
  'closed-port': ['reset-cause'],
  'same-sequence-other-bytes': ['retransmission'],
  'conflicting-overlap': ['same-sequence-other-bytes'],
};

/** The findings of one row without those that another of them overrules; order is kept. What is overruled overrules nothing. */
export function withoutOverruled(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  const kinds = findings.map(({ kind }) => kind);
  const overrules = (by: FindingKind, kind: FindingKind): boolean =>
    (OVERRULES[by] ?? []).includes(kind);
  // The table has no cycles, so this ends.
  const stands = (kind: FindingKind): boolean =>
    !kinds.some((by) => overrules(by, kind) && stands(by));
  return findings.filter(({ kind }) => stands(kind));
}
