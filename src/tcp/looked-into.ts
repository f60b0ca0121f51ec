// Whose payload Wireshark hands to the protocol above: what came already, or too early, it passes over, but for a fast
// retransmission; what a reset carries is its reason. Measured against tshark 4.0.17.

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import { Label } from './label.ts';

/** `labels`: what Wireshark says of the segment (Label bits). */
export const isLookedInto = (
  { flags, len, payloadStart, payloadEnd }: TcpView,
  labels: number,
): boolean =>
  len > 0 &&
  payloadEnd > payloadStart &&
  (flags & TcpFlag.RST) === 0 &&
  (labels & (Label.OutOfOrder | Label.KeepAlive)) === 0 &&
  (labels & (Label.Retransmission | Label.FastRetransmission)) !== Label.Retransmission;
