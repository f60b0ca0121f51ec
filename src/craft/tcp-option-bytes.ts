// TCP options as bytes (RFC 9293 3.2, 7323, 2018), in the orders real stacks write them.
// Lengths are right unless `raw` is used; nothing here reads options, that is decode/tcp-options.ts.
import { TcpOptionKind } from '../decode/tcp-option-kinds.ts';

const u16 = (n: number): number[] => [(n >>> 8) & 0xff, n & 0xff];
const u32 = (n: number): number[] => [...u16(n >>> 16), ...u16(n & 0xffff)];

/** One option each, as its bytes: kind, length, value. */
export const tcpOption = {
  endOfList: [TcpOptionKind.EndOfOptionList],
  nop: [TcpOptionKind.NoOperation],
  sackPermitted: [TcpOptionKind.SackPermitted, 2],
  mss: (bytes: number): number[] => [TcpOptionKind.Mss, 4, ...u16(bytes)],
  windowScale: (shift: number): number[] => [TcpOptionKind.WindowScale, 3, shift],
  /** Blocks are [left edge, right edge) in absolute sequence numbers. */
  sack: (blocks: readonly (readonly [number, number])[]): number[] => [
    TcpOptionKind.Sack,
    2 + 8 * blocks.length,
    ...blocks.flatMap(([left, right]) => [...u32(left), ...u32(right)]),
  ],
  timestamps: (val: number, ecr: number): number[] => [
    TcpOptionKind.Timestamps,
    10,
    ...u32(val),
    ...u32(ecr),
  ],
  /** Any kind with any value; `length` overrides the honest one, for malformed options. */
  raw: (kind: number, value: readonly number[] = [], length = value.length + 2): number[] => [
    kind,
    length,
    ...value,
  ],
} as const;

/** Options one after the other, filled with End of Option List to a 32-bit border (RFC 9293 3.1). */
export function packOptions(...options: readonly (readonly number[])[]): Uint8Array {
  const bytes = options.flat();
  while (bytes.length % 4 !== 0) bytes.push(...tcpOption.endOfList);
  return Uint8Array.from(bytes);
}

/** NOP, NOP, Timestamps: what Linux, BSD and Windows put on every segment once both ends offered it. */
export const timestampOptions = (val: number, ecr: number): Uint8Array =>
  packOptions(tcpOption.nop, tcpOption.nop, tcpOption.timestamps(val, ecr));

/** A Linux SYN or SYN-ACK: MSS, SACK permitted, Timestamps, NOP, Window Scale (20 bytes). */
export const linuxSynOptions = (mss: number, shift: number, val: number, ecr: number): Uint8Array =>
  packOptions(
    tcpOption.mss(mss),
    tcpOption.sackPermitted,
    tcpOption.timestamps(val, ecr),
    tcpOption.nop,
    tcpOption.windowScale(shift),
  );

/** A Windows SYN or SYN-ACK: MSS, NOP, Window Scale, NOP, NOP, SACK permitted (12 bytes). */
export const windowsSynOptions = (mss: number, shift: number): Uint8Array =>
  packOptions(
    tcpOption.mss(mss),
    tcpOption.nop,
    tcpOption.windowScale(shift),
    tcpOption.nop,
    tcpOption.nop,
    tcpOption.sackPermitted,
  );
