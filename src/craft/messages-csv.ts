// Application messages as a CSV file (RFC 4180): one message a line, columns named in the first line.
// The text of a cell is taken as it is: bytes of a message are its UTF-8, with no line end added.
import { CsvError, parse } from 'csv-parse/sync';
import { parseSeconds } from '../capture/written-time.ts';
import { parseIp } from '../decode/address.ts';

/** One end of a message. */
export interface Endpoint {
  address: Uint8Array;
  port: number;
}

/** One application message on its way. */
export interface Message {
  src: Endpoint;
  dst: Endpoint;
  payload: Uint8Array;
  /** Nanoseconds after the start of the capture. */
  timeNs: number;
  /** When it is answered, where the file says so. */
  answerTimeNs?: number | undefined;
}

/** A line of the file that cannot be used; `line` counts from 1, the header line included. */
export class MessagesError extends Error {
  readonly line: number;
  readonly column: string | null;

  constructor(line: number, column: string | null, what: string) {
    super(`line ${line}${column === null ? '' : `, column "${column}"`}: ${what}`);
    this.name = 'MessagesError';
    this.line = line;
    this.column = column;
  }
}

/** Which columns hold what, and what stands for a column that is not there. */
export interface MessagesOptions {
  timeColumn?: string | undefined;
  answerTimeColumn?: string | undefined;
}

const COLUMN = {
  srcIp: 'src_ip',
  dstIp: 'dst_ip',
  srcPort: 'src_port',
  dstPort: 'dst_port',
  message: 'message',
  time: 'timestamp',
} as const;
const LOOPBACK = Uint8Array.of(127, 0, 0, 1);
const MAX_PORT = 65_535;

type Line = { record: Record<string, string>; info: { lines: number } };

/** Reads the whole file; throws MessagesError at the first line that cannot be used. */
export function parseMessages(csv: string, options: MessagesOptions = {}): Message[] {
  const timeColumn = options.timeColumn ?? COLUMN.time;
  const lines = csvLines(csv);
  const first = lines[0];
  if (first === undefined)
    throw new MessagesError(
      1,
      null,
      'no messages; a header line and one line a message are needed',
    );
  const needed = [
    COLUMN.srcPort,
    COLUMN.dstPort,
    COLUMN.message,
    timeColumn,
    options.answerTimeColumn,
  ];
  for (const column of needed) {
    if (column === undefined || Object.hasOwn(first.record, column)) continue;
    const there = Object.keys(first.record).join(', ');
    throw new MessagesError(1, null, `no column "${column}"; there are: ${there}`);
  }
  return lines.map(({ record, info }) => {
    const cell = (column: string): string => (record[column] ?? '').trim();
    const wrong = (column: string, wanted: string): MessagesError =>
      new MessagesError(info.lines, column, `"${cell(column)}" is not ${wanted}`);
    const address = (column: string): Uint8Array => {
      if (cell(column) === '') return LOOPBACK;
      const parsed = parseIp(cell(column));
      if (parsed === null) throw wrong(column, 'an IP address');
      return parsed;
    };
    const port = (column: string): number => {
      const parsed = parsePort(cell(column));
      if (parsed === null) throw wrong(column, `a port from 0 to ${MAX_PORT}`);
      return parsed;
    };
    const time = (column: string): number => {
      const parsed = parseSeconds(cell(column));
      if (parsed === null) throw wrong(column, 'a time in seconds, such as 0.025');
      return parsed;
    };
    const message: Message = {
      src: { address: address(COLUMN.srcIp), port: port(COLUMN.srcPort) },
      dst: { address: address(COLUMN.dstIp), port: port(COLUMN.dstPort) },
      payload: new TextEncoder().encode(record[COLUMN.message] ?? ''),
      timeNs: time(timeColumn),
    };
    if (options.answerTimeColumn !== undefined)
      message.answerTimeNs = time(options.answerTimeColumn);
    return message;
  });
}

/** A TCP port in decimal, or null. */
export function parsePort(text: string): number | null {
  return /^\d{1,5}$/.test(text) && Number(text) <= MAX_PORT ? Number(text) : null;
}

function csvLines(csv: string): Line[] {
  try {
    return parse(csv, {
      bom: true,
      columns: true,
      info: true,
      skip_empty_lines: true,
    }) as unknown as Line[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    // csv-parse's own words are about its options; ours say what to look at in the file.
    const uneven = error.code === 'CSV_RECORD_INCONSISTENT_COLUMNS';
    const what = uneven
      ? 'not as many cells as the header line has columns'
      : 'a quotation mark is left open or stands inside a cell that is not quoted';
    throw new MessagesError(line, null, what);
  }
}
