// Columns of `tcpexplain packets` in CSV and table.

import type { Column } from './formats.ts';
import type { PacketRecord } from './packet-record.ts';

const COLUMNS: readonly Column<PacketRecord>[] = [
  { name: 'frame', width: 6 },
  { name: 'time', width: 14 },
  { name: 'stream', width: 6 },
  { name: 'src', width: -15 },
  { name: 'srcPort', width: 7 },
  { name: 'dst', width: -15 },
  { name: 'dstPort', width: 7 },
  { name: 'flags', width: -11 },
  { name: 'seq', width: 10 },
  { name: 'ack', width: 10 },
  { name: 'seqRaw', width: 10 },
  { name: 'ackRaw', width: 10 },
  { name: 'window', width: 8 },
  { name: 'len', width: 5 },
  { name: 'kind', width: -17 },
  { name: 'labels', width: -20 },
];

/** The columns, led by the file's name when several files are read. */
export const packetColumns = (severalFiles: boolean): readonly Column<PacketRecord>[] =>
  severalFiles ? [{ name: 'capture', width: -24 }, ...COLUMNS] : COLUMNS;
