// Columns of `tcpexplain sockets` in CSV: the fields of a row, in the order of NDJSON.

import type { Column } from '../export/formats.ts';
import type { SocketRow } from './snapshot.ts';

const NAMES = [
  'host',
  'proto',
  'recvQ',
  'sendQ',
  'local',
  'localPort',
  'foreign',
  'foreignPort',
  'state',
  'stream',
  'frame',
  'since',
  'expires',
  'notes',
] as const satisfies readonly (keyof SocketRow)[];

export const SOCKET_COLUMNS: readonly Column<SocketRow>[] = NAMES.map((name) => ({
  name,
  of: (row) => row[name],
}));
