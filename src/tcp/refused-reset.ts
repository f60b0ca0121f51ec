// Resets that an end with a connection does not obey (RFC 9293 3.10.7.4, first and second; RFC 5961 3.2): what lies outside its
// window is thrown away; what lies inside and is not the number that it waits for, it answers with a challenge ACK.

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import type { Half } from './half.ts';
import { seqDiff, seqLeq, seqLt } from './seq.ts';
import { TcpState } from './state.ts';
import { MOST_MISSING } from './syn-sent.ts';

/** It has its connection, of which both numbers are known. */
const isSynchronized = ({ state }: Half): boolean =>
  state >= TcpState.Established && state < TcpState.TimeWait;

/**
 * Whether the reset lies outside the window of its receiver, as far as what that has confirmed tells. Where bytes may be missing
 * from the capture that it follows, this does not show. `sent` is where what its sender sent before ends, 0 unknown.
 */
export function isOutsideWindow(
  sender: Half,
  sent: number,
  receiver: Half,
  { seq }: TcpView,
): boolean {
  const { mostAcked, window, windowShift } = receiver;
  if (!isSynchronized(receiver) || mostAcked === 0 || sent === 0) return false;
  // Confirming what nobody has sent is no sign of what it waits for.
  if (seqLt(sent, mostAcked)) return false;
  // Linux takes a number before the FIN where it has got that: some refuse so what comes behind their close().
  const isBeforeFin = sender.finSent && seqLeq((mostAcked - 1) | 0, seq);
  if (seqLt(seq, mostAcked)) return !isBeforeFin;
  const room = windowShift > 0 ? window << windowShift : window;
  return seqDiff(seq, sent) > Math.max(MOST_MISSING, room);
}

/**
 * An acknowledgement that says what its sender said last, though all that the other end had `sent` was confirmed: nothing
 * but the reset can have provoked it.
 */
export const isChallenge = (
  { flags, len, ack, window }: TcpView,
  sender: Half,
  sent: number,
): boolean =>
  (flags & (TcpFlag.ACK | TcpFlag.SYN | TcpFlag.FIN)) === TcpFlag.ACK &&
  len === 0 &&
  (ack | 0) === sender.lastAck &&
  (ack | 0) === sent &&
  window === sender.window;
