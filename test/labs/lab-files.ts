// The labs that really ran, as their committed files say: the log, the socket listings, the script.
// Reads and checks shapes; knows nothing of captures.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../../captures/labs/run/lab.ts';

export const CAPTURES = join(import.meta.dirname, '../../captures');
export const LABS = join(CAPTURES, 'labs');

/** Folders with a lab.ts, which are the labs that can be run again. */
export const labNames: readonly string[] = readdirSync(LABS)
  .filter((name) => name !== 'run' && existsSync(join(LABS, name, 'lab.ts')))
  .sort();

export const labOf = async (name: string): Promise<Lab> =>
  ((await import(`../../captures/labs/${name}/lab.ts`)) as { lab: Lab }).lab;

export const labText = (name: string, file: string): string =>
  readFileSync(join(LABS, name, file), 'utf8');

/** One end of a connection as the program saw it: the other's `address` and its own, `local`. */
export interface Party {
  readonly name: string | null;
  readonly address: string;
  readonly local: string;
}

/** A line of log.ndjson. */
export interface LogEntry {
  /** ns since 1970, decimal. */
  readonly time: string;
  readonly by: string;
  readonly kind: string;
  readonly from: Party | null;
  readonly to: readonly Party[];
  readonly text: string;
  readonly received: string | { base64: string };
  readonly sent: string | { base64: string };
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export const logOf = (name: string): LogEntry[] =>
  labText(name, 'log.ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LogEntry);

/** The bytes a log line speaks of. */
export const bytesOf = (said: LogEntry['sent']): Buffer =>
  typeof said === 'string' ? Buffer.from(said) : Buffer.from(said.base64, 'base64');

/** A row that ss printed. */
export interface Socket {
  readonly state: string;
  readonly recvQ: number;
  readonly sendQ: number;
  readonly local: string;
  readonly peer: string;
}

/** One `ss -tan` on one host, at a moment between `begin` and `end` (ns since 1970). */
export interface Listing {
  readonly host: string;
  readonly begin: bigint;
  readonly end: bigint;
  readonly sockets: readonly Socket[];
}

const HEADING = /^## host=(\S+) begin=(\d+) end=(\d+)$/;
const ROW = /^([A-Z0-9-]+) +(\d+) +(\d+) +(\S+:\d+) +(\S+:[\d*]+)$/;

/** All listings of a lab's ss.txt. @throws at a line that is neither comment, heading, title nor row */
export function listingsOf(name: string): Listing[] {
  const listings: (Listing & { sockets: Socket[] })[] = [];
  for (const line of labText(name, 'ss.txt').split('\n')) {
    const heading = HEADING.exec(line);
    const row = ROW.exec(line);
    if (heading !== null) {
      const [, host = '', begin = '', end = ''] = heading;
      listings.push({ host, begin: BigInt(begin), end: BigInt(end), sockets: [] });
    } else if (row !== null) {
      const [, state = '', recvQ, sendQ, local = '', peer = ''] = row;
      const socket = { state, recvQ: Number(recvQ), sendQ: Number(sendQ), local, peer };
      listings.at(-1)?.sockets.push(socket);
    } else if (line !== '' && !line.startsWith('# ') && !line.startsWith('State')) {
      throw new Error(`ss.txt of ${name}: cannot read ${line}`);
    }
  }
  return listings;
}
