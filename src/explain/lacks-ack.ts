// Whether a receiver drops a row because it has no ACK flag (tcp/lacks-ack.ts).

import type { PacketRow } from '../classify/packet-row.ts';
import { lacksAck as areWithoutAck } from '../tcp/lacks-ack.ts';

/** A receiver drops it, unless a row shows that it did not. */
export const lacksAck = ({ tcp, links }: PacketRow): boolean =>
  links.acknowledgedBy === null && areWithoutAck(tcp.flags);
