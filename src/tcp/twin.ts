// One packet recorded twice: its twin has the same IP identification and the same segment (a mirrored port, a bridge,
// loopback), and a TTL less by one for each router between (RFC 791 3.2, RFC 6864 4). Bounded: a fixed table of the
// segments seen last, whatever the capture holds. Compares headers and the TCP checksum, not payload bytes.

import { TcpFlag } from '../decode/tcp-view.ts';
import { mix } from './mix.ts';

/** Longest time between two records of one packet at the same hop; a kernel's retransmission takes longer. */
export const SAME_HOP_NS = 150_000_000;
/** The same where no identification tells packets apart: no repetition is so quick. */
export const SAME_HOP_NO_ID_NS = 100_000;
/** So long after a packet without identification was seen twice, bare acknowledgements are taken to be, too. */
const MIRRORED_NS = 1_000_000_000;
/** Routers between two places of one capture. */
const MOST_HOPS = 8;
/** Across a router it may wait in a queue. No sender lowers its own TTL, so more time is harmless. */
export const NEXT_HOP_NS = 1_000_000_000;

const BUCKETS = 8192;
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
  Ttl: 8,
  Checksum: 9,
  Frame: 10,
} as const;
const WORDS = 11;
/** In place of the frame of a packet whose second record was found. */
const TAKEN = -1;
/** Words that must be equal in twins: all before the TTL. */
const SAME_WORDS = Word.Ttl;

/** What is compared of a segment; filled by the caller and reused. All fields are numbers of at most 32 bits. */
export class TwinProbe {
  /** Any number that is the same for the same sender and receiver. */
  source = 0;
  target = 0;
  srcPort = 0;
  dstPort = 0;
  /** -1 where the packet has none (IPv6). */
  ipId = 0;
  ttl = 0;
  seq = 0;
  ack = 0;
  flags = 0;
  /** Payload bytes; negative when unknown: such a segment has no twin. */
  len = 0;
  /** -1 when cut off: such a segment has no twin. */
  checksum = 0;
  /** What stands in the checksum until the network card completes it: the pseudo-header's sum. */
  unfinished = 0;
}

/** Remembers the segments seen last and finds the twins among them. */
export class TwinWatch {
  private readonly words = new Int32Array(BUCKETS * WAYS * WORDS);
  private readonly timesNs = new Float64Array(BUCKETS * WAYS);
  private readonly next = new Uint8Array(BUCKETS);
  private readonly probe = new Int32Array(SAME_WORDS);
  private mirroredNs = -Infinity;

  /** Frame of the earlier record of this packet, 0 when there is none. Remembers the segment either way. */
  earlierRecord(segment: TwinProbe, frame: number, timeNs: number): number {
    if (segment.len < 0 || segment.checksum < 0) return 0;
    const bucket = this.aim(segment);
    const earlier = this.find(bucket, segment, timeNs);
    if (earlier === 0 || segment.ipId > 0) this.remember(bucket, segment, frame, timeNs);
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
    let hash = 0;
    for (let i = 0; i < SAME_WORDS; i++) hash = mix(hash, probe[i]!);
    return hash & (BUCKETS - 1);
  }

  private find(bucket: number, segment: TwinProbe, timeNs: number): number {
    const { words, timesNs } = this;
    // Newest first, so that a packet seen at three places is measured from hop to hop.
    for (let back = 1; back <= WAYS; back++) {
      const slot = bucket * WAYS + ((this.next[bucket]! + WAYS - back) % WAYS);
      const at = slot * WORDS;
      const frame = words[at + Word.Frame]!;
      if (frame === 0) return 0;
      if (frame === TAKEN || !this.isSame(at)) continue;
      const hops = Math.abs(words[at + Word.Ttl]! - segment.ttl);
      if (!isSameSum(words[at + Word.Checksum]!, segment, hops)) continue;
      if (timeNs - timesNs[slot]! > this.longestNs(hops, segment, timeNs)) continue;
      if (segment.ipId <= 0) {
        // A third one without identification is another packet: the two are done with.
        words[at + Word.Frame] = TAKEN;
        if (hops === 0 && isTelling(segment)) this.mirroredNs = timeNs;
      }
      return frame;
    }
    return 0;
  }

  /**
   * How long after its twin a packet may be recorded, ns; negative when it cannot be one. An identification of 0, or
   * none, identifies nothing (RFC 6864 4.1): then the router's mark on the TTL speaks, or how soon it came. Bare
   * acknowledgements are alike and may follow each other at once: of them it takes a capture that doubles the others.
   */
  private longestNs(hops: number, segment: TwinProbe, timeNs: number): number {
    if (segment.ipId <= 0) {
      if (hops === 1) return SAME_HOP_NS;
      const isDoubled = isTelling(segment) || timeNs - this.mirroredNs <= MIRRORED_NS;
      return hops === 0 && isDoubled ? SAME_HOP_NO_ID_NS : -1;
    }
    if (hops === 0) return SAME_HOP_NS;
    return hops <= MOST_HOPS ? NEXT_HOP_NS : -1;
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

/** It carries something that is sent once: payload, SYN or FIN. */
const isTelling = ({ len, flags }: TwinProbe): boolean =>
  len > 0 || (flags & (TcpFlag.SYN | TcpFlag.FIN)) !== 0;

/**
 * The checksums agree; or the network card completed one of them on the way from one place to the other; or a router
 * stands between, which may change options (the MSS of a SYN), and the identification is a packet's own.
 */
const isSameSum = (
  earlier: number,
  { checksum, unfinished, ipId }: TwinProbe,
  hops: number,
): boolean =>
  earlier === checksum ||
  earlier === unfinished ||
  checksum === unfinished ||
  (hops > 0 && ipId > 0);
