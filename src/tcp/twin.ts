// One packet recorded twice: its twin has the same IP identification and the same segment (a mirrored port, a bridge,
// loopback), and a TTL less by one for each router between (RFC 791 3.2, RFC 6864 4). Bounded: a fixed table of the
// segments seen last, whatever the capture holds. Compares headers, the TCP checksum, and a digest of the payload.

import { TcpFlag } from '../decode/tcp-view.ts';
import { mix } from './mix.ts';
import { TwinDirections } from './twin-directions.ts';
import type { TwinProbe } from './twin-probe.ts';

/** Longest time between two records of one packet at the same hop; a kernel's retransmission takes longer. */
export const SAME_HOP_NS = 150_000_000;
/** The same where no identification tells packets apart: unless asked nobody repeats himself within a tick of his timers. */
export const SAME_HOP_NO_ID_NS = 500_000;
export const NEXT_HOP_NO_ID_NS = 10_000_000;
/** A record whose TTL is higher than that of the one before it: captures that were merged, their clocks a little apart. */
const MERGED_NS = 500_000;
/** Routers between two places of one capture. */
const MOST_HOPS = 8;
/** Across a router it may wait in a queue. No sender lowers its own TTL, so more time is harmless. */
export const NEXT_HOP_NS = 1_000_000_000;

const MOST_BUCKETS = 8192;
const FEWEST_BUCKETS = 64;
/** Segments remembered in one bucket; the oldest goes first. */
const WAYS = 4;

/** Words of one remembered segment. */
const Word = {
  Source: 0,
  Target: 1,
  Ports: 2,
  IpId: 3,
  Seq: 4,
  Ack: 5,
  Flags: 6,
  Len: 7,
  Payload: 8,
  Ttl: 9,
  Checksum: 10,
  Frame: 11,
} as const;
const WORDS = 12;
/** In place of the frame of a bare acknowledgement whose second record was found. */
const TAKEN = -1;
/** Directions of connections remembered, by hash. */
const MOST_DIRECTIONS = 4096;
/** Words that must be equal in twins: all before the TTL. */
const SAME_WORDS = Word.Ttl;

/** How a segment stands to an equal one before it. */
interface Earlier {
  /** Routers between the two records, by the TTL. */
  readonly hops: number;
  readonly elapsedNs: number;
  /** Of the later one. */
  readonly timeNs: number;
  /** Of the earlier one. */
  readonly frame: number;
}

/** Remembers the segments seen last and finds the twins among them. */
export class TwinWatch {
  private readonly buckets: number;
  private readonly words: Int32Array;
  private readonly timesNs: Float64Array;
  private readonly next: Uint8Array;
  private readonly probe = new Int32Array(SAME_WORDS);
  private readonly directions: TwinDirections;

  /** `segments` that will come at most, as far as that is known: the table is no larger than they need. */
  constructor(segments = Infinity) {
    let buckets = FEWEST_BUCKETS;
    while (buckets < MOST_BUCKETS && buckets < segments) buckets *= 2;
    this.buckets = buckets;
    this.words = new Int32Array(buckets * WAYS * WORDS);
    this.timesNs = new Float64Array(buckets * WAYS);
    this.next = new Uint8Array(buckets);
    this.directions = new TwinDirections(Math.min(buckets, MOST_DIRECTIONS));
  }

  /** Frame of the earlier record of this packet, 0 when there is none. Remembers the segment either way. */
  earlierRecord(segment: TwinProbe, frame: number, timeNs: number): number {
    if (segment.len < 0 || segment.checksum < 0) return 0;
    const hash = this.aim(segment);
    const bucket = hash & (this.buckets - 1);
    const { directions } = this;
    directions.aim(segment, frame);
    const hasId = segment.ipId > 0 && !directions.noteId(segment.ipId, hash);
    const earlier = this.find(bucket, segment, timeNs, hasId);
    if (earlier === 0 || hasId || isTelling(segment)) this.remember(bucket, segment, frame, timeNs);
    directions.note(segment, frame);
    return earlier;
  }

  private aim(segment: TwinProbe): number {
    const { probe } = this;
    probe[Word.Source] = segment.source;
    probe[Word.Target] = segment.target;
    probe[Word.Ports] = (segment.srcPort << 16) | segment.dstPort;
    probe[Word.IpId] = segment.ipId;
    probe[Word.Seq] = segment.seq;
    probe[Word.Ack] = segment.ack;
    probe[Word.Flags] = segment.flags;
    probe[Word.Len] = segment.len;
    probe[Word.Payload] = segment.payload;
    let hash = 0;
    for (let i = 0; i < SAME_WORDS; i++) hash = mix(hash, probe[i]!);
    return hash;
  }

  private find(bucket: number, segment: TwinProbe, timeNs: number, hasId: boolean): number {
    const { words, timesNs } = this;
    // Newest first, so that a packet seen at three places is measured from hop to hop.
    for (let age = 1; age <= WAYS; age++) {
      const slot = bucket * WAYS + ((this.next[bucket]! + WAYS - age) % WAYS);
      const at = slot * WORDS;
      const frame = words[at + Word.Frame]!;
      if (frame === 0) return 0;
      if (frame === TAKEN || !this.isSame(at)) continue;
      const hops = words[at + Word.Ttl]! - segment.ttl;
      if (!isSameSum(words[at + Word.Checksum]!, segment, hops)) continue;
      const elapsedNs = timeNs - timesNs[slot]!;
      if (hasId) {
        if (elapsedNs > longestNs(hops)) continue;
        return frame;
      }
      if (!this.isDoubled(segment, { hops, elapsedNs, timeNs, frame })) continue;
      if (!isTelling(segment)) words[at + Word.Frame] = TAKEN;
      else this.directions.noteDoubled(timeNs);
      return frame;
    }
    return 0;
  }

  /**
   * An identification of 0, or none, identifies nothing (RFC 6864 4.1): then the router's mark on the TTL speaks, or how
   * soon it came. Bare acknowledgements are alike and may follow each other at once: of them it takes a capture that
   * doubles the others.
   */
  private isDoubled(segment: TwinProbe, { hops, elapsedNs, timeNs, frame }: Earlier): boolean {
    const { directions } = this;
    if (hops === 0) {
      if (isTelling(segment) && directions.isOfOldClock(segment)) return elapsedNs <= SAME_HOP_NS;
      const isSyn = (segment.flags & TcpFlag.SYN) !== 0;
      if (!isSyn && directions.isAskedFor(segment, frame)) return false;
    } else if (hops !== 1) return false;
    if (elapsedNs > (hops === 0 ? SAME_HOP_NO_ID_NS : NEXT_HOP_NO_ID_NS)) return false;
    // A router's mark tells of all but bare acknowledgements, which may take two ways.
    if (isTelling(segment) || (hops === 1 && (segment.flags & FIN_RST) !== 0)) return true;
    return directions.isMirrored(timeNs);
  }

  private isSame(at: number): boolean {
    const { words, probe } = this;
    for (let i = 0; i < SAME_WORDS; i++) if (words[at + i] !== probe[i]) return false;
    return true;
  }

  private remember(bucket: number, segment: TwinProbe, frame: number, timeNs: number): void {
    const way = this.next[bucket]!;
    const slot = bucket * WAYS + way;
    const at = slot * WORDS;
    this.words.set(this.probe, at);
    this.words[at + Word.Ttl] = segment.ttl;
    this.words[at + Word.Checksum] = segment.checksum;
    this.words[at + Word.Frame] = frame;
    this.timesNs[slot] = timeNs;
    this.next[bucket] = (way + 1) % WAYS;
  }
}

const FIN_RST = TcpFlag.FIN | TcpFlag.RST;

/** How long after the record before it, ns; `hops` routers lie between. Negative when it cannot be the same packet. */
function longestNs(hops: number): number {
  if (hops === 0) return SAME_HOP_NS;
  if (hops < 0) return hops >= -MOST_HOPS ? MERGED_NS : -1;
  return hops <= MOST_HOPS ? NEXT_HOP_NS : -1;
}

/** It carries something that a kernel repeats only after a while, or when asked: payload, or SYN. */
const isTelling = ({ len, flags }: TwinProbe): boolean => len > 0 || (flags & TcpFlag.SYN) !== 0;

/**
 * The checksums agree; or the network card completed one of them on the way from one place to the other; or a router
 * stands between, which may change the MSS of a SYN.
 */
const isSameSum = (
  earlier: number,
  { checksum, pseudoSum, ipId, flags }: TwinProbe,
  hops: number,
): boolean =>
  earlier === checksum ||
  earlier === pseudoSum ||
  checksum === pseudoSum ||
  (hops !== 0 && ipId > 0 && (flags & TcpFlag.SYN) !== 0);
