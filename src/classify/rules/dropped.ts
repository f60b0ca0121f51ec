// Segments that arrive, or nearly, and of which their receiver takes nothing: damaged ones, whose checksum is wrong
// (RFC 9293 3.1), and those without ACK where every segment must have it (RFC 9293 3.10.7.2 to 3.10.7.4, fifth).

import { TcpFlag } from '../../decode/tcp-view.ts';
import { isRejected } from './checksum.ts';
import type { Told } from './findings.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { isTaken } from './taken.ts';
import { surroundings } from './surroundings.ts';

/**
 * damaged: its receiver's TCP learns nothing of it. without-ack: it is refused where there is no connection
 * (RFC 9293 3.10.7.1).
 */
export type Drop = 'damaged' | 'without-ack';

/** Dropped rows by frame. */
export type Drops = ReadonlyMap<number, Drop>;

export const NO_DROPS: Drops = new Map();

/** The rows without the damaged ones. */
export const arrivedOf = <T extends { readonly frame: number }>(
  rows: readonly T[],
  drops: Drops,
): readonly T[] =>
  drops.size === 0 ? rows : rows.filter(({ frame }) => drops.get(frame) !== 'damaged');

/** What the rows tell, whose links hold every segment for taken. */
export function dropsIn(told: Told): Drops {
  const suspects = told.rows.filter(
    (row) => row.tcp.checksum.verdict === 'damaged' || lacksAck(row),
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
  return lacksAck(row) && !isTaken(row, around) ? 'without-ack' : null;
}

const MAY_STAND_ALONE = TcpFlag.ACK | TcpFlag.SYN | TcpFlag.RST;

const lacksAck = ({ tcp, kind }: RuleRow): boolean =>
  (tcp.flags & MAY_STAND_ALONE) === 0 && kind !== 'malformed' && kind !== 'partial';
