// What an end takes that waits for the answer to its SYN (RFC 9293 3.10.7.3): an acknowledgement of that SYN, and a reset
// that acknowledges it. With other numbers a segment belongs to an older connection, or is forged: it opens and ends nothing.

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import type { Connection, Side } from './connection.ts';
import type { Half } from './half.ts';
import { seqDiff } from './seq.ts';
import { TcpState } from './state.ts';

/** Bytes. No capture misses more of a connection at once; then it is another connection, or a damaged number. */
export const MOST_MISSING = 64 << 20;

/**
 * ISS < SEG.ACK =< SND.NXT. `beyond` is how far the acknowledgement number lies behind the one after the SYN, `sent` how
 * many bytes came with the SYN (RFC 7413).
 */
export const acknowledgesSyn = (beyond: number, sent: number): boolean =>
  beyond >= 0 && beyond <= sent;

/**
 * The acknowledgement is of another connection. A little ahead, its sender may as well have what the capture misses; but a
 * SYN-ACK confirms a SYN and no more.
 */
export const isOfAnother = (beyond: number, sent: number, isSynAck: boolean): boolean =>
  !acknowledgesSyn(beyond, sent) && (isSynAck || beyond < 0 || beyond > sent + MOST_MISSING);

/** Whether an end that waits in SYN-SENT gets an acknowledgement of another connection. */
export const answersAnother = (opener: Half, tcp: TcpView): boolean =>
  opener.state === TcpState.SynSent &&
  (tcp.flags & TcpFlag.ACK) !== 0 &&
  isOfAnother(beyondSyn(opener, tcp.ack), opener.payloadBytes, (tcp.flags & TcpFlag.SYN) !== 0);

/** In SYN-SENT its sender has sent no bytes but those of its SYN. */
const beyondSyn = ({ baseSeq }: Half, ack: number): number => seqDiff(ack, baseSeq + 1);

/** 3.10.7.3, second: to an end in SYN-SENT a reset says nothing that does not acknowledge its SYN. */
export const isVainReset = (receiver: Half, { flags, ack }: TcpView): boolean =>
  receiver.state === TcpState.SynSent &&
  !(
    (flags & TcpFlag.ACK) !== 0 && acknowledgesSyn(beyondSyn(receiver, ack), receiver.payloadBytes)
  );

/**
 * 3.10.7.3, first: who waits in SYN-SENT refuses an acknowledgement that is not of its SYN (3.5.1, figure 9), with that
 * number. The reset clears away what the other end still has; its sender goes on asking.
 */
export function refusesAnother(connection: Connection, side: Side, tcp: TcpView): boolean {
  const { halves, synSide, synAckSide } = connection;
  const sender = halves[side];
  const { lastAck, lastAckTimeNs } = halves[side === 0 ? 1 : 0];
  const isOpening =
    synSide === side && synAckSide !== side && sender.beforeFirstAck && !sender.finSent;
  // Nothing has come of the other end: it has no last acknowledgement.
  if (!isOpening || tcp.flags & TcpFlag.ACK || Number.isNaN(lastAckTimeNs)) return false;
  return (
    lastAck === (tcp.seq | 0) && !acknowledgesSyn(beyondSyn(sender, lastAck), sender.payloadBytes)
  );
}

/** The reset leaves the connection that is being opened as it is. */
export const sparesOpening = (connection: Connection, side: Side, tcp: TcpView): boolean =>
  isVainReset(connection.halves[side === 0 ? 1 : 0], tcp) || refusesAnother(connection, side, tcp);
