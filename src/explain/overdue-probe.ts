// Questions about a closed window that stop: each comes after twice the wait before it (RFC 9293 3.8.6.1), and one is overdue.

import type { PacketRow } from '../classify/packet-row.ts';
import { isFound } from './evidence.ts';
import type { Scene } from './scene.ts';

/** So many times the last wait: with some room for timers that are late. */
const OVERDUE = 2.5;

export interface Overdue {
  /** The last probe. */
  readonly last: PacketRow;
  /** After which the next was due. */
  readonly waitNs: number;
}

/** The next probe of the row's receiver, where it should have come before the row; null where none is missing. */
export function overdueProbe({ row, story }: Scene): Overdue | null {
  const before = story
    .rowsWith(row)
    .filter((one) => one.frame < row.frame && !isFound(one, 'captured-twice'));
  const said = before.findLast(({ fromClient }) => fromClient === row.fromClient);
  const own = before.filter(({ fromClient }) => fromClient !== row.fromClient);
  const [second, last] = own.slice(-2);
  if (second === undefined || last === undefined || said?.tcp.window !== 0) return null;
  if (second.kind !== 'zero-window-probe' || last.kind !== 'zero-window-probe') return null;
  const waitNs = last.timeNs - second.timeNs;
  return row.timeNs - last.timeNs > waitNs * OVERDUE ? { last, waitNs: 2 * waitNs } : null;
}
