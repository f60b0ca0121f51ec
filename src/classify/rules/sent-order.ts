// Which of two segments of one sender was sent first, whatever the order of arrival: its clock tells (RFC 7323 3), or the
// identifications of a host that counts its packets (RFC 6864 leaves it free to).

import { timestampsOf } from '../../tcp/option-values.ts';
import { seqDiff } from '../../tcp/seq.ts';
import { idDistance, LARGEST_ID_STEP } from './identification.ts';
import type { RuleRow, Surroundings } from './rule.ts';

/** When the row was sent, against the other. `by` is what tells; nothing does where it is `unknown`. */
export interface SentOrder {
  readonly order: 'before' | 'after' | 'unknown';
  readonly by: 'clock' | 'identification' | 'nothing';
}

/**
 * An hour by milliseconds, four seconds by microseconds. Further apart are two clocks, as of two machines that answer the
 * same SYN.
 */
const MOST_TICKS = 4_000_000;

/** Segments that overtake each other on the way do so within a shorter time. */
export const LONGEST_LATE_NS = 200_000_000;

const UNKNOWN: SentOrder = { order: 'unknown', by: 'nothing' };

export function sentOrder(row: RuleRow, other: RuleRow, around: Surroundings): SentOrder {
  const own = timestampsOf(row)?.val;
  const theirs = timestampsOf(other)?.val;
  const ticks = own === undefined || theirs === undefined ? 0 : seqDiff(own, theirs);
  if (ticks !== 0 && Math.abs(ticks) <= MOST_TICKS)
    return { order: ticks > 0 ? 'after' : 'before', by: 'clock' };
  // A count soon comes round to where it was.
  const isNear = Math.abs(row.timeNs - other.timeNs) <= LONGEST_LATE_NS;
  const step = idDistance(other.network.id, row.network.id);
  const isCounted = row.network.id > 0 && other.network.id > 0 && step !== 0;
  if (!isNear || !isCounted || Math.abs(step) > LARGEST_ID_STEP || !around.isCounting(row))
    return UNKNOWN;
  return { order: step > 0 ? 'after' : 'before', by: 'identification' };
}
