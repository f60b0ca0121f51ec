// Rows of which their receiver's TCP learns nothing: their checksum is wrong (RFC 9293 3.1), or they got no further.

import type { PacketRow } from '../classify/packet-row.ts';
import { isFound, numberOf, wordOf } from './evidence.ts';

/** Wrong sums alone are no damage: classify/rules/checksum.ts calls it an error where nothing speaks against it. */
export const isDamaged = ({ findings }: PacketRow): boolean =>
  findings.some(({ kind, severity }) => kind === 'checksum-damaged' && severity === 'error');

/** The earlier row whose bytes differ from the row's only because damage changed them: the row brings them anew. 0 none. */
export function repaired({ frame, findings }: PacketRow): number {
  const finding = findings.find((one) => wordOf(one, 'doubt') === 'damaged');
  const damaged = finding === undefined ? 0 : numberOf(finding, 'damagedFrame');
  return damaged < frame ? damaged : 0;
}

/** An ICMP error reports it. */
export const isUndelivered = (row: PacketRow): boolean => isFound(row, 'undelivered');

export const isUnheard = (row: PacketRow): boolean => isDamaged(row) || isUndelivered(row);
