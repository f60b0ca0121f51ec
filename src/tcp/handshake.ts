// What the opening and closing segments tell: SYN options, window scaling (RFC 7323 2), the handshake's round
// trip, and Wireshark's tcp.completeness bits.

import { TCP_HEADER_MIN, TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import { Completeness, type Connection, type Side } from './connection.ts';
import { noteReset } from './ending.ts';
import { type Half, WindowScale } from './half.ts';
import { noteMultipath } from './multipath.ts';
import type { Arrival } from './observe.ts';
import { seqLeq } from './seq.ts';
import { TcpState } from './state.ts';
import { sparesOpening } from './syn-sent.ts';

/** RFC 7323 2.3: a larger shift counts as 14. */
export const MAX_SHIFT = 14;

/** Handshake rows seen (SYN, SYN-ACK, ACK): all, some, or none. */
export type HandshakeSeen = 'complete' | 'partial' | 'absent';

/** Takes note of a SYN, FIN, RST or window scale option, or of any segment while the handshake is not finished. */
export function noteHandshake(
  connection: Connection,
  side: Side,
  tcp: TcpView,
  record: Arrival,
): void {
  const { flags } = tcp;
  noteTimeAndScale(connection, side, tcp, record);
  if (flags & TcpFlag.SYN) {
    noteSyn(connection, side, tcp);
  } else if (endsHandshake(connection, side, tcp)) {
    connection.handshakeAckFrame = record.frame;
  }
  connection.opening = connection.handshakeAckFrame === 0 || connection.firstAckNs === 0;
  if (flags & (TcpFlag.FIN | TcpFlag.RST) && connection.endedBy < 0 && ends(connection, side, tcp))
    connection.endedBy = side;
}

/** A FIN without ACK is dropped (RFC 9293 3.10.7.4, fifth), and some resets end nothing. */
const ends = (connection: Connection, side: Side, tcp: TcpView): boolean =>
  tcp.flags & TcpFlag.RST ? !sparesOpening(connection, side, tcp) : (tcp.flags & TcpFlag.ACK) !== 0;

/** Wireshark's round trip: kept unsigned, so that a clock set back leaves one that nothing exceeds. */
function noteFirstAck(connection: Connection, flags: number, timeNs: number): void {
  const sinceSyn = timeNs - connection.synTimeNs;
  if (flags & TcpFlag.SYN || Number.isNaN(sinceSyn)) return;
  connection.firstAckNs = sinceSyn < 0 ? Infinity : sinceSyn;
}

function noteSyn(connection: Connection, side: Side, tcp: TcpView): void {
  const sender = connection.halves[side];
  // Of two that cross, the first counts, and that the second comes again changes nothing (RFC 9293 3.5, figure 7).
  const crosses =
    sender.beforeFirstAck || connection.halves[side === 0 ? 1 : 0].state === TcpState.SynSent;
  if (tcp.flags & TcpFlag.ACK) connection.synAckSide = side;
  else if (!crosses || connection.synSide < 0) connection.synSide = side;
  sender.beforeFirstAck = true;
  sender.mss = tcp.mss;
  sender.sackPermitted = tcp.sackPermitted;
  sender.timestamps = tcp.hasTimestamps;
  sender.offeredShift = tcp.windowShift;
}

/** What also a header tells whose segment is not judged: its time and its window scale. */
function noteTimeAndScale(
  connection: Connection,
  side: Side,
  tcp: TcpView,
  { timeNs, zeroNs }: Arrival,
): void {
  const { flags, windowShift } = tcp;
  if (windowShift >= 0) connection.halves[side].windowShift = Math.min(windowShift, MAX_SHIFT);
  if (flags & TcpFlag.ACK && connection.firstAckNs === 0) noteFirstAck(connection, flags, timeNs);
  if (!(flags & TcpFlag.SYN)) return;
  // The beginning of 1970 is no time to Wireshark: from there it measures no round trip.
  if (!(flags & TcpFlag.ACK)) connection.synTimeNs = timeNs === zeroNs ? Number.NaN : timeNs;
  noteScaling(connection, side, tcp);
}

/** What a SYN's options say of window scaling. */
function noteScaling(connection: Connection, side: Side, tcp: TcpView): void {
  const sender = connection.halves[side];
  const peer = connection.halves[side === 0 ? 1 : 0];
  const synAck = (tcp.flags & TcpFlag.ACK) !== 0;
  // Where the capture cut the options, or one of them broke off the reading, the offer may have been among them.
  if (tcp.isBrokenOff) return;
  // Scaling is used only when both SYNs offer it (RFC 7323 2.2).
  if (sender.windowShift === WindowScale.Unknown) {
    sender.windowShift = peer.windowShift = WindowScale.NotUsed;
  } else if (synAck && peer.windowShift === WindowScale.NotUsed) {
    sender.windowShift = WindowScale.NotUsed;
  }
}

export function handshakeOf(connection: Connection): HandshakeSeen {
  const { synSide, synAckSide, handshakeAckFrame } = connection;
  if (handshakeAckFrame > 0 && synSide >= 0) return 'complete';
  return synSide >= 0 || synAckSide >= 0 ? 'partial' : 'absent';
}

/** Takes note of a segment that `side` sent and that an error message quotes. */
export function noteQuoted(
  connection: Connection,
  side: Side,
  tcp: TcpView,
  record: Arrival,
): void {
  noteHeader(connection, side, tcp, record, connection.packets === 0 && !connection.isQuoted);
  if (tcp.flags & TcpFlag.SYN) noteIsnAgain(connection.halves[side], tcp);
  connection.isQuoted = true;
}

/**
 * A SYN of a sender whose numbers may be known. True when it counts from another number than before: only a SYN-ACK, for
 * a SYN that does opens a new stream (connection-table.ts).
 */
export function noteIsnAgain(sender: Half, tcp: TcpView): boolean {
  if (!sender.baseSeqKnown) return false;
  const seq = tcp.seq | 0;
  if (sender.baseSeq !== seq) {
    sender.baseSeq = seq;
    return true;
  }
  // The same SYN again: a reset in between may have carried a number far ahead (RFC 9293 3.5.2).
  if ((tcp.flags & TcpFlag.ACK) === 0) sender.nextSeq = sender.maxSeqToBeAcked;
  return false;
}

/**
 * What Wireshark takes note of where a segment's length cannot be known: its flags, its time and its window scale, but
 * not its numbers. `opens`: nothing of the connection came before.
 */
export function noteHeader(
  connection: Connection,
  side: Side,
  tcp: TcpView,
  record: Arrival,
  opens: boolean,
): void {
  if (tcp.headerLen < TCP_HEADER_MIN) return;
  if (tcp.flags & TcpFlag.RST && !tcp.malformed) noteReset(connection, side, tcp);
  noteCompleteness(connection, tcp.flags, 0, opens);
  noteTimeAndScale(connection, side, tcp, record);
  if (tcp.operations !== 0) noteMultipath(connection, side, tcp);
}

/** Whether the segment is the first to acknowledge the SYN-ACK: it ends the handshake (RFC 9293 3.5, figure 6). */
export function endsHandshake(connection: Connection, side: Side, tcp: TcpView): boolean {
  if (connection.handshakeAckFrame !== 0 || connection.synAckSide < 0) return false;
  if (side === connection.synAckSide) return false;
  if ((tcp.flags & (TcpFlag.SYN | TcpFlag.RST | TcpFlag.ACK)) !== TcpFlag.ACK) return false;
  const sender = connection.halves[side];
  const peer = connection.halves[side === 0 ? 1 : 0];
  // With data, or behind some that is late, it ends the handshake as well (RFC 9293 3.10.7.4: SYN-RECEIVED).
  const isInside = seqLeq(sender.baseSeq + 1, tcp.seq);
  return isInside && (tcp.ack | 0) === ((peer.baseSeq + 1) | 0);
}

/**
 * Adds Wireshark's completeness bits of one segment (measured against tshark 4.0.17). A SYN counts only where it `opens`
 * the stream, a SYN carries no ACK and, answering, no data; data without ACK counts only with a SYN on new ports, and a
 * FIN without ACK is not believed.
 */
export function noteCompleteness(
  connection: Connection,
  flags: number,
  len: number,
  opens: boolean,
): void {
  const ack = flags & TcpFlag.ACK;
  const syn = flags & TcpFlag.SYN;
  let bits = 0;
  if (flags & TcpFlag.RST) bits = Completeness.Rst;
  if (flags & TcpFlag.FIN && ack) bits |= Completeness.Fin;
  if (syn && ack) {
    bits |= Completeness.SynAck;
  } else {
    if (len > 0 && (ack || (syn && opens && connection.reuses < 0))) bits |= Completeness.Data;
    if (syn && opens) bits |= Completeness.Syn;
    if (ack && len <= 0) bits |= Completeness.Ack;
  }
  connection.completeness |= bits;
}

/** Wireshark's tcp.completeness at the end: of a lone segment on new ports only a SYN tells it something. */
export function finalCompleteness(connection: Connection): number {
  const { completeness, packets, isQuoted, reuses } = connection;
  if (packets !== 1 || isQuoted || reuses >= 0) return completeness;
  const { Syn, Data } = Completeness;
  return completeness & Syn ? completeness & (Syn | Data) : 0;
}
