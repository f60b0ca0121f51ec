// Which of two segments of one sender was sent first, whatever the order of arrival: its clock tells (RFC 7323 3), or the
// identifications of a host that counts its packets (RFC 6864 leaves it free to).

import { timestampsOf } from '../../tcp/option-values.ts';
import { seqDiff } from '../../tcp/seq.ts';
import { idDistance, isCounting } from './identification.ts';
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

const UNKNOWN: SentOrder = { order: 'unknown', by: 'nothing' };

export function sentOrder(row: RuleRow, other: RuleRow, around: Surroundings): SentOrder {
  const own = timestampsOf(row)?.val;
  const theirs = timestampsOf(other)?.val;
  const ticks = own === undefined || theirs === undefined ? 0 : seqDiff(own, theirs);
  if (ticks !== 0 && Math.abs(ticks) <= MOST_TICKS)
    return { order: ticks > 0 ? 'after' : 'before', by: 'clock' };
  const { id } = row.network;
  const otherId = other.network.id;
  if (id <= 0 || otherId <= 0 || id === otherId || !isCounting(row, around)) return UNKNOWN;
  return { order: idDistance(otherId, id) > 0 ? 'after' : 'before', by: 'identification' };
}
