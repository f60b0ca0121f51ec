// Gives a segment its one kind, from the connection as it was before the segment.

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import type { Half } from '../tcp/half.ts';
import { endsHandshake } from '../tcp/handshake.ts';
import { Label } from '../tcp/label.ts';
import { seqLeq, seqLt } from '../tcp/seq.ts';
import { TcpState } from '../tcp/state.ts';
import type { SegmentKind } from './kind.ts';
import type { Moment } from './wireshark-labels.ts';

/** The first that fits, in this order: what nobody can read is nothing else; what ends or opens a connection names the segment before what it carries. */
export function kindOf(
  connection: Connection,
  side: Side,
  tcp: TcpView,
  labels: number,
  moment: Moment,
): SegmentKind {
  const { flags } = tcp;
  // Nobody reads it, whatever its flags.
  if (tcp.malformed) return 'malformed';
  if (flags & TcpFlag.RST) return 'rst';
  if (flags & TcpFlag.SYN) return flags & TcpFlag.ACK ? 'syn-ack' : 'syn';
  if (flags & TcpFlag.FIN) return 'fin';
  if (tcp.len < 0) return 'partial';
  if (tcp.len === 0 && !(flags & TcpFlag.ACK)) return 'without-ack';
  if (labels & Label.ZeroWindowProbe) return 'zero-window-probe';
  if (labels & Label.KeepAlive) return keepAliveKind(connection, side, tcp, moment);
  if (tcp.len > 0) return 'data';
  if (endsHandshake(connection, side, tcp)) return 'handshake-ack';
  return labels & Label.WindowUpdate ? 'window-update' : 'ack';
}

/** It acknowledges less than its sender did before, which the other side had sent. */
const isOvertaken = ({ mostAcked }: Half, { nextSeq }: Half, tcp: TcpView): boolean =>
  mostAcked !== 0 && seqLt(tcp.ack | 0, mostAcked) && seqLeq(mostAcked, nextSeq);

/** Timers of keep-alives are longer than this, those of retransmissions rarely. */
const SHORTEST_IDLE_NS = 10_000_000_000;

/**
 * What looks like a keep-alive, a number one before the next, asks for room where the other side has none: so Linux
 * probes a closed window. And a byte that is pushed, or that nobody has confirmed yet, sent a moment ago, is sent again.
 */
function keepAliveKind(
  connection: Connection,
  side: Side,
  tcp: TcpView,
  { timeNs }: Moment,
): SegmentKind {
  const sender = connection.halves[side];
  const peer = connection.halves[side === 0 ? 1 : 0];
  // The window of a reset tells nothing.
  if (peer.window === 0 && peer.state !== TcpState.Closed) return 'zero-window-probe';
  // A keep-alive confirms all that its sender has (RFC 9293 3.8.4 sends what an idle connection would). What confirms less
  // than was confirmed before was sent before that, and has been overtaken.
  if (isOvertaken(sender, peer, tcp)) return tcp.len === 0 ? 'ack' : 'data';
  if (tcp.len === 0) return 'keep-alive';
  // Only what a program wrote is pushed, in every copy; its confirmation may still be under way, or lost.
  if (tcp.flags & TcpFlag.PSH) return 'data';
  const isUnconfirmed = peer.lastAckTimeNs >= 0 && seqLeq(peer.lastAck, tcp.seq);
  const isRecent = timeNs - sender.nextSeqTimeNs < SHORTEST_IDLE_NS;
  return isUnconfirmed && isRecent ? 'data' : 'keep-alive';
}
