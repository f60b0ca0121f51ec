// The classic capture format: 24 bytes of file header, then records (draft-ietf-opsawg-pcap).
// Of its dialects: both byte orders, micro- and nanoseconds, the swapped lengths of versions before 2.4,
// and Kuznetzov's "modified" records. Other writers' variants under the same magic are not guessed.
import type { ByteWindow } from './byte-window.ts';
import { CaptureError } from './capture-error.ts';
import { addInterface, SAYS_NOTHING, type CaptureInfo } from './capture-info.ts';
import { linkTypeName } from './link-type.ts';
import { Read } from './read-status.ts';
import type { ReadStatus } from './read-status.ts';
import { recordLimit } from './record-limit.ts';
import { Walker } from './walker.ts';

export const PCAP_HEADER_LEN = 24;

const HEADER = { versionMajor: 4, versionMinor: 6, snapLen: 16, linkType: 20 } as const;
const RECORD = { seconds: 0, fraction: 4, capLen: 8, origLen: 12, headerLen: 16 } as const;
/** A modified record goes on with interface index, protocol and packet type. */
const MODIFIED_HEADER_LEN = 24;

/** The field that holds the link type also holds "f" and the FCS length in 16-bit words. */
const LINK_FIELD = {
  type: 0xffff,
  reserved: 0x03ff0000,
  hasFcs: 0x04000000,
  fcsShift: 28,
} as const;

interface Dialect {
  readonly nsPerTick: number;
  readonly tsResolution: string;
  readonly recordHeaderLen: number;
}

const MICRO = { nsPerTick: 1000, tsResolution: '10^-6 s' } as const;
const NANO = { nsPerTick: 1, tsResolution: '10^-9 s' } as const;

/** By magic, in the writer's byte order. */
const DIALECTS: ReadonlyMap<number, Dialect> = new Map([
  [0xa1b2c3d4, { ...MICRO, recordHeaderLen: RECORD.headerLen }],
  [0xa1b23c4d, { ...NANO, recordHeaderLen: RECORD.headerLen }],
  [0xa1b2cd34, { ...MICRO, recordHeaderLen: MODIFIED_HEADER_LEN }],
]);

/** Which length comes first: the captured one since 2.4, before 2.3 the other, in 2.3 either. */
const Lengths = { Usual: 0, Swapped: 1, Either: 2 } as const;
type Lengths = (typeof Lengths)[keyof typeof Lengths];

/** DG/UX tcpdump called its files version 543.0. */
const DG_UX_MAJOR = 543;

function lengthsOrder(major: number, minor: number): Lengths {
  if (major === DG_UX_MAJOR || (major === 2 && minor < 3)) return Lengths.Swapped;
  return major === 2 && minor === 3 ? Lengths.Either : Lengths.Usual;
}

/** True when the four bytes at `pos` are a pcap magic in either byte order. */
export function isPcapMagic(view: DataView, pos: number): boolean {
  return DIALECTS.has(view.getUint32(pos, true)) || DIALECTS.has(view.getUint32(pos, false));
}

/** Reads the file header, which must lie in the window, and stands at the first record.
 *  Throws a CaptureError when the version or the link-type field is not one of a pcap. */
export function openPcap(window: ByteWindow, compression: CaptureInfo['compression']): PcapWalker {
  const { view, pos } = window;
  const isLittle = DIALECTS.has(view.getUint32(pos, true));
  const dialect = DIALECTS.get(view.getUint32(pos, isLittle));
  if (dialect === undefined) throw new RangeError('openPcap without a pcap magic');
  const major = view.getUint16(pos + HEADER.versionMajor, isLittle);
  const minor = view.getUint16(pos + HEADER.versionMinor, isLittle);
  const linkField = view.getUint32(pos + HEADER.linkType, isLittle);
  if (major < 2) {
    throw new CaptureError({
      code: 'unsupported-version',
      fileOffset: HEADER.versionMajor,
      what: `a pcap of version ${major}.${minor}, which nothing writes`,
      advice: 'the file header is probably damaged; capture again',
    });
  }
  if ((linkField & LINK_FIELD.reserved) !== 0) {
    throw new CaptureError({
      code: 'bad-header',
      fileOffset: HEADER.linkType,
      what: `the link-type field 0x${linkField.toString(16)} of the pcap header has reserved bits set`,
      advice: 'the file header is probably damaged; capture again',
    });
  }
  const snapLen = view.getUint32(pos + HEADER.snapLen, isLittle);
  const info: CaptureInfo = {
    format: 'pcap',
    compression,
    byteOrder: isLittle ? 'little' : 'big',
    resolution: '',
    version: `${major}.${minor}`,
    snapLen,
    interfaces: [],
    ...SAYS_NOTHING(),
  };
  const { tsResolution } = dialect;
  addInterface(info, { id: 0, linkType: linkField & LINK_FIELD.type, snapLen, tsResolution });
  const fcsLen =
    (linkField & LINK_FIELD.hasFcs) === 0 ? 0 : (linkField >>> LINK_FIELD.fcsShift) * 2;
  window.skip(PCAP_HEADER_LEN);
  return new PcapWalker(window, info, dialect, lengthsOrder(major, minor), fcsLen);
}

/** Walks the records of a pcap. */
export class PcapWalker extends Walker {
  readonly info: CaptureInfo;
  private readonly isLittle: boolean;
  private readonly nsPerTick: number;
  private readonly headerLen: number;
  private readonly lengths: Lengths;
  private readonly limit: number;
  /** Doubles to V8 from the start: an elapsed time outgrows 32 bits two seconds into the capture. */
  private baseSeconds = Number.NaN;
  private baseNs = Number.NaN;

  constructor(
    window: ByteWindow,
    info: CaptureInfo,
    dialect: Dialect,
    lengths: Lengths,
    fcsLen: number,
  ) {
    super(window);
    this.info = info;
    this.isLittle = info.byteOrder === 'little';
    this.nsPerTick = dialect.nsPerTick;
    this.headerLen = dialect.recordHeaderLen;
    this.lengths = lengths;
    this.record.linkType = info.interfaces[0]?.linkType ?? 0;
    this.record.fcsLen = fcsLen;
    this.limit = recordLimit(this.record.linkType, info.snapLen);
  }

  protected override walk(): ReadStatus {
    const { window, record, isLittle } = this;
    const { view, pos } = window;
    const start = pos + this.headerLen;
    if (start > window.end) return this.short('record');
    let capLen = view.getUint32(pos + RECORD.capLen, isLittle);
    let origLen = view.getUint32(pos + RECORD.origLen, isLittle);
    if (this.lengths !== Lengths.Usual && (this.lengths === Lengths.Swapped || capLen > origLen)) {
      [capLen, origLen] = [origLen, capLen];
    }
    if (capLen > this.limit) return this.refuse(capLen);
    const end = start + capLen;
    if (end > window.end) return this.short('record');

    const seconds = view.getUint32(pos + RECORD.seconds, isLittle);
    const ns = view.getUint32(pos + RECORD.fraction, isLittle) * this.nsPerTick;
    if (this.epochNs === null) {
      this.countFrom(BigInt(seconds) * 1_000_000_000n + BigInt(ns));
      this.baseSeconds = seconds;
      this.baseNs = ns;
    }
    record.frame = ++this.frames;
    record.bytes = window.bytes;
    record.start = start;
    record.end = end;
    record.origLen = origLen;
    record.timeNs = (seconds - this.baseSeconds) * 1e9 + (ns - this.baseNs);
    record.fileOffset = window.offsetOf(pos);
    window.pos = end;
    return Read.Record;
  }

  override exactTimeNs(): bigint {
    const { view } = this.window;
    const pos = this.record.start - this.headerLen;
    const seconds = view.getUint32(pos + RECORD.seconds, this.isLittle);
    const ticks = view.getUint32(pos + RECORD.fraction, this.isLittle);
    return BigInt(seconds) * 1_000_000_000n + BigInt(ticks * this.nsPerTick);
  }

  private refuse(capLen: number): ReadStatus {
    return this.stop({
      code: 'absurd-length',
      fileOffset: this.window.offsetOf(this.window.pos),
      what: `a record claims ${capLen} bytes, more than the ${this.limit} possible for ${linkTypeName(this.record.linkType)}`,
      advice: 'the file is damaged from here on; everything before it is used',
    });
  }
}
