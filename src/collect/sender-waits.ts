// Goes through the rows of a connection and tells, for the time between any two of them, what one end waited for before it
// sent on: its program, the receiver's window, or an acknowledgement. Time that the rows do not explain counts nowhere.

import type { PacketRow } from '../classify/packet-row.ts';
import { reactionNs } from '../classify/path-times.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import { DEFAULT_MSS } from '../tcp/option-values.ts';
import { seqAdd, seqDiff, seqGt } from '../tcp/seq.ts';
import { Flights } from './flights.ts';

/** Where it was captured, seen from the sender. */
export interface Place {
  /** Nothing that it sends can be lost before. */
  readonly isNear: boolean;
  /** To the sender and back. */
  readonly pathNs: number;
}

/** Round trips of the handshake that a loaded path may take. */
const REACH = 2;

export class SenderWaits {
  /** In ns. quiet: for its program, or what it sent was lost before it came here. */
  readonly spent = { sender: 0, quiet: 0, receiver: 0, network: 0 };
  private readonly fromClient: boolean;
  private readonly place: Place;
  private readonly mss: number;
  private readonly roundTripNs: number;
  private readonly flights: Flights;
  private readonly nextOwn: ReadonlyMap<PacketRow, PacketRow>;
  private latest: PacketRow | null = null;
  private latestOwn: PacketRow | null = null;
  private hasSent = false;
  // Relative numbers of its direction: the next byte, the first unconfirmed one, the end of the window.
  private next = 0;
  private acked = 0;
  private edge = Number.NaN;
  private largestRoom = 0;
  /** Passed since its latest data, with bytes under way. */
  private underWayNs = 0;

  /** `rows` are those of the connection, in order. */
  constructor(
    rows: readonly PacketRow[],
    facts: ConnectionFacts,
    fromClient: boolean,
    place: Place,
  ) {
    this.fromClient = fromClient;
    this.place = place;
    this.mss = (fromClient ? facts.server : facts.client).mss ?? DEFAULT_MSS;
    this.roundTripNs = facts.initialRttNs ?? Infinity;
    const confirmations = rows.filter((row) => row.fromClient !== fromClient && row.tcp.len === 0);
    this.flights = new Flights(confirmations, place.pathNs, this.mss);
    this.nextOwn = nextOwnOf(rows, fromClient);
  }

  /** To be called with each row, up to the sender's last data. */
  take(row: PacketRow): void {
    this.latest = row;
    const { tcp } = row;
    if (row.fromClient !== this.fromClient) {
      if (seqGt(tcp.relAck, this.acked)) this.acked = tcp.relAck;
      this.edge = seqAdd(this.acked, tcp.scaledWindow);
      return;
    }
    this.latestOwn = row;
    if (!this.hasSent && tcp.len > 0) {
      this.hasSent = true;
      this.next = this.acked = tcp.relSeq;
    }
    if (seqGt(tcp.nextRelSeq, this.next)) this.next = tcp.nextRelSeq;
    if (tcp.len > 0) this.flights.sent(row, seqDiff(this.next, this.acked));
  }

  /** The time from the row taken last to the one that follows it; before its first data it waits for nothing. */
  until(following: PacketRow): void {
    if (!this.hasSent) return;
    const gapNs = Math.max(0, following.timeNs - this.latest!.timeNs);
    const isData = following.fromClient === this.fromClient && following.tcp.len > 0;
    if (this.isShut()) this.spent.receiver += gapNs;
    else if (this.next === this.acked) this.idle(gapNs);
    else if (following.links.sameSequenceAs !== null)
      this.spent.network += gapNs + this.begunAnew();
    else if (!isData) this.underWayNs += gapNs;
    // Between segments that follow each other it is the program or the line: nothing tells which.
    if (!isData) return;
    const waitedNs = this.begunAnew();
    if (waitedNs > 0 && this.flights.isReleased(following)) this.spent.network += waitedNs;
  }

  /** Less than a full segment is sent all the same when it is half of what was ever open (RFC 9293 3.8.6.2.1). */
  private isShut(): boolean {
    const room = Number.isNaN(this.edge) ? this.mss : seqDiff(this.edge, this.next);
    this.largestRoom = Math.max(this.largestRoom, room);
    return room < this.mss && room < this.largestRoom / 2;
  }

  /** Everything is confirmed. */
  private idle(gapNs: number): void {
    const { isNear } = this.place;
    const idleNs = this.idleNs(gapNs);
    const coming = this.nextOwn.get(this.latest!)!;
    if (idleNs === 0) return;
    // It repeats what is confirmed here, or leaves bytes out: a confirmation was lost, or data.
    if (coming.tcp.len > 0 && coming.tcp.relSeq !== this.next) this.spent.network += idleNs;
    // It had no more when everything was confirmed: nor while that was under way.
    else if (isNear || followsAtOnce(coming, this.latestOwn!))
      this.spent.sender += idleNs + this.begunAnew();
    else this.spent.quiet += idleNs + this.begunAnew();
  }

  /** How much of the time it had nothing on its way here. */
  private idleNs(gapNs: number): number {
    const { isNear, pathNs } = this.place;
    if (!isNear) return Math.max(0, gapNs - REACH * this.roundTripNs);
    return gapNs > reactionNs(pathNs)[1] ? gapNs : 0;
  }

  private begunAnew(): number {
    const passedNs = this.underWayNs;
    this.underWayNs = 0;
    return passedNs;
  }
}

/** For each row the next one that this side sent. */
function nextOwnOf(rows: readonly PacketRow[], fromClient: boolean): Map<PacketRow, PacketRow> {
  const all = new Map<PacketRow, PacketRow>();
  let next: PacketRow | null = null;
  for (const row of rows.toReversed()) {
    if (next !== null) all.set(row, next);
    if (row.fromClient === fromClient) next = row;
  }
  return all;
}

/** No packet was sent between them: the identification counts on (RFC 6864 4.1 asks for no more than that it differs). */
const followsAtOnce = (next: PacketRow, before: PacketRow): boolean =>
  before.network.id > 0 && next.network.id === before.network.id + 1;
