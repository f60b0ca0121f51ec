// Rows of which their receiver's TCP learns nothing: their checksum is wrong (RFC 9293 3.1), or they got no further.

import type { PacketRow } from '../classify/packet-row.ts';

/** Wrong sums alone are no damage: classify/rules/checksum.ts calls it an error where nothing speaks against it. */
export const isDamaged = ({ findings }: PacketRow): boolean =>
  findings.some(({ kind, severity }) => kind === 'checksum-damaged' && severity === 'error');

/** An ICMP error reports it. */
export const isUndelivered = ({ findings }: PacketRow): boolean =>
  findings.some(({ kind }) => kind === 'undelivered');

export const isUnheard = (row: PacketRow): boolean => isDamaged(row) || isUndelivered(row);
