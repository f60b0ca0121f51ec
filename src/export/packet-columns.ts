// Columns of `tcpexplain packets`: the fields of a record, in their order.

import type { Column } from './formats.ts';
import type { PacketRecord } from './packet-record.ts';

const column = (name: keyof PacketRecord, width: number): Column<PacketRecord> => ({
  name,
  of: (row) => row[name],
  width,
});

const COLUMNS: readonly Column<PacketRecord>[] = [
  column('frame', 6),
  column('time', 14),
  column('stream', 6),
  column('src', -15),
  column('srcPort', 7),
  column('dst', -15),
  column('dstPort', 7),
  column('flags', -11),
  column('seq', 10),
  column('ack', 10),
  column('seqRaw', 10),
  column('ackRaw', 10),
  column('window', 8),
  column('len', 5),
  column('kind', -17),
  column('labels', -20),
];

/** The columns, led by the file's name when several files are read. */
export const packetColumns = (severalFiles: boolean): readonly Column<PacketRecord>[] =>
  severalFiles ? [column('capture', -24), ...COLUMNS] : COLUMNS;
