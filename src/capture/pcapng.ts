// The block format (draft-ietf-opsawg-pcapng): sections of either byte order, interfaces, packets.
// Blocks that hold no packet are skipped by their length, however long; names and secrets are not read.
import type { ByteWindow } from './byte-window.ts';
import { CaptureError } from './capture-error.ts';
import { addInterface, addText, SAYS_NOTHING, type CaptureInfo } from './capture-info.ts';
import { linkTypeName } from './link-type.ts';
import {
  Block,
  BYTE_ORDER_MAGIC,
  DROP_COUNT_UNKNOWN,
  FLAGS_FCS,
  FRAME,
  INTERFACE,
  NUMBERED_BLOCKS,
  OptionCode,
  PACKET,
  padded,
  SECTION,
  SECTION_OPTIONS,
  SIMPLE,
  STATISTICS,
} from './pcapng-blocks.ts';
import { BlockOptions } from './pcapng-options.ts';
import type { PcapngInterface } from './pcapng-interface.ts';
import { readInterface } from './pcapng-interface.ts';
import { NO_COMMENTS } from './record-view.ts';
import { Read } from './read-status.ts';
import type { ReadStatus } from './read-status.ts';
import { DESCRIPTION_LIMIT, HARD_LIMIT } from './record-limit.ts';
import type { TickScale } from './tick-scale.ts';
import { Walker } from './walker.ts';

/** Bytes that must be there before a section header can be judged. */
export const PCAPNG_HEADER_LEN = SECTION.minLen;

const DAMAGED = 'the file is damaged from here on; everything before it is used';

/** Blocks kept whole in the window; everything else is skipped. */
const SMALLEST: ReadonlyMap<number, number> = new Map<number, number>([
  [Block.Section, SECTION.minLen],
  [Block.Interface, INTERFACE.minLen],
  [Block.Packet, PACKET.minLen],
  [Block.SimplePacket, SIMPLE.minLen],
  [Block.EnhancedPacket, PACKET.minLen],
  [Block.InterfaceStatistics, STATISTICS.minLen],
]);
/** Blocks with descriptions only. */
const DESCRIPTIONS: ReadonlySet<number> = new Set([
  Block.Section,
  Block.Interface,
  Block.InterfaceStatistics,
]);

/** Stands at the first section header, which must lie in the window from its first byte.
 *  Throws a CaptureError when its byte order or version is unknown. */
export function openPcapng(
  window: ByteWindow,
  compression: CaptureInfo['compression'],
): PcapngWalker {
  const isLittle = sectionOrder(window.view, window.pos);
  const { view, pos } = window;
  const version = isLittle === null ? null : sectionVersion(view, pos, isLittle);
  if (isLittle === null || version === null || !isKnownVersion(version)) {
    throw new CaptureError({
      code: isLittle === null ? 'bad-header' : 'unsupported-version',
      fileOffset: isLittle === null ? SECTION.magic : SECTION.major,
      what:
        version === null
          ? 'begins like a pcapng, but its byte-order magic is none'
          : `a pcapng section of version ${version}, and only 1.0 is known`,
      advice: 'convert it with `editcap -F pcapng`, or capture again',
    });
  }
  return new PcapngWalker(window, {
    format: 'pcapng',
    compression,
    byteOrder: isLittle ? 'little' : 'big',
    resolution: '',
    version,
    snapLen: 0,
    interfaces: [],
    ...SAYS_NOTHING(),
  });
}

function sectionOrder(view: DataView, pos: number): boolean | null {
  if (view.getUint32(pos + SECTION.magic, true) === BYTE_ORDER_MAGIC) return true;
  return view.getUint32(pos + SECTION.magic, false) === BYTE_ORDER_MAGIC ? false : null;
}

function sectionVersion(view: DataView, pos: number, isLittle: boolean): string {
  const major = view.getUint16(pos + SECTION.major, isLittle);
  return `${major}.${view.getUint16(pos + SECTION.minor, isLittle)}`;
}

/** 1.2 was written by mistake for 1.0 (draft 4.1). */
function isKnownVersion(version: string): boolean {
  return version === '1.0' || version === '1.2';
}

/** Walks the blocks of a pcapng and stops at each packet. */
export class PcapngWalker extends Walker {
  readonly info: CaptureInfo;
  private isLittle: boolean;
  private interfaces: PcapngInterface[] = [];
  /** Total length of a skipped block whose trailing length is still to be compared; 0 for none. */
  private skippedLen = 0;
  private skippedAt = 0;
  private timedBy: TickScale | null = null;

  constructor(window: ByteWindow, info: CaptureInfo) {
    super(window);
    this.info = info;
    this.isLittle = info.byteOrder === 'little';
  }

  protected override walk(): ReadStatus {
    const { window } = this;
    for (;;) {
      if (this.skippedLen > 0) {
        if (window.isSkipping || window.end - window.pos < FRAME.trailerLen) {
          return this.short('block', this.skippedAt);
        }
        if (!this.trailerAgrees(window.pos, this.skippedLen)) return this.refuseTrailer(window.pos);
        window.pos += FRAME.trailerLen;
        this.skippedLen = 0;
      }
      const { view, pos } = window;
      if (window.end - pos < FRAME.minLen) return this.short('block');
      const type = view.getUint32(pos, this.isLittle);
      // A section header says itself in which order its own length stands.
      if (type === Block.Section) {
        const isLittle = sectionOrder(view, pos);
        if (isLittle === null)
          return this.refuse(SECTION.magic, 'a section without byte-order magic');
        this.isLittle = isLittle;
      }
      const claimed = view.getUint32(pos + FRAME.totalLen, this.isLittle);
      const smallest = SMALLEST.get(type);
      if (claimed < (smallest ?? FRAME.minLen)) {
        return this.refuse(0, `a block of type ${type} claims ${claimed} bytes, too few for it`);
      }
      const totalLen = padded(claimed);
      if (smallest === undefined) {
        if (NUMBERED_BLOCKS.has(type)) this.frames++;
        this.skippedAt = window.offsetOf(pos);
        window.skip(totalLen - FRAME.trailerLen);
        this.skippedLen = totalLen;
        continue;
      }
      const limit = DESCRIPTIONS.has(type) ? DESCRIPTION_LIMIT : HARD_LIMIT;
      if (totalLen > limit)
        return this.refuseLength(`a block of type ${type} claims`, totalLen, limit);
      const end = pos + totalLen;
      if (end > window.end) return this.short('block');
      if (!this.trailerAgrees(end - FRAME.trailerLen, totalLen)) {
        return this.refuseTrailer(end - FRAME.trailerLen);
      }
      const status = this.enter(type, pos, end - FRAME.trailerLen);
      if (status === Read.End) return Read.End;
      window.pos = end;
      if (status === Read.Record) return Read.Record;
    }
  }

  /** One whole block: Record, End after damage, Wait when it held no packet and the walk goes on. */
  private enter(type: number, pos: number, end: number): ReadStatus {
    switch (type) {
      case Block.EnhancedPacket:
      case Block.Packet:
        return this.enterPacket(type, pos, end);
      case Block.SimplePacket:
        return this.enterSimple(pos, end);
      case Block.Interface:
        return this.enterInterface(pos, end);
      case Block.InterfaceStatistics:
        return this.enterStatistics(pos, end);
      default:
        return this.enterSection(pos, end);
    }
  }

  private enterSection(pos: number, end: number): ReadStatus {
    const { info, window, isLittle } = this;
    const version = sectionVersion(window.view, pos, isLittle);
    if (!isKnownVersion(version)) {
      return this.refuse(SECTION.major, `a section of version ${version}, and only 1.0 is known`);
    }
    if (info.byteOrder !== (isLittle ? 'little' : 'big')) info.byteOrder = 'mixed';
    this.interfaces = [];
    const options = new BlockOptions(window.view, pos + SECTION_OPTIONS, end, isLittle);
    for (const comment of options.comments()) addText(info.comments, comment);
    const capturedBy = [OptionCode.SectionApplication, OptionCode.SectionOs].flatMap(
      (code) => options.text(code) ?? [],
    );
    if (capturedBy.length > 0) addText(info.capturedBy, capturedBy.join(', '));
    return Read.Wait;
  }

  private enterStatistics(pos: number, end: number): ReadStatus {
    const { window, isLittle } = this;
    const { view } = window;
    const of = this.interfaces[view.getUint32(pos + STATISTICS.interfaceId, isLittle)];
    if (of === undefined) return Read.Wait;
    const options = new BlockOptions(view, pos + STATISTICS.options, end, isLittle);
    of.drops.inStatistics =
      options.count(OptionCode.StatisticsDropped) +
      options.count(OptionCode.StatisticsDroppedBySystem);
    this.countDropped(of);
    return Read.Wait;
  }

  private noteDropped(of: PcapngInterface, beforePacket: number): void {
    of.drops.beforePackets += beforePacket;
    this.countDropped(of);
  }

  private countDropped({ drops }: PcapngInterface): void {
    this.info.dropped += drops.count - drops.counted;
    drops.counted = drops.count;
  }

  private enterInterface(pos: number, end: number): ReadStatus {
    const id = this.info.interfaces.length;
    const added = readInterface(this.window.view, pos, end, this.isLittle, id);
    this.interfaces.push(added);
    addInterface(this.info, added.described);
    addText(this.info.filters, added.filter);
    return Read.Wait;
  }

  private enterPacket(type: number, pos: number, end: number): ReadStatus {
    const { record, isLittle } = this;
    const { view } = this.window;
    const isEnhanced = type === Block.EnhancedPacket;
    const localId = isEnhanced
      ? view.getUint32(pos + PACKET.interfaceId, isLittle)
      : view.getUint16(pos + PACKET.interfaceId, isLittle);
    const from = this.interfaces[localId];
    if (from === undefined) return this.refuseInterface(localId);
    const capLen = view.getUint32(pos + PACKET.capLen, isLittle);
    const status = this.aim(from, pos, pos + PACKET.data, capLen, end);
    if (status !== Read.Record) return status;

    const high = view.getUint32(pos + PACKET.timeHigh, isLittle);
    const low = view.getUint32(pos + PACKET.timeLow, isLittle);
    if (this.epochNs === null) this.countFrom(from.scale.absoluteNs(high, low));
    record.timeNs = from.scale.sinceNs(this.epochNs!, high, low);
    record.hasTime = true;
    this.timedBy = from.scale;
    record.origLen = view.getUint32(pos + PACKET.origLen, isLittle);
    if (!isEnhanced) {
      const dropped = view.getUint16(pos + PACKET.dropCount, isLittle);
      if (dropped !== DROP_COUNT_UNKNOWN) this.noteDropped(from, dropped);
    }
    const behind = pos + PACKET.data + padded(capLen);
    if (behind < end) this.noteOptions(from, new BlockOptions(view, behind, end, isLittle));
    return Read.Record;
  }

  /** What a packet block says of its packet besides. */
  private noteOptions(from: PcapngInterface, options: BlockOptions): void {
    const { record, isLittle } = this;
    const flags = options.value(OptionCode.PacketFlags, 4)?.getUint32(0, isLittle) ?? 0;
    const fcsLen = (flags >>> FLAGS_FCS.shift) & FLAGS_FCS.mask;
    if (fcsLen > 0) record.fcsLen = fcsLen;
    record.comments = options.comments();
    this.noteDropped(from, options.count(OptionCode.PacketDropCount));
  }

  override exactTimeNs(): bigint | null {
    const { record, window, isLittle } = this;
    if (!record.hasTime || this.timedBy === null) return null;
    const pos = record.start - PACKET.data;
    const high = window.view.getUint32(pos + PACKET.timeHigh, isLittle);
    return this.timedBy.absoluteNs(high, window.view.getUint32(pos + PACKET.timeLow, isLittle));
  }

  /** A simple packet block belongs to the section's first interface, whose snapLen cut it (draft 4.4). */
  private enterSimple(pos: number, end: number): ReadStatus {
    const from = this.interfaces[0];
    if (from === undefined) return this.refuseInterface(0);
    const origLen = this.window.view.getUint32(pos + SIMPLE.origLen, this.isLittle);
    const capLen = from.snapLen === 0 ? origLen : Math.min(origLen, from.snapLen);
    const status = this.aim(from, pos, pos + SIMPLE.data, capLen, end);
    if (status !== Read.Record) return status;
    this.record.hasTime = false;
    this.record.origLen = origLen;
    return Read.Record;
  }

  private aim(
    from: PcapngInterface,
    pos: number,
    start: number,
    capLen: number,
    blockEnd: number,
  ): ReadStatus {
    const { record, window } = this;
    if (capLen > from.limit) {
      const subject = `a packet of ${linkTypeName(from.linkType)} claims`;
      return this.refuseLength(subject, capLen, from.limit);
    }
    if (start + capLen > blockEnd) {
      return this.refuse(0, `a packet claims ${capLen} bytes, more than its block holds`);
    }
    record.frame = ++this.frames;
    record.bytes = window.bytes;
    record.start = start;
    record.end = start + capLen;
    record.linkType = from.linkType;
    record.fcsLen = from.fcsLen;
    record.comments = NO_COMMENTS;
    record.interfaceId = from.id;
    record.fileOffset = window.offsetOf(pos);
    return Read.Record;
  }

  private trailerAgrees(at: number, totalLen: number): boolean {
    return padded(this.window.view.getUint32(at, this.isLittle)) === totalLen;
  }

  private refuseTrailer(at: number): ReadStatus {
    return this.refuse(at - this.window.pos, 'the two lengths of a block differ');
  }

  private refuseInterface(localId: number): ReadStatus {
    const what = `a packet of interface ${localId}, which its section has not described`;
    return this.stop({
      code: 'unknown-interface',
      fileOffset: this.here(0),
      what,
      advice: DAMAGED,
    });
  }

  private refuseLength(subject: string, lenBytes: number, limit: number): ReadStatus {
    const what = `${subject} ${lenBytes} bytes, more than the ${limit} possible`;
    return this.stop({ code: 'absurd-length', fileOffset: this.here(0), what, advice: DAMAGED });
  }

  private refuse(into: number, what: string): ReadStatus {
    return this.stop({ code: 'bad-block', fileOffset: this.here(into), what, advice: DAMAGED });
  }

  private here(into: number): number {
    return this.window.offsetOf(this.window.pos + into);
  }
}
