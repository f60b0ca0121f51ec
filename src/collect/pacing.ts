// What a sender waited for while it had a connection to send on: its own program, the receiver's window, or the
// network (RFC 9293 3.8.6, RFC 5681 3.1). One number of ns each; read from the kept rows, an estimate by its nature. Time
// that the rows do not explain counts nowhere.

import { hasFinding } from '../classify/finding.ts';
import type { HandshakeTimes } from '../classify/handshake-times.ts';
import { pathTimes } from '../classify/path-times.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import { grouped } from '../tcp/grouped.ts';
import type { VantageFacts } from './analysis.ts';
import { isNear as isNearByTimes } from './nearness.ts';
import { SenderWaits, type Place } from './sender-waits.ts';

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
  /**
   * Bytes were under way, the window had room, and only an acknowledgement or a repetition let the sender go on: it had more
   * under way than ever before, or its kernel held back a small segment.
   */
  readonly networkLimitedNs: number;
}

/** Fewer segments tell of a conversation, not of a transfer. */
const FEWEST_SEGMENTS = 10;

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
        pacingOfSide(own, facts, side, () => ({
          isNear: isTakenNear(facts[side].address, side, times, vantage),
          pathNs: pathTimes(own, times)?.[side] ?? 0,
        })),
      )
      .filter((pacing) => pacing !== null);
  });
}

function pacingOfSide(
  all: readonly PacketRow[],
  facts: ConnectionFacts,
  side: 'client' | 'server',
  findPlace: () => Place,
): PacingFacts | null {
  const isPart = all.length < facts.packets;
  const rows = all.filter((row) => row.kind !== 'rst' && !hasFinding(row, 'captured-twice'));
  const fromClient = side === 'client';
  const isData = (row: PacketRow): boolean => row.fromClient === fromClient && row.tcp.len > 0;
  const last = rows.findLastIndex(isData);
  const dataSegments = rows.filter(isData).length;
  const scaleKnown = rows.every(({ tcp }) => tcp.windowShift !== null);
  if (dataSegments < FEWEST_SEGMENTS || !scaleKnown) return null;
  // Most connections end above: where it was captured need not be found for them.
  const waits = new SenderWaits(rows, facts, fromClient, findPlace());
  for (let i = 0; i < last; i++) {
    waits.take(rows[i]!);
    waits.until(rows[i + 1]!);
  }
  const { sender, quiet, receiver, network } = waits.spent;
  return {
    stream: facts.stream,
    side,
    between: isPart ? [all[0]!.frame, all.at(-1)!.frame] : null,
    dataSegments,
    senderLimitedNs: sender,
    quietNs: quiet,
    receiverLimitedNs: receiver,
    networkLimitedNs: network,
  };
}

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
