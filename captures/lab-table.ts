// Reads a lab's own table (labs/<name>/*.csv): rows of named cells, times, flags.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { parseSeconds } from '../src/capture/written-time.ts';
import { TcpFlag } from '../src/decode/tcp-view.ts';

/** A row by column name; every column the header names is there. */
export type Row<Column extends string> = Readonly<Record<Column, string>>;

/** A file beside the labs, as text. */
export const labText = (path: string): string =>
  readFileSync(new URL(`labs/${path}`, import.meta.url), 'utf8');

/** All rows of a table. */
export const labTable = <Column extends string>(path: string): Row<Column>[] =>
  parse(labText(path), { columns: true });

/** Nanoseconds of a time cell. */
export function timeNsOf(row: Row<'time'>): number {
  const ns = parseSeconds(row.time);
  if (ns === null) throw new Error(`not a time in seconds: ${row.time}`);
  return ns;
}

/** `SYN ACK` as header bits. */
export function flagsOf(row: Row<'flags'>): number {
  let bits = 0;
  for (const name of row.flags.split(' ')) bits |= TcpFlag[name as keyof typeof TcpFlag];
  return bits;
}

/** The station of a port cell. */
export function stationOf<Station>(stations: ReadonlyMap<string, Station>, port: string): Station {
  const station = stations.get(port);
  if (station === undefined) throw new Error(`no station has port ${port}`);
  return station;
}
