// Rows that their receiver throws away because their checksum is wrong (RFC 9293 3.1).

import type { PacketRow } from '../classify/packet-row.ts';

/** Wrong sums alone are no damage: classify/rules/checksum.ts calls it an error where nothing speaks against it. */
export const isDamaged = ({ findings }: PacketRow): boolean =>
  findings.some(({ kind, severity }) => kind === 'checksum-damaged' && severity === 'error');
