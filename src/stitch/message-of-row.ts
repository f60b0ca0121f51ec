// The narrow view of an application message: one data row, one message. True for programs that send() whole
// messages and wait; framing across rows is not judged here.

import type { PacketRow } from '../classify/packet-row.ts';

export interface RowMessage {
  readonly row: PacketRow;
  readonly bytes: Uint8Array;
  /** The sending and the receiving endpoint, "address:port". */
  readonly from: string;
  readonly to: string;
}

/** Messages longer than this are not compared: what people and small protocols say to each other is shorter. */
const LONGEST = 4096;

/** The messages of rows in capture order: complete, captured whole, and not sent before. */
export function messagesOf(rows: readonly PacketRow[]): RowMessage[] {
  return rows.filter(isMessage).map((row) => ({
    row,
    bytes: row.bytes.subarray(row.payloadStart, row.payloadEnd),
    from: `${row.src}:${row.tcp.srcPort}`,
    to: `${row.dst}:${row.tcp.dstPort}`,
  }));
}

function isMessage(row: PacketRow): boolean {
  const captured = row.payloadEnd - row.payloadStart;
  return (
    (row.kind === 'data' || row.kind === 'fin') &&
    row.tcp.len > 0 &&
    captured === row.tcp.len &&
    captured <= LONGEST &&
    !row.findings.some(
      ({ kind, evidence }) =>
        kind === 'captured-twice' || (kind === 'retransmission' && !evidence['newBytes']),
    )
  );
}
