// The sockets of a table as they stand at a moment, as plain rows (docs/schema/sockets.v1.json): host by host, as
// netstat lists them. What the capture cannot know is a note. Lays nothing out.

import type { Side } from '../tcp/connection.ts';
import { isLoopbackAddress } from '../tcp/endpoint-text.ts';
import type { EndSocket } from './end-socket.ts';
import type { SocketNote } from './socket-note.ts';
import {
  LINUX_TIMER_NS,
  SocketState,
  socketStateName,
  type SocketStateName,
} from './socket-state.ts';
import { type Listener, present, type SocketPair, type SocketTable } from './socket-table.ts';

/** One socket on one host; version 1, fields may be added and none is renamed. */
export interface SocketRow {
  /** The address that stands for the computer; all loopback addresses are one, "localhost". */
  readonly host: string;
  readonly proto: 'tcp' | 'tcp6';
  /** Bytes its program has not read yet: no capture shows them. */
  readonly recvQ: null;
  /** Sequence numbers sent and not acknowledged as far as the capture shows; null when unknown. */
  readonly sendQ: number | null;
  readonly local: string;
  readonly localPort: number;
  /** Null for a listener: any. */
  readonly foreign: string | null;
  readonly foreignPort: number | null;
  readonly state: SocketStateName;
  /** Wireshark's tcp.stream; null for a listener. */
  readonly stream: number | null;
  /** Frame that brought it into this state, and seconds from the first record to its latest entering. */
  readonly frame: number;
  readonly since: number;
  /** TIME_WAIT: when it ends, in seconds since the first record; null for the other states. */
  readonly expires: number | null;
  readonly notes: readonly SocketNote[];
}

const BOTH_ENDS: readonly Side[] = [0, 1];
const ONE_END: readonly Side[] = [0];

/** The sockets at `timeNs` since the first record, with TIME_WAIT lasting `timeWaitNs`: by host, listeners first. */
export function socketRows(table: SocketTable, timeNs: number, timeWaitNs: number): SocketRow[] {
  const hosts = new Map<string, SocketRow[]>();
  const list = (row: SocketRow): void => {
    const rows = hosts.get(row.host);
    if (rows === undefined) hosts.set(row.host, [row]);
    else rows.push(row);
  };
  for (const listener of table.listeners()) list(listenerRow(listener));
  for (const pair of table.connections()) {
    const isOne = pair.ends[0] === pair.ends[1];
    for (const side of isOne ? ONE_END : BOTH_ENDS) {
      const row = endRow(pair, side, timeNs, timeWaitNs);
      if (row !== null) list(row);
    }
  }
  return [...hosts.values()].flat();
}

/** Every host by its address, but the loopback addresses are one computer. */
const hostOf = (address: string): string => (isLoopbackAddress(address) ? 'localhost' : address);

const listenerRow = ({ address, port, ipv6, sinceFrame, sinceNs }: Listener): SocketRow => ({
  host: hostOf(address),
  proto: ipv6 ? 'tcp6' : 'tcp',
  recvQ: null,
  sendQ: null,
  local: address,
  localPort: port,
  foreign: null,
  foreignPort: null,
  state: 'LISTEN',
  stream: null,
  frame: sinceFrame,
  since: sinceNs / 1e9,
  expires: null,
  notes: ['inferred'],
});

function endRow(
  pair: SocketPair,
  side: Side,
  timeNs: number,
  timeWaitNs: number,
): SocketRow | null {
  const { connection } = pair;
  const other: Side = side === 0 ? 1 : 0;
  const end = present(pair, side);
  const state = socketStateName(end.state);
  if (state === null) return null;
  const expiresNs = end.state === SocketState.TimeWait ? end.sinceNs + timeWaitNs : null;
  if (expiresNs !== null && expiresNs <= timeNs) return null;
  const isEarlier = pair.earlier[side] !== null;
  return {
    host: hostOf(connection.address(side)),
    proto: connection.addresses[side].length === 4 ? 'tcp' : 'tcp6',
    recvQ: null,
    sendQ: end.sendQueue,
    local: connection.address(side),
    localPort: connection.ports[side],
    foreign: connection.address(other),
    foreignPort: connection.ports[other],
    state,
    stream: isEarlier ? connection.before : connection.stream,
    frame: end.sinceFrame,
    since: end.sinceNs / 1e9,
    expires: expiresNs === null ? null : expiresNs / 1e9,
    notes: notesOn(end, present(pair, other), isEarlier, timeNs),
  };
}

function notesOn(
  end: EndSocket,
  peer: EndSocket,
  isEarlier: boolean,
  timeNs: number,
): SocketNote[] {
  const notes: SocketNote[] = [];
  if (end.assumed) notes.push('opening-not-captured');
  if (isEarlier && end.state !== SocketState.TimeWait) notes.push('half-open');
  else if (restsOnArrival(end, peer)) notes.push('not-yet-acknowledged');
  if (end.isDoubted) notes.push('icmp-error');
  if (timeNs - end.lastNs > (LINUX_TIMER_NS[end.state] ?? Infinity)) notes.push('past-timer');
  return notes;
}

/** It is in its state because of the peer's SYN,ACK or FIN, and has not acknowledged that one yet. */
function restsOnArrival(end: EndSocket, peer: EndSocket): boolean {
  if (end.state === SocketState.Established) return peer.state === SocketState.SynRecv;
  return end.state >= SocketState.CloseWait && peer.finSent && !peer.finAcknowledged;
}
