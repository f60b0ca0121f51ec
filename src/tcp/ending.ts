// How a connection ended as far as the capture shows: FIN from both ends (RFC 9293 3.6), a RST (3.5.2), or not at all.

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import { Completeness, type Connection, type Side } from './connection.ts';
import type { Half } from './half.ts';
import { isChallenge, isOutsideWindow } from './refused-reset.ts';
import { seqGt, seqLeq } from './seq.ts';
import { TcpState } from './state.ts';
import { sparesOpening } from './syn-sent.ts';

/** `continued`: it goes on in the stream that Wireshark cuts off from it (vnc-greeting.ts). */
export type Ending = 'open' | 'half-closed' | 'closed' | 'reset' | 'continued';

/**
 * Takes note of a RST. The first, when both ends had sent FIN and all their bytes had arrived, only sweeps up. False where
 * its receiver throws it away, as its number lies outside the window.
 */
export function noteReset(connection: Connection, side: Side, tcp: TcpView): boolean {
  const { halves, completeness, isResetNoted, statesWithoutReset, sentBeforeReset } = connection;
  if (isResetNoted) return true;
  const [a, b] = halves;
  const { sent } = connection;
  if (!(completeness & Completeness.Rst)) {
    sent[0] = a.nextSeq;
    sent[1] = b.nextSeq;
  }
  if (sparesOpening(connection, side, tcp)) return true;
  if (isOutsideWindow(halves[side], sent[side], halves[side === 0 ? 1 : 0], tcp)) {
    connection.endedBy = firstToClose(connection);
    return false;
  }
  connection.isResetNoted = true;
  connection.notedReset[0] = side;
  connection.notedReset[1] = tcp.seq | 0;
  statesWithoutReset[0] = a.state;
  statesWithoutReset[1] = b.state;
  sentBeforeReset[0] = sent[0];
  sentBeforeReset[1] = sent[1];
  if (!hasDelivered(a, b) || !hasDelivered(b, a)) connection.isReset = true;
  return true;
}

/**
 * Takes note of a segment behind a RST. Who confirms what was sent after it has not obeyed it: it was not acceptable
 * (RFC 9293 3.10.7.4), or did not arrive; or the connection was opened anew. Nor has who answers it with a challenge ACK. Then
 * all is as it was before.
 */
export function noteBehindReset(connection: Connection, side: Side, tcp: TcpView): void {
  const { sentBeforeReset, sent, isResetNoted } = connection;
  const other = side === 0 ? 1 : 0;
  const before = sentBeforeReset[other];
  const confirms = (tcp.flags & TcpFlag.ACK) !== 0 && before !== 0 && seqGt(tcp.ack | 0, before);
  // What nobody has seen since may have been sent before.
  if (
    isResetNoted &&
    ((confirms && seqGt(sent[other], before)) || isRefused(connection, side, tcp))
  )
    refuteReset(connection);
  const counted = tcp.flags & (TcpFlag.SYN | TcpFlag.FIN) ? 1 : 0;
  const end = (tcp.seq + tcp.len + counted) | 0;
  if (sent[side] === 0 || seqGt(end, sent[side])) sent[side] = end;
}

function refuteReset(connection: Connection): void {
  const { halves, statesWithoutReset } = connection;
  const [a, b] = halves;
  connection.isResetNoted = connection.isReset = false;
  if (isDown(connection)) {
    a.state = statesWithoutReset[0];
    b.state = statesWithoutReset[1];
  }
  connection.endedBy = firstToClose(connection);
}

/** Who sent the first FIN, as far as it is known; -1 nobody. */
function firstToClose({ halves, endedBy }: Connection): Side | -1 {
  const first: Side = endedBy === 1 ? 1 : 0;
  const second: Side = first === 0 ? 1 : 0;
  return halves[first].finSent ? first : halves[second].finSent ? second : -1;
}

/** The segment that `side` sends is a challenge ACK: it does not have the number with which the reset would be obeyed. */
const isRefused = (
  { halves, sent, notedReset: [resetBy, resetSeq] }: Connection,
  side: Side,
  tcp: TcpView,
): boolean => {
  const other = side === 0 ? 1 : 0;
  return (
    resetBy === other && resetSeq !== (tcp.ack | 0) && isChallenge(tcp, halves[side], sent[other])
  );
};

/** A RST has closed it, and no SYN has come since. */
export const isDown = ({ halves: [a, b] }: Connection): boolean =>
  a.state === TcpState.Closed && b.state === TcpState.Closed;

/** Everything up to its FIN is confirmed; the FIN itself need not be. */
const hasDelivered = (half: Half, peer: Half): boolean =>
  half.finSent && seqLeq((half.finEnd - 1) | 0, peer.lastAck);

/** Sides of a closed connection of whose bytes before the FIN some are never confirmed in the capture. */
export function unsettledSides(connection: Connection): Side[] {
  if (endingOf(connection) !== 'closed' || connection.isWithItself) return [];
  const [a, b] = connection.halves;
  const isConfirmed = (half: Half, { mostAcked }: Half): boolean =>
    mostAcked !== 0 && seqLeq((half.finEnd - 1) | 0, mostAcked);
  return [...(isConfirmed(a, b) ? [] : [0 as const]), ...(isConfirmed(b, a) ? [] : [1 as const])];
}

export function endingOf(connection: Connection): Ending {
  const { halves, isReset, isContinued } = connection;
  const [a, b] = halves;
  if (isContinued) return 'continued';
  if (isReset) return 'reset';
  if (a.finSent && (b.finSent || connection.isWithItself)) return 'closed';
  return a.finSent || b.finSent ? 'half-closed' : 'open';
}
