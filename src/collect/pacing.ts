// What a sender waited for while it had a connection to send on: its own program, the receiver's window, or the
// network (RFC 9293 3.8.6, RFC 5681 3.1). One number of ns each; read from the kept rows, an estimate by its nature. Time
// that the rows do not explain counts nowhere.

import { hasFinding } from '../classify/finding.ts';
import type { HandshakeTimes } from '../classify/handshake-times.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import { grouped } from '../tcp/grouped.ts';
import { DEFAULT_MSS } from '../tcp/option-values.ts';
import { seqAdd, seqDiff, seqGt } from '../tcp/seq.ts';
import type { VantageFacts } from './analysis.ts';
import { isNear as isNearByTimes } from './nearness.ts';

export interface PacingFacts {
  readonly stream: number;
  readonly side: 'client' | 'server';
  /** First and last of the rows looked at; null when they are all rows of the connection. */
  readonly between: readonly [first: number, last: number] | null;
  /** Segments with payload, second copies not counted. */
  readonly dataSegments: number;
  /** Everything sent was confirmed, for longer than what was under way can have taken: the program had nothing to send. */
  readonly senderLimitedNs: number;
  /** The same of what was captured; but more may have been sent, and lost before it came here. */
  readonly quietNs: number;
  /** The announced window had no room for another full segment. */
  readonly receiverLimitedNs: number;
  /** Bytes were under way, the window had room, and only an acknowledgement or a repetition let the sender go on. */
  readonly networkLimitedNs: number;
}

/** Fewer segments tell of a conversation, not of a transfer. */
const FEWEST_SEGMENTS = 10;
/** Round trips of the handshake that a loaded path may take. */
const REACH = 2;

/** One entry for each direction that carried enough data; none where the window's factor is unknown. */
export function pacingOf(
  rows: readonly PacketRow[],
  connections: readonly ConnectionFacts[],
  handshakes: ReadonlyMap<number, HandshakeTimes>,
  vantage: VantageFacts,
): PacingFacts[] {
  const byStream = grouped(rows, ({ stream }) => stream);
  return connections.flatMap((facts) => {
    const own = byStream.get(facts.stream) ?? [];
    const times = handshakes.get(facts.stream);
    return (['client', 'server'] as const)
      .map((side) =>
        pacingOfSide(own, facts, side, isTakenNear(facts[side].address, side, times, vantage)),
      )
      .filter((pacing) => pacing !== null);
  });
}

/** `isNear`: the capture was taken where nothing that it sends can be lost before. */
function pacingOfSide(
  all: readonly PacketRow[],
  facts: ConnectionFacts,
  side: 'client' | 'server',
  isNear: boolean,
): PacingFacts | null {
  const isPart = all.length < facts.packets;
  const rows = all.filter((row) => row.kind !== 'rst' && !hasFinding(row, 'captured-twice'));
  const fromClient = side === 'client';
  const isData = (row: PacketRow): boolean => row.fromClient === fromClient && row.tcp.len > 0;
  const first = rows.findIndex(isData);
  const last = rows.findLastIndex(isData);
  const dataSegments = rows.filter(isData).length;
  const scaleKnown = rows.every(({ tcp }) => tcp.windowShift !== null);
  if (dataSegments < FEWEST_SEGMENTS || !scaleKnown) return null;
  const mss = (fromClient ? facts.server : facts.client).mss ?? DEFAULT_MSS;
  const spent = { sender: 0, quiet: 0, receiver: 0, network: 0 };
  const nextOwn = nextOwnOf(rows, fromClient);
  let latestOwn = rows[first]!;
  let next = rows[first]!.tcp.relSeq;
  let edge = Number.NaN;
  let acked = next;
  let largest = 0;
  for (const row of rows.slice(0, first)) {
    if (row.fromClient !== fromClient) edge = seqAdd(row.tcp.relAck, row.tcp.scaledWindow);
  }
  for (let i = first; i < last; i++) {
    const row = rows[i]!;
    if (row.fromClient === fromClient) {
      latestOwn = row;
      if (seqGt(row.tcp.nextRelSeq, next)) next = row.tcp.nextRelSeq;
    } else {
      if (seqGt(row.tcp.relAck, acked)) acked = row.tcp.relAck;
      edge = seqAdd(acked, row.tcp.scaledWindow);
    }
    const following = rows[i + 1]!;
    const gapNs = Math.max(0, following.timeNs - row.timeNs);
    const room = Number.isNaN(edge) ? mss : seqDiff(edge, next);
    largest = Math.max(largest, room);
    // Less than a full segment is sent all the same when it is half of what was ever open (RFC 9293 3.8.6.2.1).
    if (room < mss && room < largest / 2) {
      spent.receiver += gapNs;
    } else if (next === acked) {
      // Where the capture was taken at the receiver, more may have been on its way for a round trip.
      const ns = Math.max(0, gapNs - REACH * (facts.initialRttNs ?? Infinity));
      const coming = nextOwn[i]!;
      // It repeats what is confirmed here, or leaves bytes out: a confirmation was lost, or data.
      if (coming.tcp.len > 0 && coming.tcp.relSeq !== next) spent.network += ns;
      else if (isNear || followsAtOnce(coming, latestOwn)) spent.sender += ns;
      else spent.quiet += ns;
    } else if (!isData(following) || following.links.sameSequenceAs !== null) {
      spent.network += gapNs;
    }
    // Between segments that follow each other it is the program or the line: nothing tells which.
  }
  return {
    stream: facts.stream,
    side,
    between: isPart ? [all[0]!.frame, all.at(-1)!.frame] : null,
    dataSegments,
    senderLimitedNs: spent.sender,
    quietNs: spent.quiet,
    receiverLimitedNs: spent.receiver,
    networkLimitedNs: spent.network,
  };
}

/** For each row the next one that this side sent; undefined behind its last. */
function nextOwnOf(rows: readonly PacketRow[], fromClient: boolean): (PacketRow | undefined)[] {
  const all: (PacketRow | undefined)[] = [];
  let next: PacketRow | undefined;
  for (let i = rows.length - 1; i >= 0; i--) {
    all[i] = next;
    if (rows[i]!.fromClient === fromClient) next = rows[i];
  }
  return all;
}

/** No packet was sent between them: the identification counts on (RFC 6864 4.1 asks for no more than that it differs). */
const followsAtOnce = (next: PacketRow, before: PacketRow): boolean =>
  before.network.id > 0 && next.network.id === before.network.id + 1;

/** On its own computer, or so much nearer to it than to the other end that nothing it sends is lost before. */
function isTakenNear(
  address: string,
  side: 'client' | 'server',
  times: HandshakeTimes | undefined,
  { reason, host, certainty }: VantageFacts,
): boolean {
  if (reason === 'loopback' || (host === address && certainty !== 'possible')) return true;
  return times !== undefined && isNearByTimes(times, side);
}
