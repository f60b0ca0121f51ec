// The block layout of pcapng as tables (draft-ietf-opsawg-pcapng 3.1, 4, 11.1), and the option walk.
// Offsets count from the block's first byte. Reads nothing by itself.
import { NO_COMMENTS } from './record-view.ts';

export const Block = {
  Interface: 1,
  /** Obsolete, appendix A of the draft. */
  Packet: 2,
  SimplePacket: 3,
  InterfaceStatistics: 5,
  EnhancedPacket: 6,
  Section: 0x0a0d0d0a,
} as const;

/** Not packets, yet Wireshark gives them a number in its list: custom, journal and sysdig event blocks. */
export const NUMBERED_BLOCKS: ReadonlySet<number> = new Set([
  0x00000009, 0x00000bad, 0x40000bad, 0x00000204, 0x00000216, 0x00000221,
]);

/** Type, total length, and the total length again at the end. */
export const FRAME = { totalLen: 4, headerLen: 8, trailerLen: 4, minLen: 12 } as const;

export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
export const SECTION = { magic: 8, major: 12, minor: 14, minLen: 28 } as const;
export const SECTION_OPTIONS = 24;
export const INTERFACE = { linkType: 8, snapLen: 12, options: 16, minLen: 20 } as const;
export const STATISTICS = { interfaceId: 8, options: 20, minLen: 24 } as const;
export const SIMPLE = { origLen: 8, data: 12, minLen: 16 } as const;
/** Enhanced and obsolete packet blocks differ in the interface id alone: 32 bits, or 16 and a drop count. */
export const PACKET = {
  interfaceId: 8,
  timeHigh: 12,
  timeLow: 16,
  capLen: 20,
  origLen: 24,
  data: 28,
  minLen: 32,
} as const;

/** Options: 16-bit code, 16-bit length, value padded to 4. */
export const OptionCode = {
  End: 0,
  Comment: 1,
  SectionOs: 3,
  SectionApplication: 4,
  PacketFlags: 2,
  IfName: 2,
  IfDescription: 3,
  IfTsresol: 9,
  IfFilter: 11,
  IfFcslen: 13,
  StatisticsDropped: 5,
  StatisticsDroppedBySystem: 7,
  IfTsoffset: 14,
} as const;
const OPTION = { lenAt: 2, headerLen: 4 } as const;
/** epb_flags bits 5 to 8: FCS length in bytes. */
const FLAGS_FCS = { shift: 5, mask: 0xf } as const;

/** Lengths are whole words; writers that forget it for the total length still pad the block. */
export function padded(lenBytes: number): number {
  return Math.ceil(lenBytes / 4) * 4;
}

/** Position of the first option `code`'s header in `[pos, end)`, -1 without one. Stops at the first
 *  option that does not fit: what comes before it is still good. */
export function findOption(
  view: DataView,
  pos: number,
  end: number,
  code: number,
  isLittle: boolean,
): number {
  let at = pos;
  while (at + OPTION.headerLen <= end) {
    const found = view.getUint16(at, isLittle);
    const next = at + OPTION.headerLen + padded(view.getUint16(at + OPTION.lenAt, isLittle));
    if (found === OptionCode.End || next > end) return -1;
    if (found === code) return at;
    at = next;
  }
  return -1;
}

/** Where the value of the option at `at` begins. */
export function optionValue(at: number): number {
  return at + OPTION.headerLen;
}

export function optionLen(view: DataView, at: number, isLittle: boolean): number {
  return view.getUint16(at + OPTION.lenAt, isLittle);
}

/** The text of the first option `code`; undefined without one. */
export function optionText(
  view: DataView,
  pos: number,
  end: number,
  code: number,
  isLittle: boolean,
): string | undefined {
  const at = findOption(view, pos, end, code, isLittle);
  return at < 0 ? undefined : textAt(view, optionValue(at), optionLen(view, at, isLittle));
}

/** The comments of a block (opt_comment, 3.5.1), in their order. */
export function commentsOf(
  view: DataView,
  pos: number,
  end: number,
  isLittle: boolean,
): readonly string[] {
  const comments: string[] = [];
  let from = pos;
  for (;;) {
    const at = findOption(view, from, end, OptionCode.Comment, isLittle);
    if (at < 0) return comments.length === 0 ? NO_COMMENTS : comments;
    const len = optionLen(view, at, isLittle);
    comments.push(textAt(view, optionValue(at), len));
    from = optionValue(at) + padded(len);
  }
}

/** UTF-8; what lies behind a zero is not shown by Wireshark either. */
export function textAt(view: DataView, pos: number, lenBytes: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + pos, lenBytes);
  return new TextDecoder().decode(bytes).split('\0', 1)[0]!;
}

/** A 64-bit number, 0 without one. */
export function optionCount(
  view: DataView,
  pos: number,
  end: number,
  code: number,
  isLittle: boolean,
): number {
  const at = findOption(view, pos, end, code, isLittle);
  if (at < 0 || optionLen(view, at, isLittle) !== 8) return 0;
  return Number(view.getBigUint64(optionValue(at), isLittle));
}

/** FCS bytes that an enhanced packet block's own flags announce; 0 when they say nothing. */
export function flagsFcsLen(view: DataView, pos: number, end: number, isLittle: boolean): number {
  const at = findOption(view, pos, end, OptionCode.PacketFlags, isLittle);
  if (at < 0 || optionLen(view, at, isLittle) !== 4) return 0;
  return (view.getUint32(optionValue(at), isLittle) >>> FLAGS_FCS.shift) & FLAGS_FCS.mask;
}
