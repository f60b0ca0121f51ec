// Takes segments off the pass and keeps what stitching needs of them: the first bytes of every direction, up to a
// budget. `conversation` does the rest when the capture is read.

import { Layer, layerNames } from '../decode/layer.ts';
import type { PacketView } from '../decode/packet-view.ts';
import { TcpFlag } from '../decode/tcp-view.ts';
import type { SegmentContext, Sink } from '../sink.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import { DuplexReassembly } from '../tcp/reassembly-duplex.ts';
import { rolesOf } from '../tcp/roles.ts';
import { AttemptWatch } from './connection-attempts.ts';
import type { Conversation } from './conversation.ts';
import { fingerprintOf, type Fingerprint } from './seen-twice.ts';
import { stitch } from './stitch.ts';
import { StreamTape, type TapeBudget } from './stream-tape.ts';
import { toldConnection, type TapedConnection, type ToldConnection } from './taped-connection.ts';

export interface StitchOptions {
  /** Memory for what is kept of all connections. */
  readonly budgetBytes?: number;
  /** Bytes kept of one direction. */
  readonly directionBytes?: number;
  /** Messages told; those that came later are counted. */
  readonly mostMessages?: number;
  /** Messages a second of one sender above which it floods. */
  readonly floodLimit?: number;
}

const BUDGET_BYTES = 32 << 20;
const DIRECTION_BYTES = 256 << 10;
const MOST_MESSAGES = 50_000;
/** Out-of-order bytes a connection may hold back. */
const HELD_BYTES = 64 << 10;
const HISTORY_BYTES = 4096;
/** What a connection costs besides its bytes. */
const CONNECTION_COST_BYTES = 4096;
const IP_IDS = 4;
export const FLOOD_LIMIT = 20;

interface Tracked extends TapedConnection {
  /** Null once both tapes are full: nothing more is wanted. */
  reassembly: DuplexReassembly | null;
}

export class StitchSink implements Sink {
  private readonly tracked = new Map<number, Tracked>();
  private readonly attempts = new AttemptWatch();
  private readonly budget: TapeBudget;
  private readonly directionBytes: number;
  private readonly mostMessages: number;
  private readonly floodLimit: number;
  private readonly leftOutStreams = new Set<number>();
  private leftOutBytes = 0;
  private told: readonly ToldConnection[] = [];

  constructor(options: StitchOptions = {}) {
    this.budget = { left: options.budgetBytes ?? BUDGET_BYTES };
    this.directionBytes = options.directionBytes ?? DIRECTION_BYTES;
    this.mostMessages = options.mostMessages ?? MOST_MESSAGES;
    this.floodLimit = options.floodLimit ?? FLOOD_LIMIT;
  }

  segment(context: SegmentContext): void {
    const { connection, side, packet, record } = context;
    const { tcp } = packet;
    this.attempts.segment(context);
    const hasPayload = tcp.len > 0;
    let tracked = this.tracked.get(connection.stream);
    if (tracked === undefined) {
      if (!hasPayload) return;
      if (this.budget.left < CONNECTION_COST_BYTES) {
        // Bounded: of very many connections the count stays, not the list.
        if (this.leftOutStreams.size < MOST_LEFT_OUT) this.leftOutStreams.add(connection.stream);
        this.leftOutBytes += tcp.len;
        return;
      }
      tracked = this.open(connection, packet, side);
    }
    if (tcp.flags & (TcpFlag.FIN | TcpFlag.RST))
      this.close(tracked, side, tcp.flags, record.timeNs);
    if (hasPayload && tracked.ipIds[side].length < IP_IDS) tracked.ipIds[side].push(packet.ipId);
    if (tracked.reassembly === null) {
      this.leftOutBytes += Math.max(0, tcp.len);
      return;
    }
    if (hasPayload) {
      const push = (tcp.flags & TcpFlag.PSH) !== 0;
      tracked.tapes[side].announce(record.frame, record.timeNs, push);
    }
    tracked.reassembly.take(side, tcp, packet.bytes, record.frame, record.timeNs);
    const [one, other] = tracked.tapes;
    if (one.isFull && other.isFull) {
      this.leftOutBytes += one.leftOutBytes + other.leftOutBytes;
      tracked.reassembly = null;
    }
  }

  /** Everything found. To be called once, when the capture is read. */
  conversation(): Conversation {
    const tracked = [...this.tracked.values()];
    let bytes = this.leftOutBytes;
    let streams = this.leftOutStreams.size;
    for (const { reassembly, tapes } of tracked) {
      reassembly?.end();
      const missed = tapes[0].leftOutBytes + tapes[1].leftOutBytes;
      if (reassembly !== null) bytes += missed;
      if (missed > 0) streams++;
    }
    const roles = rolesOf(tracked.map(({ connection }) => connection));
    this.told = tracked.map((one) => toldConnection(one, roles.get(one.connection.stream)!.client));
    return stitch({
      connections: this.told,
      attempts: this.attempts.failed(),
      floodLimit: this.floodLimit,
      mostMessages: this.mostMessages,
      leftOut: { streams, bytes },
    });
  }

  /** What the connections are recognised by in another capture; to be called after `conversation`. */
  fingerprints(capture: number, epochNs: bigint | null): Fingerprint[] {
    return this.told.map((one) => fingerprintOf(one, capture, epochNs));
  }

  private open(connection: Connection, packet: PacketView, side: Side): Tracked {
    this.budget.left -= CONNECTION_COST_BYTES;
    const tapes = [
      new StreamTape(this.directionBytes, this.budget),
      new StreamTape(this.directionBytes, this.budget),
    ] as const;
    const reassembly = new DuplexReassembly(tapes, {
      heldLimitBytes: HELD_BYTES,
      historyBytes: HISTORY_BYTES,
    });
    // The handshake passed before there was anything to keep: it tells where the streams begin.
    connection.halves.forEach((half, sender) => {
      if (half.synSeen)
        reassembly.streams[sender]?.take({ ...SYN, seq: half.baseSeq }, NOTHING, 0, 0);
    });
    const tracked: Tracked = {
      connection,
      tapes,
      reassembly,
      tunnels: tunnelsOf(packet),
      macs: macsOf(packet, side),
      ipIds: [[], []],
      endedNs: Infinity,
      finished: [false, false],
    };
    this.tracked.set(connection.stream, tracked);
    return tracked;
  }

  private close(tracked: Tracked, side: Side, flags: number, timeNs: number): void {
    tracked.endedNs = Math.min(tracked.endedNs, timeNs);
    if (flags & TcpFlag.FIN) tracked.finished[side] = true;
  }
}

const MOST_LEFT_OUT = 100_000;
const NOTHING = new Uint8Array(0);
const SYN = { flags: TcpFlag.SYN as number, len: 0, payloadStart: 0, payloadEnd: 0 };

function tunnelsOf(packet: PacketView): string[] {
  const kinds = packet.layerKinds.subarray(0, packet.layerCount);
  return [...kinds].filter((kind) => TUNNELS.has(kind)).map((kind) => layerNames[kind] ?? '');
}

const MAC_LEN = 6;

function macsOf(packet: PacketView, side: Side): [string | null, string | null] {
  const macAt = (start: number): string | null =>
    start < 0 ? null : Buffer.from(packet.bytes.subarray(start, start + MAC_LEN)).toString('hex');
  const sender = macAt(packet.linkSrcStart);
  const receiver = macAt(packet.linkDstStart);
  return side === 0 ? [sender, receiver] : [receiver, sender];
}

const TUNNELS: ReadonlySet<number> = new Set([
  Layer.Gre,
  Layer.Erspan,
  Layer.EtherIp,
  Layer.L2tp,
  Layer.Vxlan,
  Layer.VxlanGpe,
  Layer.Geneve,
  Layer.Gtp,
  Layer.Teredo,
]);
