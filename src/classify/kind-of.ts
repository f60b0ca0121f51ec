// Gives a segment its one kind, from the connection as it was before the segment.

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import { endsHandshake } from '../tcp/handshake.ts';
import { Label } from '../tcp/label.ts';
import type { SegmentKind } from './kind.ts';

/** The first that fits, in this order: what ends or opens a connection names the segment before what it carries. */
export function kindOf(
  connection: Connection,
  side: Side,
  tcp: TcpView,
  labels: number,
): SegmentKind {
  const { flags } = tcp;
  if (flags & TcpFlag.RST) return 'rst';
  if (flags & TcpFlag.SYN) return flags & TcpFlag.ACK ? 'syn-ack' : 'syn';
  if (flags & TcpFlag.FIN) return 'fin';
  if (labels & Label.ZeroWindowProbe) return 'zero-window-probe';
  if (labels & Label.KeepAlive) return 'keep-alive';
  if (tcp.len > 0) return 'data';
  if (endsHandshake(connection, side, tcp)) return 'handshake-ack';
  return labels & Label.WindowUpdate ? 'window-update' : 'ack';
}
