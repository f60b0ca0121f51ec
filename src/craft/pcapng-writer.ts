// Writes a one-section pcapng file (draft-ietf-opsawg-pcapng): section header, interfaces, enhanced packet blocks.
// No name resolution, statistics or secrets blocks; options only if_name, if_tsresol and comments.
import type { CraftedRecord } from './capture-writer.ts';

/** One capturing interface of the section. */
export interface PcapngInterface {
  linkType: number;
  name?: string | undefined;
  snapLen?: number | undefined;
  /** Decimal digits of a second that timestamps count: 6 microseconds (the format's default), 9 nanoseconds. */
  tsDigits?: number | undefined;
}

/** A frame, the index of its interface, and a comment on it. */
export interface PcapngRecord extends CraftedRecord {
  interfaceId?: number | undefined;
  comment?: string | undefined;
}

const BLOCK = { section: 0x0a0d0d0a, interface: 1, enhancedPacket: 6 } as const;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const OPTION = { end: 0, comment: 1, ifName: 2, ifTsresol: 9 } as const;
const UNKNOWN_LENGTH = [0xffffffff, 0xffffffff];
const NS_DIGITS = 9;

/** Grows the file word by word in the section's byte order. */
class BlockWriter {
  readonly #bytes: number[] = [];
  readonly #little: boolean;

  constructor(little: boolean) {
    this.#little = little;
  }

  u16(n: number): void {
    const pair = [(n >>> 8) & 0xff, n & 0xff];
    this.#bytes.push(...(this.#little ? pair.reverse() : pair));
  }

  u32(n: number): void {
    const [first, second] = this.#little ? [n & 0xffff, n >>> 16] : [n >>> 16, n & 0xffff];
    this.u16(first);
    this.u16(second);
  }

  padded(bytes: Uint8Array): void {
    for (const byte of bytes) this.#bytes.push(byte);
    while (this.#bytes.length % 4 !== 0) this.#bytes.push(0);
  }

  option(code: number, value: Uint8Array): void {
    this.u16(code);
    this.u16(value.length);
    this.padded(value);
  }

  /** A block's type and body between its two total lengths (section 3.1). */
  block(type: number, body: (writer: BlockWriter) => void): void {
    const inner = new BlockWriter(this.#little);
    body(inner);
    const bytes = inner.finish();
    this.u32(type);
    this.u32(bytes.length + 12);
    this.padded(bytes);
    this.u32(bytes.length + 12);
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** The bytes of a pcapng file with these interfaces, in order, and these frames. */
export function writePcapng(
  interfaces: readonly PcapngInterface[],
  records: readonly PcapngRecord[],
  bigEndian = false,
): Uint8Array {
  const writer = new BlockWriter(!bigEndian);
  const text = new TextEncoder();
  writer.block(BLOCK.section, (b) => {
    b.u32(BYTE_ORDER_MAGIC);
    b.u16(1);
    b.u16(0);
    for (const word of UNKNOWN_LENGTH) b.u32(word);
  });
  for (const each of interfaces) {
    writer.block(BLOCK.interface, (b) => {
      b.u16(each.linkType);
      b.u16(0);
      b.u32(each.snapLen ?? 0);
      if (each.name !== undefined) b.option(OPTION.ifName, text.encode(each.name));
      if (each.tsDigits !== undefined) b.option(OPTION.ifTsresol, Uint8Array.of(each.tsDigits));
      b.option(OPTION.end, new Uint8Array(0));
    });
  }
  for (const record of records) {
    const interfaceId = record.interfaceId ?? 0;
    const digits = interfaces[interfaceId]?.tsDigits ?? 6;
    const units = record.timeNs / 10n ** BigInt(NS_DIGITS - digits);
    writer.block(BLOCK.enhancedPacket, (b) => {
      b.u32(interfaceId);
      b.u32(Number(units >> 32n));
      b.u32(Number(units & 0xffffffffn));
      b.u32(record.bytes.length);
      b.u32(record.origLen ?? record.bytes.length);
      b.padded(record.bytes);
      if (record.comment === undefined) return;
      b.option(OPTION.comment, text.encode(record.comment));
      b.option(OPTION.end, new Uint8Array(0));
    });
  }
  return writer.finish();
}
