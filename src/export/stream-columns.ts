// Columns of `tcpexplain streams`: all of a record in NDJSON and CSV, those that fit the eye in the table.

import type { Column, RowFormat } from './formats.ts';
import { STREAM_FIELDS, type StreamRecord, type ToldStream } from './stream-record.ts';

/** CSV and table have no nested fields: labels are told as `name=count`, later Zeek connections as `state:history`. */
const FLAT_FIELDS: Record<keyof StreamRecord, Column<ToldStream>['of']> = {
  ...STREAM_FIELDS,
  labels: ({ facts }) => Object.entries(facts.labels).map(([name, count]) => `${name}=${count}`),
  laterZeek: ({ facts }) =>
    facts.laterZeek.map(({ connState, history }) => `${connState}:${history}`),
};

/** Widths of the table's columns; negative: aligned left. */
const TABLE: Partial<Record<keyof StreamRecord, number>> = {
  capture: -24,
  stream: 6,
  client: -15,
  clientPort: 10,
  server: -15,
  serverPort: 10,
  firstTime: 14,
  lastTime: 14,
  clientPackets: 13,
  serverPackets: 13,
  clientUniqueBytes: 17,
  serverUniqueBytes: 17,
  completenessStr: -15,
  connState: -9,
  history: -14,
  initialRtt: 12,
  ending: -11,
  closedBy: -8,
  labels: -20,
};

/** The columns of `format`, led by the file's name when several files are read. */
export function streamColumns(
  format: RowFormat,
  severalFiles: boolean,
): readonly Column<ToldStream>[] {
  const fields = format === 'ndjson' ? STREAM_FIELDS : FLAT_FIELDS;
  const names = Object.keys(format === 'table' ? TABLE : fields) as (keyof StreamRecord)[];
  return names
    .filter((name) => severalFiles || name !== 'capture')
    .map((name) => ({ name, of: fields[name], width: TABLE[name] ?? 0 }));
}
