// Where in the frame the fields an explanation points at lie (RFC 9293 3.1), counted from 0 as the hex dump does.

import type { PacketRow } from '../classify/packet-row.ts';

/** Offset of the byte with the flags CWR to FIN from the start of the TCP header. */
const FLAGS_OFFSET = 13;
/** The flags of that byte; AE lies in the byte before. */
const FLAGS_BYTE = 0xff;

/** The byte's place in `row.bytes` and its value; null when it was not captured. */
export function flagsByte(row: PacketRow): { at: number; value: number } | null {
  const at = row.tcp.start + FLAGS_OFFSET;
  const value = row.bytes[at];
  if (value === undefined || value !== (row.tcp.flags & FLAGS_BYTE)) return null;
  return { at, value };
}

/** The capture ends inside the header: options may have stood where it ends. */
export const isHeaderCut = (row: PacketRow): boolean =>
  row.kind !== 'malformed' && row.payloadStart - row.tcp.start < row.tcp.headerLen;
