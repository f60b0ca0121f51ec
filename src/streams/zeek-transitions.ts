// How one segment moves Zeek's view of its sender (and, where Zeek reasons so, of the peer). Transitions only.

import { TcpFlag } from '../decode/tcp-view.ts';
import type { ZeekEnd } from './zeek-end.ts';
import { ZeekEndState } from './zeek-state.ts';

const { Inactive, SynSent, SynAckSent, Partial, Established, Closed, Reset } = ZeekEndState;

/** Moves `sender` for a segment with `flags` and `len` payload bytes. True when it closes its side. */
export function advanceZeek(
  sender: ZeekEnd,
  peer: ZeekEnd,
  fromOriginator: boolean,
  flags: number,
  len: number,
): boolean {
  switch (sender.state) {
    case Inactive:
      return fromInactive(sender, peer, fromOriginator, flags, len);
    case SynSent:
    case SynAckSent:
      return leaveBy(sender, flags, flags & TcpFlag.FIN);
    case Partial:
    case Established:
      return fromEstablished(sender, peer, flags);
    case Closed:
      // A RST after both sent FIN changes nothing: the connection has ended by then.
      if (!(flags & TcpFlag.RST) || peer.state === Closed) return false;
      sender.become(Reset);
      return !sender.over;
    case Reset:
      return false;
  }
}

function leaveBy(sender: ZeekEnd, flags: number, fin: number): boolean {
  if (fin) sender.become(Closed);
  if (flags & TcpFlag.RST) sender.become(Reset);
  return fin !== 0 || (flags & TcpFlag.RST) !== 0;
}

function fromInactive(
  sender: ZeekEnd,
  peer: ZeekEnd,
  fromOriginator: boolean,
  flags: number,
  len: number,
): boolean {
  if (flags & TcpFlag.SYN) {
    if (fromOriginator) {
      sender.become(flags & TcpFlag.ACK ? SynAckSent : SynSent);
    } else {
      if (peer.state === SynSent) peer.become(Established);
      sender.become(Established);
    }
  }
  const closes = leaveBy(sender, flags, flags & TcpFlag.FIN);
  if (sender.state !== Inactive) return closes;
  // A pure ACK before the SYN-ACK does not make the connection a partial one.
  if (!fromOriginator && len === 0 && peer.state === SynSent) return closes;
  const missedSyn = flags & TcpFlag.ACK && peer.state === Established;
  sender.become(missedSyn ? Established : Partial);
  return closes;
}

function fromEstablished(sender: ZeekEnd, peer: ZeekEnd, flags: number): boolean {
  const synAlone = (flags & (TcpFlag.SYN | TcpFlag.ACK)) === TcpFlag.SYN;
  if (synAlone && sender.state === Partial && peer.state === Inactive) sender.become(SynSent);
  const fin = flags & TcpFlag.FIN && !(flags & TcpFlag.RST) ? 1 : 0;
  // FIN, RST, FIN: after all a normal end.
  if (fin && peer.state === Reset && peer.previous === Closed) peer.become(Closed);
  return leaveBy(sender, flags, fin);
}
