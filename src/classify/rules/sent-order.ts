// Which of two segments of one sender was sent first, whatever the order of arrival: its clock tells (RFC 7323 3), or the
// identifications of a host that counts its packets (RFC 6864 leaves it free to).

import { timestampsOf } from '../../tcp/option-values.ts';
import { seqGt } from '../../tcp/seq.ts';
import { idDistance, isCounting } from './identification.ts';
import type { RuleRow, Surroundings } from './rule.ts';

/** When the row was sent, against the other. `by` is what tells; nothing does where it is `unknown`. */
export interface SentOrder {
  readonly order: 'before' | 'after' | 'unknown';
  readonly by: 'clock' | 'identification' | 'nothing';
}

const UNKNOWN: SentOrder = { order: 'unknown', by: 'nothing' };

export function sentOrder(row: RuleRow, other: RuleRow, around: Surroundings): SentOrder {
  const own = timestampsOf(row)?.val;
  const theirs = timestampsOf(other)?.val;
  if (own !== undefined && theirs !== undefined && own !== theirs)
    return { order: seqGt(own, theirs) ? 'after' : 'before', by: 'clock' };
  const { id } = row.network;
  const otherId = other.network.id;
  if (id <= 0 || otherId <= 0 || id === otherId || !isCounting(row, around)) return UNKNOWN;
  return { order: idDistance(otherId, id) > 0 ? 'after' : 'before', by: 'identification' };
}
