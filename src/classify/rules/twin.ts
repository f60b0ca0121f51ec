// One packet recorded twice (tcp/twin.ts says when): it was sent once, whatever its sequence numbers look like.

import type { Certainty } from '../../tcp/certainty.ts';
import { doublingOf } from './doubled.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { firstDifference, isComplete } from './shared-bytes.ts';

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
      ...placeOf(row, earlier, around),
      overruledLabels: row.labels.filter((label) => MISLED.has(label)),
    },
    refs: ['RFC 6864 4'],
  };
};

/** Where the second record comes from, and the row that shows it, 0 none. */
function placeOf(row: RuleRow, earlier: RuleRow, around: Surroundings) {
  const doubling = doublingOf(row, earlier, around);
  if (doubling !== null) return { place: 'network', ...doubling };
  if (row.network.ttl !== earlier.network.ttl)
    return { place: 'router', proof: 'none', reportFrame: 0 };
  const other = around.doubled(row.stream);
  return other === null
    ? { place: 'same-hop', proof: 'none', reportFrame: 0 }
    : { place: 'others', proof: 'none', reportFrame: other.frame };
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
