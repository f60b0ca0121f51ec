// What one captured segment does to the sockets of both ends (RFC 9293 3.10, figure 5). A segment is taken to have
// arrived, with the exceptions netstat would contradict: a SYN alone makes no socket at the end that has not answered
// it, an ICMP error can end connect() (RFC 1122 4.2.3.9), and a reset ends only a connection whose numbers it fits (3.5.3, RFC 5961 3.2).

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import { type IcmpReason, isHardError } from '../tcp/icmp-reason.ts';
import { seqLt } from '../tcp/seq.ts';
import type { EndSocket } from './end-socket.ts';
import { SocketState } from './socket-state.ts';

/** No timer is shorter (RFC 6298 2.4, as kernels have it); a copy that comes sooner is one that the network made. */
const SHORTEST_TIMER_NS = 200_000_000;

const { None, Gone, SynSent, SynRecv, Established, FinWait1, FinWait2 } = SocketState;
const { CloseWait, Closing, LastAck, TimeWait } = SocketState;

/** The capture's place and time of a segment; time in ns since the first record. */
export interface Place {
  readonly frame: number;
  readonly timeNs: number;
}

/** 3.5, figures 6 and 7: a SYN without ACK. */
export function synSent(sender: EndSocket, peer: EndSocket, tcp: TcpView, at: Place): void {
  // The same SYN once more, or a late copy of it: who asks has not given up.
  sender.isDoubted = false;
  if (sender.exists) return;
  sender.open(tcp.seq, SynSent, at.frame, at.timeNs);
  sender.sent(tcp.seq, tcp.seq + 1 + tcp.len);
  if (peer.state !== SynSent) return;
  // Two SYNs that crossed: a simultaneous open.
  sender.enter(SynRecv, at.frame, at.timeNs);
  peer.enter(SynRecv, at.frame, at.timeNs);
}

/** 3.5, figure 6, line 3. True when it shows that its sender was listening. */
export function synAckSent(sender: EndSocket, peer: EndSocket, tcp: TcpView, at: Place): boolean {
  const repeated = sender.exists && sender.synSent && sender.iss === (tcp.seq | 0);
  if (!repeated) sender.open(tcp.seq, SynRecv, at.frame, at.timeNs);
  // 3.10.7.4, fifth: whose timer repeats it has not taken what seemed to end the handshake.
  else if (sender.isOnlyOpen && at.timeNs - sender.sinceNs >= SHORTEST_TIMER_NS)
    sender.enter(SynRecv, at.frame, at.timeNs);
  sender.sent(tcp.seq, tcp.seq + 1 + tcp.len);
  if (peer.state === None) {
    peer.assumed = true;
    peer.enter(Established, at.frame, at.timeNs);
    peer.acknowledged(tcp.ack);
  } else if ((peer.state === SynSent || peer.state === SynRecv) && peer.acceptsSynAck(tcp.ack)) {
    peer.acknowledged(tcp.ack);
    peer.enter(Established, at.frame, at.timeNs);
  }
  return !repeated;
}

/** 3.10.7.4: any segment without SYN and RST. */
export function segmentSent(sender: EndSocket, peer: EndSocket, tcp: TcpView, at: Place): void {
  const fin = (tcp.flags & TcpFlag.FIN) !== 0;
  const acks = (tcp.flags & TcpFlag.ACK) !== 0;
  // 3.10.7.4, fifth: dropped. Null, FIN and Xmas scans come from no socket either.
  if (!acks && tcp.len <= 0) return;
  if (fin && sender.state === Gone && peer.state === TimeWait && sender.finSent) {
    // The ACK of its FIN was captured and lost after that: it waits still.
    sender.enter(LastAck, at.frame, at.timeNs);
  }
  // It answers a SYN with an acknowledgement of something else: 3.5.1, figure 9, a connection half open.
  const refuses = peer.state === SynSent && acks && !peer.acceptsSynAck(tcp.ack);
  synchronize(sender, at);
  if (!refuses) synchronize(peer, at);
  if (!sender.exists) return;
  sender.sent(tcp.seq, tcp.seq + tcp.len + (fin ? 1 : 0));
  if (refuses || !peer.exists) return;
  if (acks) acknowledge(peer, tcp.ack, at);
  if (fin && acks) finSent(sender, peer, tcp, at);
}

/** Who sends or is sent a segment without SYN is past the handshake; where none was captured it began earlier. */
function synchronize(end: EndSocket, at: Place): void {
  if (end.state === None) end.assumed = true;
  if (end.state === None || end.state === SynSent) end.enter(Established, at.frame, at.timeNs);
}

function acknowledge(receiver: EndSocket, ack: number, at: Place): void {
  receiver.acknowledged(ack);
  if (receiver.state === SynRecv && receiver.acceptsSynAck(ack)) {
    receiver.enter(Established, at.frame, at.timeNs);
  }
  if (!receiver.finAcknowledged) return;
  if (receiver.state === FinWait1) receiver.enter(FinWait2, at.frame, at.timeNs);
  else if (receiver.state === Closing) receiver.enter(TimeWait, at.frame, at.timeNs);
  else if (receiver.state === LastAck) receiver.enter(Gone, at.frame, at.timeNs);
}

/** 3.6: figures 12 and 13. */
function finSent(sender: EndSocket, peer: EndSocket, tcp: TcpView, at: Place): void {
  if (sender.finSent) {
    // 3.10.7.4, eighth: the FIN again restarts the wait.
    if (peer.state === TimeWait) peer.sinceNs = at.timeNs;
    return;
  }
  sender.finSent = true;
  sender.finEnd = (tcp.seq + tcp.len + 1) | 0;
  // A FIN that does not acknowledge the other's FIN crossed it: its sender had not seen that one.
  if (peer.finSent && seqLt(tcp.ack, peer.finEnd)) {
    sender.enter(Closing, at.frame, at.timeNs);
    peer.enter(Closing, at.frame, at.timeNs);
    return;
  }
  if (sender.state === CloseWait) sender.enter(LastAck, at.frame, at.timeNs);
  else if (sender.state === Established || sender.state === SynRecv) {
    sender.enter(FinWait1, at.frame, at.timeNs);
  }
  if (peer.state === Established || peer.state === SynRecv) {
    peer.enter(CloseWait, at.frame, at.timeNs);
  } else if (peer.state === FinWait1) peer.enter(Closing, at.frame, at.timeNs);
  else if (peer.state === FinWait2) peer.enter(TimeWait, at.frame, at.timeNs);
}

/** 3.5.2 and 3.5.3. True when it refused a SYN: nobody listens there. */
export function rstSent(sender: EndSocket, peer: EndSocket, tcp: TcpView, at: Place): boolean {
  // 3.10.7.3: an end that waits for its SYN,ACK resets what answered with other numbers, and goes on waiting.
  const goesOn = sender.state === SynSent && (tcp.seq | 0) !== ((sender.iss + 1) | 0);
  const refusal = peer.state === SynSent;
  const fits =
    peer.state === SynSent
      ? (tcp.flags & TcpFlag.ACK) !== 0 && peer.acceptsSynAck(tcp.ack)
      : goesOn || sender.mayReachWith(tcp.seq);
  if (!fits) return false;
  peer.reset(tcp.seq, at.frame, at.timeNs);
  if (!goesOn) sender.enter(Gone, at.frame, at.timeNs);
  return refusal;
}

/** A segment got no further, as an ICMP error reports: a reset has ended nothing then. */
export function undelivered(
  sender: EndSocket,
  peer: EndSocket,
  { tcp, reason }: Unreachable,
  at: Place,
): void {
  if (tcp.flags & TcpFlag.RST) peer.withoutReset(tcp.seq);
  else synUnreachable(sender, tcp, reason, at);
}

interface Unreachable {
  readonly tcp: TcpView;
  readonly reason: IcmpReason;
}

/**
 * RFC 1122 4.2.3.9: what will not pass makes connect() fail; what may pass, in some kernels only (RFC 5461 4.1). A packet
 * too big is sent smaller. Errors with other numbers are not of this request (RFC 5927 4.1).
 */
function synUnreachable(sender: EndSocket, tcp: TcpView, reason: IcmpReason, at: Place): void {
  if (sender.state !== SynSent || (tcp.seq | 0) !== sender.iss || reason === 'too-big') return;
  if (isHardError(reason)) sender.enter(Gone, at.frame, at.timeNs);
  else sender.isDoubted = true;
}
