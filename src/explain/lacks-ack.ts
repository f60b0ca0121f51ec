// Which segments a receiver drops because they have no ACK flag (RFC 9293 3.10.7.4).

import type { PacketRow } from '../classify/packet-row.ts';

const MAY_STAND_ALONE = ['ACK', 'SYN', 'RST'];

/** A receiver drops it, unless a row shows that it did not. */
export const lacksAck = ({ tcp, links }: PacketRow): boolean =>
  links.acknowledgedBy === null && !MAY_STAND_ALONE.some((name) => tcp.flagNames.includes(name));
