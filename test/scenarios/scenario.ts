// Reads a scenario document: a table with one segment a row, and what is to be said of it. The notation:
//
//   [+MS] [lost|unseen|undelivered] [N] client|server > FLAGS [seq N | raw N] [ack N] [win N] [len N | "text"] [<options>]
//
// MS: so much later than usual (1 ms). lost: neither captured nor received; unseen: received, not captured;
// undelivered: captured, not received. N: the connection, 1 unless said. seq and ack are relative, raw is absolute;
// what is not given is as the end would write it. Options: mss N, ws N, sackok. Lines "- connection N: client isn A,
// server isn B" give a further connection its numbers; lines "- stream N: ..." say what is known of it at the end.

import { packOptions, tcpOption } from '../../src/craft/tcp-option-bytes.ts';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { type Trace, trace } from '../support/trace.ts';

export interface ExpectedRow {
  segment: string;
  kind: string;
  labels: string;
  findings: string;
}

export interface Scenario {
  title: string;
  capture: Uint8Array;
  /** Of the captured segments, in order. */
  rows: ExpectedRow[];
  /** "0: handshake complete, ending open" */
  streams: string[];
}

const SEGMENT =
  /^(?:\+(?<wait>\d+) )?(?:(?<fate>lost|unseen|undelivered) )?(?:(?<connection>\d) )?(?<side>client|server) > (?<flags>[A-Z,]+)(?: seq (?<seq>\d+))?(?: raw (?<raw>\d+))?(?: ack (?<ack>\d+))?(?: win (?<win>\d+))?(?: len (?<len>\d+)| "(?<text>[^"]*)")?(?: win (?<lateWin>\d+))?(?: "(?<lateText>[^"]*)")?(?: <(?<options>[^>]*)>)?$/;
const CONNECTION = /^- connection (\d): client isn (\d+), server isn (\d+)$/;

/** The document's trace run to its end, and what it expects. `isn` is added to nothing: it is the client's own. */
export function scenarioOf(document: string, isn: number): Scenario {
  const lines = document.split('\n');
  const first = trace({ client: { isn } });
  const connections = new Map<string, Trace>([['1', first]]);
  for (const line of lines) {
    const [, number, client, server] = CONNECTION.exec(line) ?? [];
    if (number === undefined) continue;
    const isns = { client: { isn: Number(client) }, server: { isn: Number(server) } };
    connections.set(number, first.connection(isns));
  }
  const rows = lines.filter((line) => line.startsWith('| `')).map(rowOf);
  for (const { segment } of rows) play(segment, connections);
  return {
    title: lines[0]?.replace(/^# /, '') ?? '',
    capture: first.capture(),
    rows: rows.filter(({ kind }) => kind !== '-'),
    streams: lines
      .filter((line) => line.startsWith('- stream '))
      .map((line) => line.slice('- stream '.length)),
  };
}

function rowOf(line: string): ExpectedRow {
  const [, segment = '', kind = '', labels = '', findings = ''] = line
    .split('|')
    .map((cell) => cell.trim());
  return { segment: segment.replaceAll('`', ''), kind, labels, findings };
}

const optional = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);

function play(segment: string, connections: ReadonlyMap<string, Trace>): void {
  const parts = SEGMENT.exec(segment)?.groups;
  const t = connections.get(parts?.['connection'] ?? '1');
  if (parts === undefined || t === undefined) throw new Error(`not in the notation: ${segment}`);
  const side = t[parts['side'] as 'client' | 'server'];
  const raw = optional(parts['raw']);
  const seq = raw === undefined ? optional(parts['seq']) : (raw - side.isn) >>> 0;
  const ack = optional(parts['ack']);
  const window = optional(parts['win'] ?? parts['lateWin']);
  const text = parts['text'] ?? parts['lateText'];
  const payload = text ?? optional(parts['len']);
  const send = (): unknown =>
    side.raw({
      flags: flagsOf(parts['flags']!),
      ...(seq === undefined ? {} : { seq }),
      ...(ack === undefined ? {} : { ack }),
      ...(window === undefined ? {} : { window }),
      ...(payload === undefined ? {} : { payload }),
      ...(parts['options'] === undefined ? {} : { options: optionsOf(parts['options']) }),
    });
  t.wait(Number(parts['wait'] ?? 0));
  const fate = parts['fate'] as 'lost' | 'unseen' | 'undelivered' | undefined;
  if (fate === undefined) send();
  else t[fate === 'lost' ? 'lose' : fate](send);
}

const flagsOf = (text: string): number =>
  text.split(',').reduce((bits, name) => bits | TcpFlag[name as keyof typeof TcpFlag], 0);

function optionsOf(text: string): Uint8Array {
  const list = text.split(',').map((option) => {
    const [name, value] = option.trim().split(' ');
    if (name === 'mss') return tcpOption.mss(Number(value));
    if (name === 'ws') return [...tcpOption.nop, ...tcpOption.windowScale(Number(value))];
    if (name === 'sackok') return tcpOption.sackPermitted;
    throw new Error(`not an option of the notation: ${option}`);
  });
  return packOptions(...list);
}
