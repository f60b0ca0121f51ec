// The block layout of pcapng as tables (draft-ietf-opsawg-pcapng 3.1, 4, 11.1).
// Offsets count from the block's first byte. Reads nothing by itself.

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
  dropCount: 10,
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
  PacketDropCount: 4,
  IfName: 2,
  IfDescription: 3,
  IfTsresol: 9,
  IfFilter: 11,
  IfFcslen: 13,
  StatisticsDropped: 5,
  StatisticsDroppedBySystem: 7,
  IfTsoffset: 14,
} as const;
/** In the drop count of an obsolete packet block: the writer did not know (appendix A). */
export const DROP_COUNT_UNKNOWN = 0xffff;
export const OPTION = { lenAt: 2, headerLen: 4 } as const;
/** epb_flags bits 5 to 8: FCS length in bytes. */
export const FLAGS_FCS = { shift: 5, mask: 0xf } as const;

/** Lengths are whole words; writers that forget it for the total length still pad the block. */
export function padded(lenBytes: number): number {
  return Math.ceil(lenBytes / 4) * 4;
}
