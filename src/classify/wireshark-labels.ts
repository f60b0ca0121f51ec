// What Wireshark's TCP analysis calls a segment, from the connection as it was before the segment
// (Wireshark User's Guide, "TCP Analysis"; measured against tshark 4.0.17). Pure; observe.ts applies the segment.
// Order matters where the Guide says that one label supersedes another.

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import { WindowScale, type Half } from '../tcp/half.ts';
import { Label } from '../tcp/label.ts';
import type { Arrival } from '../tcp/observe.ts';
import { seqLeq, seqLt } from '../tcp/seq.ts';
import { showsNewOperation } from '../tcp/multipath.ts';
import { acknowledgesUnseen, showsMore, UNSEEN_TOLD } from '../tcp/unseen.ts';

/** A fast retransmission follows the duplicate acknowledgements within this time. */
const FAST_RETRANSMISSION_NS = 20_000_000;
/** Where no round trip is known, a segment this soon after the one it should precede is out of order. */
const OUT_OF_ORDER_NS = 3_000_000;

const SYN_FIN_RST = TcpFlag.SYN | TcpFlag.FIN | TcpFlag.RST;
const SYN_FIN = TcpFlag.SYN | TcpFlag.FIN;

/** When a segment came. Its record rather than the number: a number handed over may be an object for every segment. */
export type Moment = Pick<Arrival, 'timeNs'>;

/** Label bits of the segment that `side` sends. Base sequence numbers must be set. */
export function wiresharkLabels(
  connection: Connection,
  side: Side,
  tcp: TcpView,
  moment: Moment,
): number {
  const { flags, judgedLen: len } = tcp;
  // A segment whose length cannot be known (lone fragment, header longer than it) is not judged.
  if (len < 0) return 0;
  const sender = connection.halves[side];
  const peer = connection.halves[side === 0 ? 1 : 0];
  const seq = tcp.seq | 0;

  // A segment of one byte into a closed window probes it, whatever else it looks like.
  const probe = len === 1 && seq === sender.nextSeq && peer.window === 0;
  let labels = probe ? Label.ZeroWindowProbe : stateLabels(sender, peer, tcp, seq, len);
  if (labels & Label.DuplicateAck && showsNewOperation(connection, side))
    labels &= ~Label.DuplicateAck;

  let dupAcks = peer.dupAckCount;
  if (acknowledgesUnseen(peer, tcp)) {
    if (showsMore(peer) || dupAcks === 0) labels |= Label.AckLostSegment;
    if (!showsMore(peer)) dupAcks = UNSEEN_TOLD;
  }
  if (len > 0 || flags & SYN_FIN) {
    labels |= resentLabels(connection, sender, peer, tcp, moment, labels, dupAcks);
  }
  return labels;
}

/** Labels about windows, acknowledgements and holes: everything but the re-sent family. */
function stateLabels(sender: Half, peer: Half, tcp: TcpView, seq: number, len: number): number {
  const { flags, window } = tcp;
  const ack = tcp.ack | 0;
  const plain = (flags & SYN_FIN_RST) === 0;
  let labels = 0;

  if (window === 0 && plain) labels |= Label.ZeroWindow;
  if (sender.nextSeq !== 0 && seqLt(sender.nextSeq, seq) && (flags & TcpFlag.RST) === 0) {
    labels |= Label.LostSegment;
  }
  if (len <= 1 && plain && seq === ((sender.nextSeq - 1) | 0)) labels |= Label.KeepAlive;
  if (plain && len > 0 && fillsWindow(peer, seq, len)) labels |= Label.WindowFull;

  // The rest concerns an empty segment that repeats its sender's numbers.
  const repeats = len === 0 && plain && seq === sender.nextSeq && ack === sender.lastAck;
  if (!repeats) return labels;
  if (window !== 0 && window !== sender.window) return labels | Label.WindowUpdate;
  if (window !== sender.window) return labels;
  if (window === 0) {
    return peer.lastLabels & Label.ZeroWindowProbe ? labels | Label.ZeroWindowProbeAck : labels;
  }
  return labels | (peer.lastLabels & Label.KeepAlive ? Label.KeepAliveAck : Label.DuplicateAck);
}

/** The segment ends exactly where the peer's last window ends, and that window's scale is known. */
function fillsWindow(peer: Half, seq: number, len: number): boolean {
  if (peer.windowShift === WindowScale.Unknown) return false;
  const shift = peer.beforeFirstAck || peer.windowShift < 0 ? 0 : peer.windowShift;
  return ((seq + len) | 0) === ((peer.lastAck + (peer.window << shift)) | 0);
}

/** Retransmission, fast, spurious, or out of order: a segment with sequence numbers that does not advance. */
function resentLabels(
  connection: Connection,
  sender: Half,
  peer: Half,
  tcp: TcpView,
  moment: Moment,
  labels: number,
  dupAcks: number,
): number {
  const { flags, judgedLen: len } = tcp;
  const seq = tcp.seq | 0;
  if (labels & Label.KeepAlive) return 0;
  const end = (seq + len) | 0;
  if (len > 0 && peer.lastAck !== 0 && seqLeq(end, peer.lastAck)) {
    return Label.SpuriousRetransmission | Label.Retransmission;
  }
  if (sender.nextSeq === 0 || !seqLt(seq, sender.nextSeq)) return 0;
  // Data that repeats one byte, as after a window probe, brings new bytes behind it.
  if (len > 1 && seq === ((sender.nextSeq - 1) | 0)) return 0;
  const { timeNs } = moment;
  if (
    (dupAcks >= 2 || dupAcks === UNSEEN_TOLD) &&
    peer.lastAck === seq &&
    timeNs >= peer.lastAckTimeNs &&
    timeNs - peer.lastAckTimeNs < FAST_RETRANSMISSION_NS
  ) {
    return Label.FastRetransmission | Label.Retransmission;
  }
  const threshold = connection.firstAckNs === 0 ? OUT_OF_ORDER_NS : connection.firstAckNs;
  const elapsed = timeNs - sender.nextSeqTimeNs;
  const highest = (end + (flags & SYN_FIN ? 1 : 0)) | 0;
  if (elapsed >= 0 && elapsed < threshold && sender.nextSeq !== highest) {
    return Label.OutOfOrder;
  }
  return Label.Retransmission;
}
