// The streaming verdict on one segment: its labels, its kind, and its numbers as Wireshark shows them.

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import { failsAtMultipath } from '../tcp/multipath.ts';
import { seqRelative } from '../tcp/seq.ts';
import type { SegmentKind } from './kind.ts';
import { kindOf } from './kind-of.ts';
import { wiresharkLabels, type Moment } from './wireshark-labels.ts';
import { Label } from '../tcp/label.ts';

/** A verdict, reused: valid until the next segment. */
export class Verdict {
  /** Label bits: what Wireshark says of the segment. */
  labels = 0;
  /** Label bits as the connection takes them. Wireshark says nothing of a segment whose options it cannot read to their end. */
  judged = 0;
  kind: SegmentKind = 'ack';
  /** uint32, counted from the sender's and the peer's base. relAck is 0 without the ACK flag. */
  relSeq = 0;
  relAck = 0;
  /** relSeq this sender was expected to go on with; -1 when nothing of it was seen before. */
  expectedRelSeq = -1;
  /** Window in bytes: scaled where the shift is known, else the raw field. */
  scaledWindow = 0;
}

/** Labels the segment that `side` sends; the connection is as it was before it, with its base numbers set. */
export function judge(
  verdict: Verdict,
  connection: Connection,
  side: Side,
  tcp: TcpView,
  moment: Moment,
  portsReused: boolean,
): void {
  // One expression: a statement that is run for the first time after 300,000 packets makes V8 compile all of this again.
  const labels =
    wiresharkLabels(connection, side, tcp, moment) | (portsReused ? Label.ReusedPorts : 0);
  verdict.judged = labels;
  verdict.labels = labels !== 0 && isPassedOver(connection, tcp) ? 0 : labels;
}

const isPassedOver = (connection: Connection, tcp: TcpView): boolean =>
  tcp.malformed || tcp.isBrokenOff || failsAtMultipath(connection, tcp);

/** The rest of the verdict on the segment that was just labelled: what totals do not ask for. */
export function classify(
  verdict: Verdict,
  connection: Connection,
  side: Side,
  tcp: TcpView,
  moment: Moment,
): void {
  const sender = connection.halves[side];
  const peer = connection.halves[side === 0 ? 1 : 0];
  verdict.kind = kindOf(connection, side, tcp, verdict.judged, moment);
  verdict.relSeq = seqRelative(tcp.seq, sender.baseSeq);
  verdict.relAck = tcp.flags & TcpFlag.ACK ? seqRelative(tcp.ack, peer.baseSeq) : 0;
  verdict.expectedRelSeq = sender.nextSeq === 0 ? -1 : seqRelative(sender.nextSeq, sender.baseSeq);
  // The window of a SYN is never scaled (RFC 7323 2.2).
  const scaled = sender.windowShift > 0 && (tcp.flags & TcpFlag.SYN) === 0;
  verdict.scaledWindow = scaled ? tcp.window << sender.windowShift : tcp.window;
}
