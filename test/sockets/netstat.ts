// The sockets of a scripted trace at a moment, as short lines: what the tests of this folder compare.

import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import type { Moment } from '../../src/sockets/moment.ts';
import { readSockets } from '../../src/sockets/read-sockets.ts';
import { socketRows, type SocketRow } from '../../src/sockets/snapshot.ts';
import { LINUX_TIME_WAIT_NS } from '../../src/sockets/socket-state.ts';

export const END: Moment = { kind: 'end' };

export const afterFrame = (frame: number): Moment => ({ kind: 'frame', frame });
export const atNs = (timeNs: number): Moment => ({ kind: 'elapsed', timeNs });

/** The rows of a capture at a moment. */
export async function rowsAt(
  bytes: Uint8Array,
  moment: Moment,
  timeWaitNs = LINUX_TIME_WAIT_NS,
): Promise<SocketRow[]> {
  const reader = await CaptureReader.open(fromBytes(bytes, 'trace'));
  const { table, timeNs } = await readSockets(reader, moment);
  return socketRows(table, timeNs, timeWaitNs);
}

/** "10.0.0.1:40000 > 10.0.0.2:80 SYN_SENT 1" and its notes; the Send-Q of a listener is "-". */
export function lineOf(row: SocketRow): string {
  const { local, localPort, foreign, foreignPort, state, sendQ, notes } = row;
  const ends = `${local}:${localPort} > ${foreign ?? '*'}:${foreignPort ?? '*'}`;
  return [ends, state, sendQ ?? '-', ...notes].join(' ');
}

export const linesAt = async (
  t: { capture(): Uint8Array },
  moment: Moment,
  timeWaitNs?: number,
): Promise<string[]> => (await rowsAt(t.capture(), moment, timeWaitNs)).map(lineOf);

/**
 * The states of the two defaults of trace.ts, "client · server", with the port's LISTEN before them and notes behind
 * them: "L SYN_SENT · none".
 */
export async function statesAt(t: { capture(): Uint8Array }, moment: Moment): Promise<string> {
  const rows = await rowsAt(t.capture(), moment);
  const state = (local: string): string => {
    const row = rows.find((one) => one.local === local && one.foreign !== null);
    return row === undefined ? 'none' : [row.state, ...row.notes].join(' ');
  };
  const listens = rows.some((row) => row.state === 'LISTEN') ? 'L ' : '';
  return `${listens}${state('10.0.0.1')} · ${state('10.0.0.2')}`;
}
