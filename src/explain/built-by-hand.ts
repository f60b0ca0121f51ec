// Segments that no correct TCP sends: flags that exclude each other, or none where one must be.

import type { PacketRow } from '../classify/packet-row.ts';
import { isDamaged } from './damaged.ts';
import { isFound } from './evidence.ts';
import { lacksAck } from './lacks-ack.ts';

const hasImpossibleFlags = (row: PacketRow): boolean =>
  row.kind !== 'malformed' &&
  row.kind !== 'partial' &&
  !isDamaged(row) &&
  (isFound(row, 'conflicting-flags') || lacksAck(row));

/** `rows` in capture order. A kernel that gives up a SYN may send a FIN without ACK, which has its number (fin.ts). */
export function builtByHand(rows: readonly PacketRow[]): readonly PacketRow[] {
  const asked = new Map<string, number>();
  return rows.filter((row) => {
    const direction = `${row.stream} ${row.fromClient}`;
    const givesUp = row.kind === 'fin' && asked.get(direction) === row.tcp.seq;
    if (row.kind === 'syn') asked.set(direction, row.tcp.seq);
    return hasImpossibleFlags(row) && !givesUp && !isFound(row, 'captured-twice');
  });
}
