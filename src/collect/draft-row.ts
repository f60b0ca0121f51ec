// Copies one lent segment into a kept row: the only place where bytes leave the lent buffers.
// What needs the end of the capture (roles, links, findings) is added later: see finish.ts.

import type { Verdict } from '../classify/classify.ts';
import type { LinkFacts, NetworkFacts, PacketRow, TcpFacts } from '../classify/packet-row.ts';
import { u16 } from '../decode/bytes.ts';
import { CE, ecnOf } from '../decode/ecn.ts';
import { forbidsFragments, Ipv4Field } from '../decode/ipv4.ts';
import { IPV6_HEADER_LEN, Ipv6Field } from '../decode/ipv6.ts';
import { formatMac } from '../decode/address.ts';
import { ipv4HeaderChecksum, tcpChecksum, type ChecksumResult } from '../decode/checksum.ts';
import { FrameFields, layoutOf } from '../decode/frame-fields.ts';
import { layerNames } from '../decode/layer.ts';
import type { FrameBytes } from '../decode/decoder.ts';
import type { PacketView } from '../decode/packet-view.ts';
import { TcpFlag } from '../decode/tcp-view.ts';
import { parseTcpOptions } from '../decode/tcp-options.ts';
import { linkTypeName } from '../capture/link-type.ts';
import type { SegmentContext } from '../sink.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import { isDown } from '../tcp/ending.ts';
import { WindowScale } from '../tcp/half.ts';
import { flagNames } from '../tcp/flag-names.ts';
import { labelNames } from '../tcp/label.ts';
import type { TcpState } from '../tcp/state.ts';

type LaterFields = 'stretch' | 'fromClient' | 'findings' | 'links' | 'clientState' | 'serverState';

/** A row still told by sides: 0 is the endpoint that sent the connection's first segment. */
export interface DraftRow extends Omit<PacketRow, LaterFields> {
  readonly side: Side;
  /** Which segment of its connection it is, from 1. */
  readonly nth: number;
  /** States of sides 0 and 1 after the row. */
  readonly states: readonly [TcpState, TcpState];
  /** The same where no reset before it was obeyed. */
  readonly statesWithoutReset: readonly [TcpState, TcpState];
}

/** What holds of a segment at the moment at which it is taken into its connection, besides its bytes. */
export interface SegmentMoment {
  /** Which segment of its connection it is, from 1. */
  readonly nth: number;
  readonly states: DraftRow['states'];
  readonly statesWithoutReset: DraftRow['states'];
  /** Shift in force for the sender's windows; null when unknown. */
  readonly windowShift: number | null;
  readonly verdict: Omit<Verdict, 'judged'>;
}

/** Copies the segment. */
export function draftRow({
  record,
  packet,
  connection,
  side,
  verdict,
}: Omit<SegmentContext, 'opened' | 'isFurther'>): DraftRow {
  return rowAt(record, packet, connection, side, {
    nth: connection.packets,
    states: [connection.halves[0].state, connection.halves[1].state],
    statesWithoutReset: [stateWithoutReset(connection, 0), stateWithoutReset(connection, 1)],
    windowShift: shiftOf(connection, side),
    verdict,
  });
}

export const stateWithoutReset = (connection: Connection, side: Side): TcpState =>
  connection.isResetNoted && isDown(connection)
    ? connection.statesWithoutReset[side]
    : connection.halves[side].state;

/** Copies the segment that `side` sent at that moment; of the connection only what never changes is asked for. */
export function rowAt(
  record: Readonly<FrameBytes> & { readonly timeNs: number },
  packet: PacketView,
  connection: Connection,
  side: Side,
  moment: SegmentMoment,
): DraftRow {
  const { verdict } = moment;
  const start = packet.reassembled ? 0 : record.start;
  const bytes = packet.bytes.slice(start, packet.reassembled ? undefined : record.end);
  return {
    frame: record.frame,
    timeNs: record.timeNs,
    capLen: record.end - record.start,
    origLen: record.origLen,
    bytes,
    reassembled: packet.reassembled,
    fields: new FrameFields(bytes, layoutOf(packet, start)),
    payloadStart: packet.tcp.payloadStart - start,
    payloadEnd: packet.tcp.payloadEnd - start,
    protocols: protocolsOf(packet),
    link: linkFacts(packet, record.linkType),
    network: networkFacts(packet),
    src: connection.address(side),
    dst: connection.address(side === 0 ? 1 : 0),
    stream: connection.stream,
    side,
    nth: moment.nth,
    tcp: tcpFacts(packet, moment, start),
    kind: verdict.kind,
    labels: labelNames(verdict.labels),
    expectedRelSeq: verdict.expectedRelSeq,
    states: moment.states,
    statesWithoutReset: moment.statesWithoutReset,
  };
}

const protocolsOf = (packet: PacketView): string[] =>
  Array.from(packet.layerKinds.subarray(0, packet.layerCount), (kind) => layerNames[kind] ?? '');

function linkFacts(packet: PacketView, linkType: number): LinkFacts {
  const { bytes, linkSrcStart, linkDstStart } = packet;
  return {
    name: linkTypeName(linkType),
    src: linkSrcStart < 0 ? null : formatMac(bytes, linkSrcStart),
    dst: linkDstStart < 0 ? null : formatMac(bytes, linkDstStart),
    paddingLen: packet.paddingLen,
    holdsMore: packet.hasMore,
  };
}

/** The datagram's length by its own header; where that says 0 or too much, the frame's counts instead. */
const saidLen = ({ bytes, ipVersion, ipStart }: PacketView): number =>
  ipVersion === 6
    ? IPV6_HEADER_LEN + u16(bytes, ipStart + Ipv6Field.PayloadLength)
    : u16(bytes, ipStart + Ipv4Field.TotalLength);

function networkFacts(packet: PacketView): NetworkFacts {
  return {
    version: packet.ipVersion === 6 ? 6 : 4,
    headerLen: packet.ipHeaderLen,
    totalLen: packet.ipTotalLen,
    isTotalLenSaid: saidLen(packet) === packet.ipTotalLen,
    id: packet.ipId,
    ttl: packet.ttl,
    dontFragment: forbidsFragments(packet),
    isCongestionMarked: ecnOf(packet) === CE,
    checksum: checksumFacts(ipv4HeaderChecksum(packet)),
    fragmentFrames: packet.reassembled ? [...packet.fragmentFrames] : [],
  };
}

const checksumFacts = (result: ChecksumResult): TcpFacts['checksum'] => ({
  verdict: result.verdict,
  found: result.found,
  computed: result.computed < 0 ? null : result.computed,
  ...(result.pseudoSum < 0 ? {} : { pseudoSum: result.pseudoSum }),
});

/** Null where no SYN tells it: Wireshark then shows windows scaled by an option of another segment, we do not vouch for it. */
export function shiftOf(connection: Connection, side: Side): number | null {
  const { windowShift, offeredShift } = connection.halves[side];
  if (isOfferMissing(connection)) return null;
  if (windowShift === WindowScale.Unknown || (windowShift > 0 && offeredShift < 0)) return null;
  return Math.max(0, windowShift);
}

/**
 * The SYN-ACK offers scaling, and of the SYNs that it may answer the last does not show an offer, but an earlier one
 * does, or its options are cut. Where all are there and none offers, no scaling is in force (RFC 7323 2.2).
 */
function isOfferMissing({ halves, synAckSide }: Connection): boolean {
  const [answering, asking] = synAckSide === 0 ? halves : [halves[1], halves[0]];
  return (
    synAckSide >= 0 &&
    answering.offeredShift >= 0 &&
    asking.synSeen &&
    asking.offeredShift < 0 &&
    asking.windowShift !== WindowScale.NotUsed
  );
}

/** Option offsets are told from `start`, as all offsets of a row are. */
function tcpFacts(
  packet: PacketView,
  { verdict, windowShift }: SegmentMoment,
  start: number,
): TcpFacts {
  const { tcp } = packet;
  const len = Math.max(0, tcp.len);
  // Nobody takes a number from what nobody can read.
  const counted = tcp.malformed
    ? 0
    : (tcp.flags & TcpFlag.SYN ? 1 : 0) + (tcp.flags & TcpFlag.FIN ? 1 : 0);
  const syn = (tcp.flags & TcpFlag.SYN) !== 0;
  return {
    srcPort: tcp.srcPort,
    dstPort: tcp.dstPort,
    seq: tcp.seq,
    ack: tcp.ack,
    relSeq: verdict.relSeq,
    relAck: verdict.relAck,
    nextRelSeq: (verdict.relSeq + len + counted) >>> 0,
    start: tcp.start - start,
    dataOffset: tcp.dataOffset,
    headerLen: tcp.headerLen,
    flags: tcp.flags,
    flagNames: flagNames(tcp.flags),
    window: tcp.window,
    scaledWindow: verdict.scaledWindow,
    windowShift: syn ? 0 : windowShift,
    urgentPointer: tcp.urgentPointer,
    checksum: checksumFacts(tcpChecksum(packet)),
    options: parseTcpOptions(packet.bytes, tcp.optionsStart, tcp.optionsEnd).map((option) => ({
      ...option,
      start: option.start - start,
      end: option.end - start,
    })),
    len,
    isPartial: tcp.len < 0 && !tcp.malformed,
  };
}
