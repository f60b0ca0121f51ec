// One packet recorded twice (tcp/twin.ts says when): it was sent once, whatever its sequence numbers look like.

import type { Certainty } from '../../tcp/certainty.ts';
import { isDuplicateReport } from './resend-need.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { firstDifference, isComplete, sharedBytes } from './shared-bytes.ts';

/** Labels Wireshark gives a segment because it takes the second record for a second segment. */
const MISLED = new Set([
  'retransmission',
  'fast_retransmission',
  'spurious_retransmission',
  'out_of_order',
  'duplicate_ack',
  'keep_alive',
  'keep_alive_ack',
  'zero_window_probe_ack',
]);

export const capturedTwice: Rule = (row, around) => {
  const earlier = around.earlierRecord(row);
  if (earlier === null || firstDifference(row, earlier) >= 0) return null;
  const report = reportOf(row, earlier, around);
  return {
    kind: 'captured-twice',
    frame: row.frame,
    severity: 'note',
    certainty: certaintyOf(row, earlier, around),
    evidence: {
      earlierFrame: earlier.frame,
      elapsedNs: row.timeNs - earlier.timeNs,
      lenBytes: row.tcp.len,
      ipId: row.network.id,
      ttl: row.network.ttl,
      earlierTtl: earlier.network.ttl,
      place:
        report > 0 ? 'network' : row.network.ttl === earlier.network.ttl ? 'same-hop' : 'router',
      reportFrame: report,
      overruledLabels: row.labels.filter((label) => MISLED.has(label)),
    },
    refs: ['RFC 6864 4'],
  };
};

/** Rows after the second record in which the receiver may tell of it. */
const LOOK_FOR_REPORT = 100;

/** The row in which the receiver tells that the packet arrived twice, and nobody had sent it again; 0 none. */
function reportOf(row: RuleRow, earlier: RuleRow, around: Surroundings): number {
  if (row.tcp.len === 0) return 0;
  let looked = 0;
  for (const one of around.after(row)) {
    if (looked++ >= LOOK_FOR_REPORT) return 0;
    if (one.fromClient === row.fromClient || !isDuplicateReport(one, row, around)) continue;
    const isCopy = (other: RuleRow): boolean =>
      other.fromClient === row.fromClient && other !== earlier && sharedBytes(row, other) !== null;
    const copies = [...around.before(row), ...around.after(row)].filter(isCopy);
    return copies.every(({ frame }) => frame > one.frame) ? one.frame : 0;
  }
  return 0;
}

/**
 * Certain when every byte was compared and the identification means something: this sender gives others to other
 * packets. Packets built by hand often all have the same one.
 */
function certaintyOf(row: RuleRow, earlier: RuleRow, around: Surroundings): Certainty {
  const compared = row.tcp.len > 0 && isComplete(row) && isComplete(earlier);
  if (!compared || row.network.id <= 0) return 'likely';
  for (const one of around.before(row)) {
    if (one.fromClient === row.fromClient && one.network.id !== row.network.id) return 'certain';
  }
  return 'likely';
}
