// What the twin watch knows of each direction of a connection: how it numbers its packets, how far its clock and its
// acknowledgements have come. Bounded: a fixed table, in which a connection that comes takes another's place.

import { TcpFlag } from '../decode/tcp-view.ts';
import { mix } from './mix.ts';
import { seqAdd, seqGt, seqLeq } from './seq.ts';
import type { TwinProbe } from './twin-probe.ts';

/** So long after a packet without identification was seen twice, bare acknowledgements are taken to be, too. */
const MIRRORED_NS = 1_000_000_000;

export class TwinDirections {
  /** Places of the segment at hand, and of what answers it. */
  private own = 0;
  private back = 0;
  /** Whose notes they are: a hash of both endpoints. The two directions of a connection lie side by side. */
  private readonly owners: Int32Array;
  /** The identification seen last, what it was of, and whether it is always the same. */
  private readonly ids: Int32Array;
  private readonly idOwners: Int32Array;
  private readonly isConstant: Uint8Array;
  /** Frame of the latest segment that may have asked for something once more. */
  private readonly latestAsking: Int32Array;
  /** Acknowledgement number of the latest segment, NaN before the first. */
  private readonly lastAcks: Float64Array;
  /** The latest clock (TSval), NaN before the first. */
  private readonly clocks: Float64Array;
  /** When a packet without identification was last seen twice. */
  private readonly doubledNs: Float64Array;

  /** `connections` that it has room for: a power of two. */
  constructor(connections: number) {
    const count = 2 * connections;
    this.owners = new Int32Array(connections);
    this.ids = new Int32Array(count);
    this.idOwners = new Int32Array(count);
    this.isConstant = new Uint8Array(count);
    this.latestAsking = new Int32Array(count);
    this.lastAcks = new Float64Array(count).fill(Number.NaN);
    this.clocks = new Float64Array(count).fill(Number.NaN);
    this.doubledNs = new Float64Array(count).fill(-Infinity);
  }

  /** To be called first: what follows is about this segment's direction, and the one that answers it. */
  aim({ source, srcPort, target, dstPort }: TwinProbe, frame: number): void {
    const own = mix(source, srcPort);
    const back = mix(target, dstPort);
    const isFirst = own < back;
    const pair = mix(mix(0, isFirst ? own : back), isFirst ? back : own) | 0;
    const at = (pair & (this.owners.length - 1)) * 2;
    if (this.owners[at >> 1] !== pair) this.take(at >> 1, pair, frame);
    this.own = isFirst ? at : at + 1;
    this.back = isFirst ? at + 1 : at;
  }

  /** Takes note of it. Whether this direction gives every packet the same one: then it tells nothing (scapy's 1). */
  noteId(ipId: number, hash: number): boolean {
    const { own } = this;
    const isSame = this.ids[own] === ipId;
    if (!isSame) this.isConstant[own] = 0;
    else if (this.idOwners[own] !== hash) this.isConstant[own] = 1;
    this.ids[own] = ipId;
    this.idOwners[own] = hash;
    return this.isConstant[own] === 1;
  }

  /** Its sender's clock had gone on already: it was not sent now, but is what was sent then (RFC 7323 3). */
  isOfOldClock({ clock }: TwinProbe): boolean {
    const latest = this.clocks[this.own]!;
    return clock >= 0 && !Number.isNaN(latest) && seqGt(latest, clock);
  }

  /** What came back since `frame` may have asked for the segment once more: it confirms nothing new, nor the segment. */
  isAskedFor({ seq, len }: TwinProbe, frame: number): boolean {
    if (this.latestAsking[this.back]! <= frame) return false;
    const acked = this.lastAcks[this.back]!;
    return len === 0 || Number.isNaN(acked) || !seqLeq(seqAdd(seq, len), acked);
  }

  noteDoubled(timeNs: number): void {
    this.doubledNs[this.own] = this.doubledNs[this.back] = timeNs;
  }

  /** The capture has just shown others of this connection twice. */
  isMirrored(timeNs: number): boolean {
    const latest = Math.max(this.doubledNs[this.own]!, this.doubledNs[this.back]!);
    return timeNs - latest <= MIRRORED_NS;
  }

  /** Takes note of a segment that was looked at. */
  note({ ack, flags, clock, hasSack }: TwinProbe, frame: number): void {
    const { own } = this;
    const last = this.lastAcks[own]!;
    const hasAck = (flags & TcpFlag.ACK) !== 0;
    // What confirms something new asks for nothing, unless it shows a hole (RFC 8985 6.2): duplicate acknowledgements do
    // (RFC 5681 2), and what has none.
    const confirmsNew = hasAck && !Number.isNaN(last) && seqGt(ack, last);
    if (!confirmsNew || hasSack) this.latestAsking[own] = frame;
    if (hasAck) this.lastAcks[own] = ack;
    if (clock >= 0 && !seqGt(this.clocks[own]!, clock)) this.clocks[own] = clock;
  }

  /** A connection takes another's place. What it may have asked for before is not known. */
  private take(place: number, owner: number, frame: number): void {
    this.owners[place] = owner;
    for (const at of [2 * place, 2 * place + 1]) {
      this.ids[at] = this.idOwners[at] = this.isConstant[at] = 0;
      this.latestAsking[at] = frame;
      this.lastAcks[at] = this.clocks[at] = Number.NaN;
      this.doubledNs[at] = -Infinity;
    }
  }
}
