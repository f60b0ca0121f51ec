// The Info column as Wireshark 4's packet list writes it for a TCP segment, so that both can be read side by side.
// Option names and order follow the wire; malformed options are left to the field table.

import type { PacketRow } from '../classify/packet-row.ts';

/** IANA kinds that Wireshark repeats in the Info column. */
const OptionKind = { Mss: 2, WindowScale: 3, SackPermitted: 4, Sack: 5, Timestamps: 8 } as const;

const optionText = (kind: number, body: DataView): string => {
  if (kind === OptionKind.SackPermitted) return ' SACK_PERM';
  if (kind === OptionKind.Mss && body.byteLength === 2) return ` MSS=${body.getUint16(0)}`;
  // RFC 7323 2.3: shifts above 14 count as 14.
  if (kind === OptionKind.WindowScale && body.byteLength === 1)
    return ` WS=${2 ** Math.min(body.getUint8(0), 14)}`;
  if (kind === OptionKind.Timestamps && body.byteLength === 8)
    return ` TSval=${body.getUint32(0)} TSecr=${body.getUint32(4)}`;
  return '';
};

/** SACK edges are shown relative to the first byte of the data they acknowledge. */
const sackText = (body: DataView, base: number): string => {
  let text = '';
  for (let at = 0; at + 8 <= body.byteLength; at += 8)
    text += ` SLE=${(body.getUint32(at) - base) >>> 0} SRE=${(body.getUint32(at + 4) - base) >>> 0}`;
  return text;
};

const optionsText = (row: PacketRow): string =>
  row.tcp.options
    .map((option) => {
      const { start, end } = option;
      if (option.malformed !== undefined || end - start < 2) return '';
      const { bytes } = row;
      const body = new DataView(bytes.buffer, bytes.byteOffset + start + 2, end - start - 2);
      return option.kind === OptionKind.Sack
        ? sackText(body, (row.tcp.ack - row.tcp.relAck) >>> 0)
        : optionText(option.kind, body);
    })
    .join('');

/** Bytes (RFC 9293 3.1). */
const SHORTEST_HEADER = 20;

/** "55841 → 10000 [SYN] Seq=0 Win=65535 Len=0 MSS=1460 WS=256 SACK_PERM", without labels. */
export const segmentInfo = (row: PacketRow): string => {
  const { tcp } = row;
  // Without a length Wireshark shows the numbers as they stand in the header.
  const isTooLong = row.kind === 'malformed' && tcp.headerLen >= SHORTEST_HEADER;
  const isBare = tcp.isPartial || isTooLong;
  const [seq, ackNumber, window] = isBare
    ? [tcp.seq, tcp.ack, tcp.window]
    : [tcp.relSeq, tcp.relAck, tcp.scaledWindow];
  const flags = tcp.flagNames.length === 0 ? '<None>' : tcp.flagNames.join(', ');
  const ack = tcp.flagNames.includes('ACK') ? ` Ack=${ackNumber}` : '';
  const urgent = tcp.flagNames.includes('URG') ? ` Urg=${tcp.urgentPointer}` : '';
  const numbers = `${tcp.srcPort} → ${tcp.dstPort} [${flags}] Seq=${seq}${ack} Win=${window}${urgent}`;
  if (isTooLong) return `${numbers}[Malformed Packet]`;
  if (row.kind === 'malformed')
    return `${numbers}, bogus TCP header length (${tcp.headerLen}, must be at least ${SHORTEST_HEADER})`;
  return `${numbers}${isBare ? '' : ` Len=${tcp.len}`}${optionsText(row)}`;
};
