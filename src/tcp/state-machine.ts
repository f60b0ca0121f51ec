// Moves both ends through RFC 9293 3.3.2's states with one segment (figure 5 read from outside: see state.ts).
// A segment is taken to arrive; the capture shows later when it did not. But a FIN behind missing bytes is taken only when
// it is acknowledged: until the bytes are there, its receiver does not look at it (3.10.7.4, eighth). And what has neither
// SYN, RST nor ACK is dropped in every state in which there is a connection (3.10.7.2 to 3.10.7.4, fifth).

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import type { Connection, Side } from './connection.ts';
import { isDown } from './ending.ts';
import type { Half } from './half.ts';
import { seqLeq } from './seq.ts';
import { TcpState } from './state.ts';
import { answersAnother, isVainReset, refusesAnother } from './syn-sent.ts';

/** Updates the states of both halves for the segment that `side` sends. */
export function advanceStates(connection: Connection, side: Side, tcp: TcpView): void {
  const goesOn = connection.isResetNoted && (tcp.flags & (TcpFlag.RST | TcpFlag.SYN)) === 0;
  if (goesOn && isDown(connection)) advanceBehindReset(connection, side, tcp);
  else advance(connection, side, tcp);
}

/** Nobody is left, unless the reset was not obeyed: that may show later (ending.ts). */
function advanceBehindReset(connection: Connection, side: Side, tcp: TcpView): void {
  const { halves, statesWithoutReset } = connection;
  const [a, b] = halves;
  [a.state, b.state] = statesWithoutReset;
  advance(connection, side, tcp);
  statesWithoutReset[0] = a.state;
  statesWithoutReset[1] = b.state;
  a.state = b.state = TcpState.Closed;
}

function advance(connection: Connection, side: Side, tcp: TcpView): void {
  const sender = connection.halves[side];
  const peer = connection.halves[side === 0 ? 1 : 0];
  const { flags } = tcp;
  if (flags & TcpFlag.RST) {
    resetSent(connection, side, tcp);
  } else if (flags & TcpFlag.SYN) {
    if (flags & TcpFlag.ACK) synAckSent(sender, peer, tcp);
    else synSent(sender, peer);
  } else if (flags & TcpFlag.ACK) {
    synchronize(sender);
    if (goesBeyondOpening(peer, tcp) && sender.state === TcpState.SynReceived)
      sender.state = TcpState.Established;
    if (peer.state <= TcpState.SynSent && !isReached(sender, peer, tcp)) return;
    acknowledged(peer, sender, tcp.ack | 0);
    if (flags & TcpFlag.FIN && !sender.finSent) finSent(sender, peer, tcp);
  }
}

/** The same for a segment that left its sender and did not arrive: only its sender's state moves. */
export function advanceSender(connection: Connection, side: Side, tcp: TcpView): void {
  const sender = connection.halves[side];
  const peer = connection.halves[side === 0 ? 1 : 0];
  const { flags } = tcp;
  if (flags & TcpFlag.RST) {
    sender.state = TcpState.Closed;
  } else if (flags & TcpFlag.SYN) {
    // Who asks has not got the other's SYN, though the capture shows that.
    const opened = flags & TcpFlag.ACK ? TcpState.SynReceived : TcpState.SynSent;
    if (sender.state <= TcpState.SynReceived || sender.state === TcpState.TimeWait)
      sender.state = opened;
  } else if (flags & TcpFlag.ACK) {
    synchronize(sender);
    const confirmsFin = peer.finSent && seqLeq(peer.finEnd, tcp.ack | 0);
    if (confirmsFin) finArrived(sender);
    if (!(flags & TcpFlag.FIN) || sender.finSent) return;
    // What is not confirmed was not there yet when this one was sent.
    if (peer.finSent && !confirmsFin) sender.state = TcpState.Closing;
    else finLeft(sender);
  }
}

/** 3.5: connect() sends SYN. Two that cross are a simultaneous open (figure 7). */
function synSent(sender: Half, peer: Half): void {
  if (peer.state === TcpState.SynSent) {
    sender.state = peer.state = TcpState.SynReceived;
    return;
  }
  // Who asks again has not got the answer that was taken to arrive.
  const isUnanswered = sender.state === TcpState.Established && peer.state === TcpState.SynReceived;
  if (isUnanswered) sender.state = TcpState.SynSent;
  if (sender.state > TcpState.SynSent && sender.state < TcpState.TimeWait) return;
  sender.state = TcpState.SynSent;
  if (peer.state !== TcpState.Established) peer.state = TcpState.SynReceived;
}

function synAckSent(sender: Half, peer: Half, tcp: TcpView): void {
  // Who answers a SYN has nothing left of a connection for which it had refused that.
  const isAsked = peer.state === TcpState.SynSent;
  if (isAsked || sender.state <= TcpState.SynReceived) sender.state = TcpState.SynReceived;
  if (answersAnother(peer, tcp)) return;
  // Its arrival acknowledges the peer's SYN: figure 6, line 3.
  if (peer.state <= TcpState.SynReceived) peer.state = TcpState.Established;
}

/**
 * 3.10.7.1, 3.10.7.3: who sends a reset has no connection, or refuses one that the other end still has; and it ends that
 * of an end that takes it.
 */
function resetSent(connection: Connection, side: Side, tcp: TcpView): void {
  const sender = connection.halves[side];
  const peer = connection.halves[side === 0 ? 1 : 0];
  const goesOn = refusesAnother(connection, side, tcp);
  if (goesOn || !isVainReset(peer, tcp)) peer.state = TcpState.Closed;
  sender.state = goesOn ? TcpState.SynSent : TcpState.Closed;
}

/**
 * Whether the receiver has a connection to which a segment without SYN can belong. A SYN that is answered with the numbers
 * of an older one finds an end that still has that (3.5.1, figure 9).
 */
function isReached(sender: Half, receiver: Half, tcp: TcpView): boolean {
  if (!answersAnother(receiver, tcp)) {
    synchronize(receiver);
    return true;
  }
  if (sender.state <= TcpState.SynReceived) sender.state = TcpState.Established;
  return false;
}

/** Whoever sends or is sent a segment without SYN has a connection; where none was seen to open it began earlier. */
function synchronize(half: Half): void {
  if (half.state === TcpState.Unknown || half.state === TcpState.SynSent) {
    half.state = TcpState.Established;
  }
}

/**
 * 3.10.7.4, fifth: an end in SYN-RECEIVED sends no bytes and no FIN before the third step has come, captured or not; but for
 * what answers the bytes of a SYN (RFC 7413 4.2.2). Of a peer of which nothing is captured whatever it confirms has come.
 */
const goesBeyondOpening = (peer: Half, { flags, len }: TcpView): boolean =>
  peer.packets === 0 || (peer.payloadBytes === 0 && (len > 0 || (flags & TcpFlag.FIN) !== 0));

/** 3.10.7.4, fifth: what the arriving acknowledgement number does to its receiver's state. */
function acknowledged(receiver: Half, sender: Half, ack: number): void {
  if (receiver.state === TcpState.SynReceived) receiver.state = TcpState.Established;
  if (!receiver.finSent || !seqLeq(receiver.finEnd, ack)) return;
  finArrived(sender);
  if (receiver.state === TcpState.FinWait1) receiver.state = TcpState.FinWait2;
  else if (receiver.state === TcpState.Closing) receiver.state = TcpState.TimeWait;
  else if (receiver.state === TcpState.LastAck) receiver.state = TcpState.Closed;
}

/** 3.6: the sender has no more to send; the receiver learns it, unless bytes before it are missing. */
function finSent(sender: Half, peer: Half, tcp: TcpView): void {
  sender.finSent = true;
  sender.finEnd = (tcp.seq + tcp.len + 1) | 0;
  // A FIN that does not acknowledge the peer's FIN crossed it: both called close() (figure 13).
  if (peer.finSent && !seqLeq(peer.finEnd, tcp.ack | 0)) {
    sender.state = peer.state = TcpState.Closing;
    return;
  }
  finLeft(sender);
  // Nothing before it is missing, or its receiver has confirmed what is.
  const isInLine = seqLeq(sender.finEnd, sender.maxSeqToBeAcked);
  if (isInLine || (peer.lastAckTimeNs >= 0 && seqLeq(tcp.seq | 0, peer.lastAck))) finArrived(peer);
}

function finLeft(sender: Half): void {
  if (sender.state === TcpState.Established) sender.state = TcpState.FinWait1;
  else if (sender.state === TcpState.CloseWait) sender.state = TcpState.LastAck;
}

function finArrived(receiver: Half): void {
  if (receiver.state === TcpState.Established) receiver.state = TcpState.CloseWait;
  else if (receiver.state === TcpState.FinWait1) receiver.state = TcpState.Closing;
  else if (receiver.state === TcpState.FinWait2) receiver.state = TcpState.TimeWait;
}
