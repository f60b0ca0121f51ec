// What the frames tell of the hosts: addresses, MACs, padding, checksums. Bounded by MAX_HOSTS.

import { tcpChecksum } from '../decode/checksum.ts';
import { formatMac } from '../decode/address.ts';
import { u24, u8 } from '../decode/bytes.ts';
import { LinkType } from '../capture/link-type.ts';
import type { SegmentContext } from '../sink.ts';
import { isForwarded, isUnrouted } from '../tcp/first-ttls.ts';
import type { Connection, Side } from '../tcp/connection.ts';

/** Smallest Ethernet frame without its checksum (IEEE 802.3 3.2.8): shorter ones are padded by the sender's card. */
export const ETHERNET_MIN = 60;

/** First octet of IPv4's loopback addresses (RFC 1122 3.2.1.3). */
const LOOPBACK_NET = 127;

const MAX_HOSTS = 1000;
/** Ports kept of a host. */
export const MOST_PORTS = 1000;
/** Checksums are verified over a host's first segments only: enough to see offloading. */
const CHECKSUMS_PER_HOST = 20;
const FRAMES_KEPT = 8;

export interface HostNotes {
  readonly macs: Set<string>;
  readonly ports: Set<number>;
  packetsSent: number;
  /** The first segments it sent, up to CHECKSUMS_PER_HOST. */
  lookedAt: number;
  /** First frames it sent that are shorter than Ethernet allows on the wire. */
  readonly unpaddedFrames: number[];
  /** Frames it sent that were padded to the minimum. */
  paddedFrames: number;
  checksumsGood: number;
  checksumsOffloaded: number;
  /** The first of the frames whose checksums are left to the card. */
  readonly offloadedFrames: number[];
  /** First of its frames that were looked at, and of those that a router had forwarded; 0: none. */
  firstFrame: number;
  routedFrame: number;
  routed: number;
  /** Frames that no router had forwarded. */
  unrouted: number;
}

export class HostTally {
  readonly hosts = new Map<string, HostNotes>();
  /** The same by the number of the address in the address book: no text is looked up for a segment. */
  private readonly byNumber: (HostNotes | undefined)[] = [];
  /** Streams' link addresses by side; null once frames disagree. */
  private readonly macsOf = new Map<
    number,
    [string | null | undefined, string | null | undefined]
  >();
  /** Texts of link addresses already seen: a capture has few, and formats none of them twice. */
  private readonly macTexts = new Map<number, string>();
  /** A segment was noted that did not stay within its computer. */
  hasLeftHost = false;

  segment(context: SegmentContext): void {
    const { record, connection, side } = context;
    const isShort = record.origLen - record.fcsLen <= ETHERNET_MIN;
    // A host's first segments are among the first of its connections. Later ones rarely tell anything new.
    const isEarly = connection.halves[side].packets <= CHECKSUMS_PER_HOST;
    if (!isShort && !isEarly) return;
    const notes = this.notesOf(connection, side);
    if (notes && isShort) noteShortFrame(notes, context);
    if (notes && isEarly) this.noteEarly(notes, context);
  }

  over(connection: Connection): void {
    for (const side of [0, 1] as const) {
      const notes = this.byNumber[connection.addressNumber(side)];
      if (notes) notes.packetsSent += connection.halves[side].packets;
    }
  }

  macs(stream: number): readonly [string | null, string | null] {
    const [a, b] = this.macsOf.get(stream) ?? [null, null];
    return [a ?? null, b ?? null];
  }

  private notesOf(connection: Connection, side: Side): HostNotes | undefined {
    const number = connection.addressNumber(side);
    const known = this.byNumber[number];
    if (known || this.hosts.size >= MAX_HOSTS) return known;
    const notes: HostNotes = {
      macs: new Set(),
      ports: new Set(),
      packetsSent: 0,
      lookedAt: 0,
      unpaddedFrames: [],
      paddedFrames: 0,
      checksumsGood: 0,
      checksumsOffloaded: 0,
      offloadedFrames: [],
      firstFrame: 0,
      routedFrame: 0,
      routed: 0,
      unrouted: 0,
    };
    this.byNumber[number] = notes;
    this.hosts.set(connection.address(side), notes);
    return notes;
  }

  private noteEarly(notes: HostNotes, context: SegmentContext): void {
    const { packet, connection, side, record } = context;
    if (!this.hasLeftHost && !isLoopback(context)) this.hasLeftHost = true;
    const isFirst = connection.halves[side].packets === 1;
    if (isFirst && notes.ports.size < MOST_PORTS) notes.ports.add(packet.tcp.srcPort);
    const isLookedAt = notes.lookedAt < CHECKSUMS_PER_HOST;
    if (isLookedAt) {
      notes.lookedAt++;
      notes.firstFrame ||= record.frame;
      if (isUnrouted(packet.ttl)) notes.unrouted++;
      else if (isForwarded(packet.ttl)) {
        notes.routed++;
        notes.routedFrame ||= record.frame;
      }
      noteChecksum(notes, context);
    }
    if ((isFirst || isLookedAt) && packet.linkSrcStart >= 0) this.noteMac(context, notes);
  }

  private noteMac({ packet, connection, side }: SegmentContext, notes: HostNotes): void {
    const pair = this.macsOf.get(connection.stream) ?? [undefined, undefined];
    const mac = this.macText(packet.bytes, packet.linkSrcStart);
    if (notes.macs.size < FRAMES_KEPT) notes.macs.add(mac);
    pair[side] = pair[side] === undefined || pair[side] === mac ? mac : null;
    if (this.macsOf.size < MAX_HOSTS) this.macsOf.set(connection.stream, pair);
  }

  private macText(bytes: Uint8Array, at: number): string {
    const number = u24(bytes, at) * 2 ** 24 + u24(bytes, at + 3);
    const known = this.macTexts.get(number);
    if (known !== undefined) return known;
    const text = formatMac(bytes, at);
    if (this.macTexts.size < MAX_HOSTS) this.macTexts.set(number, text);
    return text;
  }
}

const isLoopback = ({ packet, connection }: SegmentContext): boolean =>
  connection.isWithinHost ||
  (packet.ipVersion === 4
    ? u8(packet.bytes, packet.srcStart) === LOOPBACK_NET
    : connection.address(0) === '::1');

function noteShortFrame(notes: HostNotes, context: SegmentContext): void {
  const { record, packet } = context;
  const isEthernet = record.linkType === LinkType.Ethernet && packet.linkSrcStart >= 0;
  if (!isEthernet || isLoopback(context)) return;
  const padding = packet.paddingLen;
  if (record.origLen - record.fcsLen < ETHERNET_MIN) {
    // With filler in it, it was filled up, and lost something since: a tag of a virtual LAN. Behind a router it is the
    // router's frame.
    if (padding > 0 || !isUnrouted(packet.ttl)) return;
    if (notes.unpaddedFrames.length < FRAMES_KEPT) notes.unpaddedFrames.push(record.frame);
  } else if (padding > 0) {
    notes.paddedFrames++;
  }
}

function noteChecksum(notes: HostNotes, { record, packet }: SegmentContext): void {
  const { verdict } = tcpChecksum(packet);
  if (verdict === 'good') notes.checksumsGood++;
  else if (verdict === 'offloaded') {
    notes.checksumsOffloaded++;
    if (notes.offloadedFrames.length < FRAMES_KEPT) notes.offloadedFrames.push(record.frame);
  }
}
