// Segments of which their receiver takes nothing: damaged ones, whose checksum is wrong (RFC 9293 3.1), those that got no
// further by an ICMP error, and those without ACK where every segment must have it (RFC 9293 3.10.7.2 to 3.10.7.4, fifth).

import { lacksAck } from '../../tcp/lacks-ack.ts';
import { isRejected } from './checksum.ts';
import type { Told } from './findings.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { isTaken } from './taken.ts';
import { isUndelivered } from './undelivered.ts';
import { surroundings } from './surroundings.ts';

/**
 * damaged, undelivered: its receiver's TCP learns nothing of it. without-ack: it is refused where there is no connection
 * (RFC 9293 3.10.7.1).
 */
export type Drop = 'damaged' | 'undelivered' | 'without-ack';

/** Dropped rows by frame. */
export type Drops = ReadonlyMap<number, Drop>;

export const NO_DROPS: Drops = new Map();

/** Its receiver's TCP learns nothing of it. */
export const isUnheard = (drop: Drop | undefined): boolean =>
  drop === 'damaged' || drop === 'undelivered';

/** The rows that their receiver's TCP learns of. */
export const arrivedOf = <T extends { readonly frame: number }>(
  rows: readonly T[],
  drops: Drops,
): readonly T[] =>
  drops.size === 0 ? rows : rows.filter(({ frame }) => !isUnheard(drops.get(frame)));

/** What the rows tell, whose links hold every segment for taken. */
export function dropsIn(told: Told): Drops {
  const hasErrors = told.errors !== undefined && told.errors.size > 0;
  const suspects = told.rows.filter(
    (row) => hasErrors || row.tcp.checksum.verdict === 'damaged' || isWithoutAck(row),
  );
  if (suspects.length === 0) return NO_DROPS;
  const around = surroundings(told);
  return new Map(
    suspects.flatMap((row): [number, Drop][] => {
      const drop = dropOf(row, around);
      return drop === null ? [] : [[row.frame, drop]];
    }),
  );
}

function dropOf(row: RuleRow, around: Surroundings): Drop | null {
  if (isRejected(row, around)) return 'damaged';
  if (isUndelivered(row, around)) return 'undelivered';
  return isWithoutAck(row) && !isTaken(row, around) ? 'without-ack' : null;
}

/** Of what nobody can read the flags tell nothing. */
const isWithoutAck = ({ tcp, kind }: RuleRow): boolean =>
  lacksAck(tcp.flags) && kind !== 'malformed' && kind !== 'partial';
