// A connection while it is followed: its tapes, what writes them, and what is noted of it on the way.

import type { PacketView } from '../decode/packet-view.ts';
import { TcpFlag } from '../decode/tcp-view.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import { DuplexReassembly } from '../tcp/reassembly-duplex.ts';
import { StreamTape, type TapeBudget } from './stream-tape.ts';
import { macsOf, tunnelsOf } from './surroundings.ts';
import type { DoubtfulPayload } from './doubtful-payloads.ts';
import { NOT_FRAMED, type TapedConnection } from './taped-connection.ts';

export interface TrackedConnection extends TapedConnection {
  readonly reassembly: DuplexReassembly;
  /** Who is the client, once something was told. */
  client: Side | null;
  isRecognised: boolean;
  lastNs: number;
  /** Payloads that are in no stream yet. */
  doubtful: readonly DoubtfulPayload[];
}

/** Out-of-order bytes a connection may hold back, and those that are compared with what is sent again. */
const REASSEMBLY = { heldLimitBytes: 64 << 10, historyBytes: 4096 };

/** Follows a connection from `packet` on, the first with payload; `tapeBytes` is kept of each direction. */
export function trackedFrom(
  connection: Connection,
  packet: PacketView,
  side: Side,
  tapeBytes: number,
  budget: TapeBudget,
): TrackedConnection {
  const tapes = [new StreamTape(tapeBytes, budget), new StreamTape(tapeBytes, budget)] as const;
  const reassembly = new DuplexReassembly(tapes, REASSEMBLY);
  // Followed again after a long silence: what it said before was told.
  const isResumed = connection.halves.some(
    ({ payloadBytes }, sender) => payloadBytes > (sender === side ? packet.tcp.len : 0),
  );
  // The handshake passed before there was anything to keep: it tells where the streams begin.
  connection.halves.forEach((half, sender) => {
    if (half.synSeen && !isResumed)
      reassembly.stream(sender as Side).take({ ...SYN, seq: half.baseSeq }, NOTHING, 0, 0);
  });
  return {
    connection,
    tapes,
    reassembly,
    tunnels: tunnelsOf(packet),
    macs: macsOf(packet, side),
    ipIds: [NO_IDS, NO_IDS],
    endedNs: Infinity,
    finished: [false, false],
    earlier: NOT_FRAMED,
    beginningLost: isResumed,
    client: null,
    isRecognised: isResumed,
    lastNs: 0,
    doubtful: [],
  };
}

const NOTHING = new Uint8Array(0);
const NO_IDS: readonly number[] = [];
const SYN = { flags: TcpFlag.SYN as number, len: 0, payloadStart: 0, payloadEnd: 0 };

const IP_IDS = 4;

/** Notes what a segment says of its connection besides its bytes. */
export function noteSegment(
  tracked: TrackedConnection,
  side: Side,
  packet: PacketView,
  timeNs: number,
): void {
  const { tcp } = packet;
  tracked.lastNs = timeNs;
  if (tcp.flags & (TcpFlag.FIN | TcpFlag.RST)) tracked.endedNs = Math.min(tracked.endedNs, timeNs);
  if (tcp.flags & TcpFlag.FIN) tracked.finished[side] = true;
  const ipIds = tracked.ipIds[side];
  if (tcp.len > 0 && ipIds.length < IP_IDS) tracked.ipIds[side] = ipIds.concat(packet.ipId);
}

/** Everything it said was told. */
export const isSilent = ({ tapes, doubtful }: TrackedConnection): boolean =>
  tapes[0].lenBytes === 0 && tapes[1].lenBytes === 0 && doubtful.length === 0;
