// When a segment acknowledges what its receiver was not seen to send, and how often Wireshark says so: at each such
// acknowledgement while the receiver shows more than was counted, else once until the receiver acknowledges again.

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import type { Half } from './half.ts';
import { seqLt } from './seq.ts';

/** Whether `tcp` acknowledges more than `peer` was seen to send without a hole. */
export const acknowledgesUnseen = (peer: Half, tcp: TcpView): boolean =>
  (tcp.flags & TcpFlag.ACK) !== 0 &&
  peer.maxSeqToBeAcked !== 0 &&
  seqLt(peer.maxSeqToBeAcked, tcp.ack | 0);

/** Whether the peer was seen to send something beyond the hole. */
export const showsMore = (peer: Half): boolean => seqLt(peer.maxSeqToBeAcked, peer.nextSeq);

/** `dupAckCount` of a peer that showed nothing beyond the hole: it is not said again until its acknowledgement moves. */
export const UNSEEN_TOLD = -1;
