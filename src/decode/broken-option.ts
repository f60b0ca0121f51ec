// Options that are there in full by their length and yet hold less than what they announce. Wireshark 4.0 breaks off at
// such a one: it reads no option behind it, and says nothing of the segment (measured with tshark 4.0.17 for all kinds and
// lengths). Other options of a wrong length it passes over, as a receiver does.

import { MptcpSubtype, TcpOptionKind } from './tcp-option-kinds.ts';

/** Kind, length, and the edges of a block (RFC 2018 3). */
const SACK_MIN = 10;
/** Selective negative acknowledgements (CCSDS 714.0-B): Wireshark fails to read any. */
const SNACK_LEN = 6;

/** Length that the fixed fields of a subtype need (RFC 8684 3); others have none. */
const MPTCP_NEEDED: ReadonlyMap<number, number> = new Map([
  [MptcpSubtype.MP_CAPABLE, 4],
  [MptcpSubtype.ADD_ADDR, 4],
  [MptcpSubtype.MP_FAIL, 12],
  [MptcpSubtype.MP_FASTCLOSE, 12],
  [MptcpSubtype.MP_TCPRST, 4],
]);
/** Kind, length and subtype. */
export const MPTCP_MIN = 3;

/** Flags of DSS (RFC 8684 3.3, figure 9), octet 3. */
const DSS_FLAGS_AT = 3;
const DATA_ACK = 0x01;
const LONG_DATA_ACK = 0x02;
const MAPPING = 0x04;
const LONG_DSN = 0x08;
/** Subflow sequence number and data-level length. */
const MAPPING_REST = 6;

/** Whether Wireshark breaks off at the option of `length` octets at `at`, all of which are there. */
export function breaksOff(view: DataView, at: number, kind: number, length: number): boolean {
  if (kind === TcpOptionKind.Mptcp) return length < neededByMptcp(view, at, length);
  if (kind === TcpOptionKind.Sack) return length < SACK_MIN;
  return kind === TcpOptionKind.Snack && length === SNACK_LEN;
}

function neededByMptcp(view: DataView, at: number, length: number): number {
  if (length < MPTCP_MIN) return MPTCP_MIN;
  const subtype = view.getUint8(at + 2) >>> 4;
  if (subtype !== MptcpSubtype.DSS) return MPTCP_NEEDED.get(subtype) ?? MPTCP_MIN;
  if (length <= DSS_FLAGS_AT) return DSS_FLAGS_AT + 1;
  const flags = view.getUint8(at + DSS_FLAGS_AT);
  const ack = flags & DATA_ACK ? (flags & LONG_DATA_ACK ? 8 : 4) : 0;
  const mapping = flags & MAPPING ? (flags & LONG_DSN ? 8 : 4) + MAPPING_REST : 0;
  return DSS_FLAGS_AT + 1 + ack + mapping;
}
