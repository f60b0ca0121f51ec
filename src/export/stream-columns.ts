// Columns of `tcpexplain streams`: all of a record in CSV, those that fit the eye in the table.

import type { Column, RowFormat } from './formats.ts';
import type { StreamRecord } from './stream-record.ts';

/** A record whose nested fields are flat: labels as `name=count`, later Zeek connections as `state history`. */
export interface FlatStream extends Omit<StreamRecord, 'labels' | 'laterZeek'> {
  readonly labels: readonly string[];
  readonly laterZeek: readonly string[];
}

const TABLE: readonly Column<FlatStream>[] = [
  { name: 'stream', width: 6 },
  { name: 'client', width: -15 },
  { name: 'clientPort', width: 10 },
  { name: 'server', width: -15 },
  { name: 'serverPort', width: 10 },
  { name: 'firstTime', width: 14 },
  { name: 'lastTime', width: 14 },
  { name: 'clientPackets', width: 13 },
  { name: 'serverPackets', width: 13 },
  { name: 'clientUniqueBytes', width: 17 },
  { name: 'serverUniqueBytes', width: 17 },
  { name: 'completenessStr', width: -15 },
  { name: 'connState', width: -9 },
  { name: 'history', width: -14 },
  { name: 'initialRtt', width: 12 },
  { name: 'ending', width: -11 },
  { name: 'closedBy', width: -8 },
  { name: 'labels', width: -20 },
];

const CSV_NAMES = [
  'stream',
  'client',
  'clientPort',
  'server',
  'serverPort',
  'roleEvidence',
  'firstFrame',
  'lastFrame',
  'firstTime',
  'lastTime',
  'clientPackets',
  'serverPackets',
  'clientBytes',
  'serverBytes',
  'clientUniqueBytes',
  'serverUniqueBytes',
  'clientResentBytes',
  'serverResentBytes',
  'completeness',
  'completenessStr',
  'connState',
  'history',
  'initialRtt',
  'handshakeTime',
  'clientRttMin',
  'clientRttMedian',
  'clientRttMax',
  'serverRttMin',
  'serverRttMedian',
  'serverRttMax',
  'ending',
  'closedBy',
  'labels',
  'clientMss',
  'serverMss',
  'clientWindowShift',
  'serverWindowShift',
  'clientSack',
  'serverSack',
  'clientTimestamps',
  'serverTimestamps',
  'reuses',
  'laterZeek',
] as const satisfies readonly (keyof FlatStream)[];

/** The columns of `format`, led by the file's name when several files are read. */
export function streamColumns(
  format: RowFormat,
  severalFiles: boolean,
): readonly Column<FlatStream>[] {
  const columns = format === 'table' ? TABLE : CSV_NAMES.map((name) => ({ name, width: 0 }));
  return severalFiles ? [{ name: 'capture', width: -24 }, ...columns] : columns;
}

/** The record with its nested fields as lists of texts. */
export const flatStream = (record: StreamRecord): FlatStream => ({
  ...record,
  labels: Object.entries(record.labels).map(([name, count]) => `${name}=${count}`),
  laterZeek: (record.laterZeek ?? []).map(({ connState, history }) => `${connState}:${history}`),
});
