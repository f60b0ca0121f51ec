// What the twin watch knows of each direction of a connection: how it numbers its packets, how far its clock and its
// acknowledgements have come. Bounded: a fixed table, in which a direction that comes takes another's place.

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
  /** Whose notes they are: a direction's hash. */
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

  /** `count`: a power of two. */
  constructor(count: number) {
    this.owners = new Int32Array(count);
    this.ids = new Int32Array(count);
    this.idOwners = new Int32Array(count);
    this.isConstant = new Uint8Array(count);
    this.latestAsking = new Int32Array(count);
    this.lastAcks = new Float64Array(count).fill(Number.NaN);
    this.clocks = new Float64Array(count).fill(Number.NaN);
    this.doubledNs = new Float64Array(count).fill(-Infinity);
  }

  /** To be called first: what follows is about this segment's direction, and the one that answers it. */
  aim({ source, srcPort, target, dstPort }: TwinProbe): void {
    this.own = this.placeOf(source, srcPort, target, dstPort);
    this.back = this.placeOf(target, dstPort, source, srcPort);
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
    return len === 0 || !seqLeq(seqAdd(seq, len), this.lastAcks[this.back]!);
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
  note({ ack, flags, clock }: TwinProbe, frame: number): void {
    const { own } = this;
    const last = this.lastAcks[own]!;
    // What confirms something new asks for nothing: duplicate acknowledgements do (RFC 5681 2), and what has none.
    const confirmsNew = (flags & TcpFlag.ACK) !== 0 && !Number.isNaN(last) && seqGt(ack, last);
    if (!confirmsNew) this.latestAsking[own] = frame;
    this.lastAcks[own] = ack;
    if (clock >= 0 && !seqGt(this.clocks[own]!, clock)) this.clocks[own] = clock;
  }

  private placeOf(source: number, srcPort: number, target: number, dstPort: number): number {
    const hash = mix(mix(mix(0, source), target), (srcPort << 16) | dstPort) | 0;
    const at = hash & (this.owners.length - 1);
    if (this.owners[at] !== hash) this.forget(at, hash);
    return at;
  }

  private forget(at: number, owner: number): void {
    this.owners[at] = owner;
    this.ids[at] = this.idOwners[at] = this.isConstant[at] = this.latestAsking[at] = 0;
    this.lastAcks[at] = this.clocks[at] = Number.NaN;
    this.doubledNs[at] = -Infinity;
  }
}
