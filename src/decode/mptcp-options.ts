// The options of Multipath TCP by which its subflows find each other: keys and tokens (RFC 8684 3.1, 3.2; version 0 as RFC
// 6824 has them). The others are named only. What they mean to each other is tcp/multipath.ts.

import { breaksOff, MPTCP_MIN } from './broken-option.ts';
import { MptcpSubtype, TcpOptionKind } from './tcp-option-kinds.ts';

const KEY_LEN = 8;
const KEYS_AT = 4;
/** Kind, length, subtype and version, flags, the sender's key: SYN of version 0, SYN-ACK. */
const ONE_KEY_LEN = KEYS_AT + KEY_LEN;
/** With the receiver's key behind it: the ACK; then also data-level length and checksum, with data. */
const TWO_KEYS_LENS: readonly number[] = [20, 22, 24];
/** MP_JOIN of a SYN: address identifier, token of the receiver, random number. */
const JOIN_SYN_LEN = 12;
const TOKEN_AT = 4;

export interface MptcpOption {
  readonly subtype: number;
  /** Of MP_CAPABLE. */
  readonly version: number;
  /** Of MP_CAPABLE: the sender's, and the receiver's; lent. */
  readonly keys: readonly Uint8Array[];
  /** Of the receiver, in the MP_JOIN of a SYN; else -1. */
  readonly token: number;
}

/** The options between `start` and `end` of `view`; the last may be one at which Wireshark breaks off. */
export function readMptcpOptions(view: DataView, start: number, end: number): MptcpOption[] {
  const options: MptcpOption[] = [];
  for (let at = start; at < end;) {
    const kind = view.getUint8(at);
    if (kind === TcpOptionKind.NoOperation) {
      at++;
      continue;
    }
    if (kind === TcpOptionKind.EndOfOptionList || at + 1 >= end) break;
    const length = view.getUint8(at + 1);
    if (length < 2 || at + length > end) break;
    if (kind === TcpOptionKind.Mptcp && length >= MPTCP_MIN)
      options.push(readOption(view, at, length));
    if (breaksOff(view, at, kind, length)) break;
    at += length;
  }
  return options;
}

function readOption(view: DataView, at: number, length: number): MptcpOption {
  const subtypeAndVersion = view.getUint8(at + 2);
  const subtype = subtypeAndVersion >>> 4;
  const isJoin = subtype === MptcpSubtype.MP_JOIN && length === JOIN_SYN_LEN;
  return {
    subtype,
    version: subtypeAndVersion & 15,
    keys: subtype === MptcpSubtype.MP_CAPABLE ? readKeys(view, at + KEYS_AT, length) : [],
    token: isJoin ? view.getUint32(at + TOKEN_AT) : -1,
  };
}

function readKeys(view: DataView, at: number, length: number): Uint8Array[] {
  const keys = TWO_KEYS_LENS.includes(length) ? 2 : length === ONE_KEY_LEN ? 1 : 0;
  const start = view.byteOffset + at;
  return Array.from(
    { length: keys },
    (_, i) => new Uint8Array(view.buffer, start + i * KEY_LEN, KEY_LEN),
  );
}
