// What an observer learns from one segment: applied to the connection after the segment was labelled.

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import { Completeness, type Connection, type Side } from './connection.ts';
import { noteBehindReset, noteReset } from './ending.ts';
import type { Half } from './half.ts';
import { noteCompleteness, noteHandshake, noteHeader, noteIsnAgain } from './handshake.ts';
import { Label } from './label.ts';
import { noteMultipath, noteSpeaking } from './multipath.ts';
import { acknowledgesUnseen, showsMore, UNSEEN_TOLD } from './unseen.ts';
import { seqLt } from './seq.ts';
import { advanceStates } from './state-machine.ts';

/**
 * Sets what the segment shows of the numbers both sides count from. To be called before it is labelled.
 * Without the SYN, the first byte seen counts as number 1, as Wireshark shows it. True when a SYN-ACK counts from
 * another number than its sender did before: the ports are used again.
 */
export function noteBase(connection: Connection, side: Side, tcp: TcpView): boolean {
  const sender = connection.halves[side];
  const peer = connection.halves[side === 0 ? 1 : 0];
  const syn = tcp.flags & TcpFlag.SYN;
  const otherIsn = syn !== 0 && noteIsnAgain(sender, tcp);
  if (otherIsn) forgetRequest(connection, side);
  // A segment whose length cannot be known is not counted from.
  if (tcp.judgedLen < 0 && !otherIsn) return false;
  if (!sender.baseSeqKnown) {
    sender.baseSeq = syn ? tcp.seq | 0 : (tcp.seq - 1) | 0;
    sender.baseSeqKnown = true;
  }
  if (syn) sender.synSeen = true;
  if (!peer.baseSeqKnown && tcp.flags & TcpFlag.ACK) {
    peer.baseSeq = (tcp.ack - 1) | 0;
    peer.baseSeqKnown = true;
  }
  return otherIsn;
}

/** Its SYN-ACK has another number than its SYN: it has forgotten that, and answers the one of the other side, if that asked. */
function forgetRequest(connection: Connection, side: Side): void {
  const { halves, synSide, synAckSide } = connection;
  const other = side === 0 ? 1 : 0;
  if (synSide === side && halves[other].synSeen && synAckSide !== other) connection.synSide = other;
}

/** What of a record an observer notes: which it is, when it came, and how long its frame was on the wire. */
export interface Arrival {
  readonly frame: number;
  readonly timeNs: number;
  /** What `timeNs` is for a record without a time. */
  readonly zeroNs: number;
  readonly origLen: number;
}

/** Takes the segment, with the labels it earned (Label bits), into the connection. */
export function observe(
  connection: Connection,
  side: Side,
  tcp: TcpView,
  record: Arrival,
  labels: number,
): void {
  const { timeNs } = record;
  noteTotals(connection, side, tcp, record);
  const opens = connection.packets === 1 && !connection.isQuoted;
  const sender = connection.halves[side];
  const peer = connection.halves[side === 0 ? 1 : 0];
  if (tcp.len < 0) {
    noteHeader(connection, side, tcp, record, opens);
    // Without a length (lone fragment) it tells nothing about sequence numbers. Behind a header that is too short
    // Wireshark counts on, a receiver does not: no state changes.
    if (tcp.judgedLen < 0) return;
    if (connection.subflow !== 0) noteSpeaking(connection, side);
    noteSequence(sender, tcp, timeNs, labels);
    noteAcknowledgement(sender, peer, tcp, timeNs, labels);
    return;
  }
  if (connection.completeness & Completeness.Rst && !(tcp.flags & TcpFlag.RST))
    noteBehindReset(connection, side, tcp);
  if (tcp.flags & HANDSHAKE_FLAGS || connection.opening || tcp.windowShift >= 0) {
    noteHandshake(connection, side, tcp, record);
  }
  const isTaken = (tcp.flags & TcpFlag.RST) === 0 || noteReset(connection, side, tcp);
  noteCompleteness(connection, tcp.flags, tcp.len, opens);
  noteSequence(sender, tcp, timeNs, labels);
  noteAcknowledgement(sender, peer, tcp, timeNs, labels);
  if (isTaken) advanceStates(connection, side, tcp);
  if ((connection.subflow | tcp.operations) !== 0) {
    noteSpeaking(connection, side);
    noteMultipath(connection, side, tcp);
  }
}

const HANDSHAKE_FLAGS = TcpFlag.SYN | TcpFlag.FIN | TcpFlag.RST;

function noteSequence(sender: Half, tcp: TcpView, timeNs: number, labels: number): void {
  const seq = tcp.seq | 0;
  const { flags, judgedLen } = tcp;
  const counted = flags & (TcpFlag.SYN | TcpFlag.FIN) ? 1 : 0;
  const end = (seq + judgedLen + counted) | 0;
  // A byte sent into a closed window does not move its sender on.
  if (labels & Label.ZeroWindowProbe) return;
  const expected = sender.nextSeq;
  if (expected === 0 || seqLt(expected, end)) {
    sender.nextSeq = end;
    sender.nextSeqTimeNs = timeNs;
  }
  const { maxSeqToBeAcked } = sender;
  if (seq === maxSeqToBeAcked || maxSeqToBeAcked === 0) sender.maxSeqToBeAcked = sender.nextSeq;
}

function noteAcknowledgement(
  sender: Half,
  peer: Half,
  tcp: TcpView,
  timeNs: number,
  labels: number,
): void {
  const ack = tcp.ack | 0;
  if (labels & Label.DuplicateAck) sender.dupAckCount = Math.max(sender.dupAckCount, 0) + 1;
  if (ack !== sender.lastAck) sender.dupAckCount = 0;
  if (tcp.flags & TcpFlag.ACK) {
    if (sender.mostAcked === 0 || seqLt(sender.mostAcked, ack)) sender.mostAcked = ack;
    if (acknowledgesUnseen(peer, tcp)) {
      // Told once: what was seen beyond the hole counts from now on.
      if (showsMore(peer)) peer.maxSeqToBeAcked = peer.nextSeq;
      else peer.dupAckCount = UNSEEN_TOLD;
    }
    sender.beforeFirstAck = (tcp.flags & TcpFlag.SYN) !== 0;
  }
  sender.window = tcp.window;
  sender.lastAck = ack;
  sender.lastAckTimeNs = timeNs;
  sender.lastLabels = labels;
}

function noteTotals(
  connection: Connection,
  side: Side,
  tcp: TcpView,
  { frame, timeNs, origLen }: Arrival,
): void {
  const sender = connection.halves[side];
  if (connection.packets++ === 0) {
    connection.firstFrame = frame;
    connection.firstTimeNs = timeNs;
  }
  connection.lastFrame = frame;
  connection.lastTimeNs = timeNs;
  sender.packets++;
  sender.wireBytes += origLen;
  if (tcp.len > 0) sender.payloadBytes += tcp.len;
}
