// Takes segments off the pass and keeps what stitching needs of them, up to a budget: the first bytes of every
// direction, or, in parts, what was not told yet. `conversation` does the rest when the capture is read.

import { Layer, layerNames } from '../decode/layer.ts';
import type { PacketView } from '../decode/packet-view.ts';
import { TcpFlag } from '../decode/tcp-view.ts';
import type { SegmentContext, Sink } from '../sink.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import { DuplexReassembly } from '../tcp/reassembly-duplex.ts';
import { rolesOf } from '../tcp/roles.ts';
import { AttemptWatch } from './connection-attempts.ts';
import { NOTHING_CARRIED } from './carried.ts';
import type { Conversation } from './conversation.ts';
import { fingerprintOf, inCapture, isTelling, type Fingerprint } from './fingerprint.ts';
import { CutMarks, EVERYTHING, framedSoFar, toldEnds, type Cut } from './part.ts';
import { Recognition, type SeenTwice } from './seen-twice.ts';
import { stitch, type Part, type StitchInput } from './stitch.ts';
import { PIECE_COST_BYTES, StreamTape, type TapeBudget } from './stream-tape.ts';
import {
  NOT_FRAMED,
  toldConnection,
  type TapedConnection,
  type ToldConnection,
} from './taped-connection.ts';

export interface StitchOptions {
  /** Memory for what is kept of all connections. */
  readonly budgetBytes?: number;
  /** Bytes kept of one direction; in parts, the longest message that is told as one. */
  readonly directionBytes?: number;
  /** Messages told, in each part; those that came later are counted, or told in the next one. */
  readonly mostMessages?: number;
  /** Messages a second of one sender above which it floods. */
  readonly floodLimit?: number;
  /**
   * Takes the conversation in parts while the capture is read, each when the memory for it is full; `conversation`
   * gives the last one. Without it, what is beyond the budget is left out.
   */
  readonly onPart?: (part: Conversation) => void;
}

const BUDGET_BYTES = 32 << 20;
const PART_BUDGET_BYTES = 3 << 20;
const DIRECTION_BYTES = 256 << 10;
const PART_DIRECTION_BYTES = 1 << 20;
const MOST_MESSAGES = 50_000;
/** Out-of-order bytes a connection may hold back. */
const HELD_BYTES = 64 << 10;
const HISTORY_BYTES = 4096;
/** What a connection costs besides its bytes. */
const CONNECTION_COST_BYTES = 2048;
const MOST_LEFT_OUT = 100_000;
/** What is under way may take so many times the budget; beyond it, it is told as far as it came. */
const MOST_UNDER_WAY = 3;
/** A part is followed by the next when so many times what it left is in use, or the budget. */
const NEXT_PART = 1.5;
export const FLOOD_LIMIT = 20;

interface Tracked extends TapedConnection {
  /** Null once both tapes are full: nothing more is wanted. */
  reassembly: DuplexReassembly | null;
  /** Who is the client, once something was told. */
  client: Side | null;
  isRecognised: boolean;
  lastNs: number;
}

export class StitchSink implements Sink {
  private readonly tracked = new Map<number, Tracked>();
  private readonly attempts = new AttemptWatch();
  private readonly recognition = new Recognition();
  private readonly marks: CutMarks;
  private readonly budget: TapeBudget;
  private readonly budgetBytes: number;
  /** In use when the next part is due. */
  private fullBytes: number;
  private readonly directionBytes: number;
  private readonly mostMessages: number;
  private readonly floodLimit: number;
  private readonly onPart: ((part: Conversation) => void) | undefined;
  private readonly leftOutStreams = new Set<number>();
  private leftOutBytes = 0;
  /** When the first connection was left out. */
  private refusedNs = Infinity;
  private carried = NOTHING_CARRIED;
  private nextId = 1;

  constructor(options: StitchOptions = {}) {
    const { onPart } = options;
    this.onPart = onPart;
    this.budgetBytes =
      options.budgetBytes ?? (onPart === undefined ? BUDGET_BYTES : PART_BUDGET_BYTES);
    this.fullBytes = this.budgetBytes;
    this.marks = new CutMarks(this.budgetBytes);
    this.budget = {
      usedBytes: 0,
      limitBytes: onPart === undefined ? this.budgetBytes : Infinity,
    };
    this.directionBytes =
      options.directionBytes ?? (onPart === undefined ? DIRECTION_BYTES : PART_DIRECTION_BYTES);
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
      if (this.budget.usedBytes + CONNECTION_COST_BYTES > this.budget.limitBytes) {
        // Bounded: of very many connections the count stays, not the list.
        if (this.leftOutStreams.size < MOST_LEFT_OUT) this.leftOutStreams.add(connection.stream);
        this.leftOutBytes += tcp.len;
        this.refusedNs = Math.min(this.refusedNs, record.timeNs);
        return;
      }
      tracked = this.open(connection, packet, side);
    }
    tracked.lastNs = record.timeNs;
    if (tcp.flags & (TcpFlag.FIN | TcpFlag.RST)) ended(tracked, side, tcp.flags, record.timeNs);
    if (hasPayload) noteIpId(tracked, side, packet.ipId);
    if (tracked.reassembly === null) {
      this.leftOutBytes += Math.max(0, tcp.len);
      return;
    }
    if (hasPayload) {
      const push = (tcp.flags & TcpFlag.PSH) !== 0;
      tracked.tapes[side].announce(record.frame, record.timeNs, push);
      if (this.onPart !== undefined)
        this.marks.row(record.frame, record.timeNs, tcp.len + PIECE_COST_BYTES);
    }
    tracked.reassembly.take(side, tcp, packet.bytes, record.frame, record.timeNs);
    if (this.onPart !== undefined) {
      const isLong = tracked.tapes[side].lenBytes > this.directionBytes;
      if (isLong || this.budget.usedBytes > this.fullBytes)
        this.tellPart(this.onPart, record.timeNs);
      return;
    }
    const [one, other] = tracked.tapes;
    if (one.isFull && other.isFull) {
      this.leftOutBytes += one.leftOutBytes + other.leftOutBytes;
      tracked.reassembly = null;
    }
  }

  /** Everything found, or what no part told. To be called once, when the capture is read. */
  conversation(): Conversation {
    let bytes = this.leftOutBytes;
    let streams = this.leftOutStreams.size;
    for (const { reassembly, tapes } of this.tracked.values()) {
      reassembly?.end();
      const missed = tapes[0].leftOutBytes + tapes[1].leftOutBytes;
      if (reassembly !== null) bytes += missed;
      if (missed > 0) streams++;
      for (const tape of tapes) tape.goesOn = false;
    }
    return this.stitch(EVERYTHING, this.refusedNs, { streams, bytes });
  }

  /** What the connections are recognised by in another capture; to be called after `conversation`. */
  fingerprints(capture: number, epochNs: bigint | null): Fingerprint[] {
    return this.recognition.fingerprints().map((one) => inCapture(one, capture, epochNs));
  }

  /** Tells what is whole and old enough, and makes room. */
  private tellPart(onPart: (part: Conversation) => void, nowNs: number): void {
    for (const { tapes, finished } of this.tracked.values())
      tapes.forEach((tape, side) => {
        tape.isOverlong = tape.lenBytes > this.directionBytes;
        tape.goesOn = !tape.isOverlong && finished[side] !== true;
      });
    const cut = this.marks.cut(nowNs);
    onPart(this.stitch(cut, nowNs, NOTHING_LEFT_OUT));
    this.dropEnded(cut.timeNs);
    const most = MOST_UNDER_WAY * this.budgetBytes;
    if (this.budget.usedBytes > most) {
      onPart(this.stitch(SO_FAR, nowNs, NOTHING_LEFT_OUT));
      this.dropEnded(nowNs);
      this.dropIdle(most / 2);
    }
    this.fullBytes = Math.max(this.budgetBytes, NEXT_PART * this.budget.usedBytes);
  }

  /** Stitches what is kept, and forgets what was told. */
  private stitch(cut: Cut, seenUntilNs: number, leftOut: StitchInput['leftOut']): Conversation {
    const tracked = [...this.tracked.values()].sort(
      (a, b) => a.connection.stream - b.connection.stream,
    );
    const roles = rolesOf(tracked.map(({ connection }) => connection));
    const connections = tracked.map((one) => {
      one.client ??= roles.get(one.connection.stream)!.client;
      return toldConnection(one, one.client);
    });
    const part = stitch({
      connections,
      attempts: this.attempts.failed(),
      twice: connections.flatMap((one, index) => this.recognised(tracked[index]!, one, cut)),
      floodLimit: this.floodLimit,
      mostMessages: this.mostMessages,
      leftOut,
      cut,
      carried: this.carried,
      next: this.nextId,
      seenUntilNs,
    });
    this.carried = part.carried;
    this.nextId = part.next;
    if (cut !== EVERYTHING) this.forget(part, cut);
    return part.conversation;
  }

  /** The earlier record of the same connection, once enough of this one is there to tell. */
  private recognised(tracked: Tracked, told: ToldConnection, cut: Cut): SeenTwice[] {
    if (tracked.isRecognised) return [];
    const print = fingerprintOf(told, cut.frame);
    if (cut !== EVERYTHING && !isTelling(print)) return [];
    tracked.isRecognised = true;
    const match = this.recognition.see(print);
    return match === null ? [] : [match];
  }

  private forget({ told, forgotten }: Part, cut: Cut): void {
    const ends = toldEnds(told.keys());
    const framed = framedSoFar(told);
    const earlier = new Map([...framed].map(([{ stream }, how]) => [stream, how]));
    for (const [stream, one] of this.tracked) {
      one.earlier = earlier.get(stream) ?? one.earlier;
      if (forgotten.has(stream)) one.beginningLost = true;
      for (const tape of one.tapes) tape.forget(ends.get(tape) ?? 0, cut.frame);
    }
  }

  /** Connections that ended before `timeNs`, and of which everything was told. */
  private dropEnded(timeNs: number): void {
    for (const one of this.tracked.values())
      if (one.endedNs < timeNs && isSilent(one)) this.drop(one);
  }

  /** Those that were silent for longest, until so much is in use. */
  private dropIdle(untilBytes: number): void {
    const silent = [...this.tracked.values()].filter(isSilent).sort((a, b) => a.lastNs - b.lastNs);
    for (const one of silent) {
      if (this.budget.usedBytes <= untilBytes) return;
      this.drop(one);
    }
  }

  private drop({ connection }: Tracked): void {
    this.tracked.delete(connection.stream);
    this.budget.usedBytes -= CONNECTION_COST_BYTES;
  }

  private open(connection: Connection, packet: PacketView, side: Side): Tracked {
    this.budget.usedBytes += CONNECTION_COST_BYTES;
    const inParts = this.onPart !== undefined;
    const limitBytes = inParts ? Infinity : this.directionBytes;
    const tapes = [
      new StreamTape(limitBytes, this.budget),
      new StreamTape(limitBytes, this.budget),
    ] as const;
    const reassembly = new DuplexReassembly(tapes, {
      heldLimitBytes: HELD_BYTES,
      historyBytes: HISTORY_BYTES,
    });
    // Followed again after a long silence: what it said before was told.
    const isResumed = connection.halves.some(
      ({ payloadBytes }, sender) => payloadBytes > (sender === side ? packet.tcp.len : 0),
    );
    // The handshake passed before there was anything to keep: it tells where the streams begin.
    connection.halves.forEach((half, sender) => {
      if (half.synSeen && !isResumed)
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
      earlier: NOT_FRAMED,
      beginningLost: isResumed,
      client: null,
      isRecognised: isResumed,
      lastNs: 0,
    };
    this.tracked.set(connection.stream, tracked);
    return tracked;
  }
}

const NOTHING_LEFT_OUT = { streams: 0, bytes: 0 };
/** All that is there, also what is under way. */
const SO_FAR: Cut = { ...EVERYTHING };

const isSilent = ({ tapes }: Tracked): boolean => tapes.every((tape) => tape.lenBytes === 0);

function ended(tracked: Tracked, side: Side, flags: number, timeNs: number): void {
  tracked.endedNs = Math.min(tracked.endedNs, timeNs);
  if (flags & TcpFlag.FIN) tracked.finished[side] = true;
}

const IP_IDS = 4;

function noteIpId({ ipIds }: Tracked, side: Side, ipId: number): void {
  if (ipIds[side].length < IP_IDS) ipIds[side].push(ipId);
}

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
