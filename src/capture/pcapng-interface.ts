// One interface description block and its options (draft-ietf-opsawg-pcapng 4.2): what every packet of
// the interface needs. Knows nothing of sections.
import type { CaptureInterface } from './capture-info.ts';
import { INTERFACE, OptionCode } from './pcapng-blocks.ts';
import { BlockOptions, textOf } from './pcapng-options.ts';
import { recordLimit } from './record-limit.ts';
import { DEFAULT_TSRESOL, describeResolution, TickScale } from './tick-scale.ts';

export interface PcapngInterface {
  readonly id: number;
  readonly linkType: number;
  readonly snapLen: number;
  readonly fcsLen: number;
  readonly limit: number;
  readonly scale: TickScale;
  readonly described: CaptureInterface;
  /** That it was captured with, as written; empty without one. */
  readonly filter: string;
  readonly drops: InterfaceDrops;
}

/** Packets that an interface, or its system, dropped. A file may say it twice. */
export class InterfaceDrops {
  /** By its latest statistics (4.6), since it was opened. */
  inStatistics = 0;
  /** By its packet blocks, of which each says how many before it (4.3, appendix A). */
  beforePackets = 0;
  /** So many of them are in the capture's sum. */
  counted = 0;

  get count(): number {
    return Math.max(this.inStatistics, this.beforePackets);
  }
}

/** No link has 8 bytes of FCS: such a number is the count of bits that the draft's text asks for,
 *  while its example (4) and all known writers count bytes. */
const FCS_BITS_FROM = 8;

/** Reads the block `[pos, end)`, trailing length excluded. `id` counts over the whole file. */
export function readInterface(
  view: DataView,
  pos: number,
  end: number,
  isLittle: boolean,
  id: number,
): PcapngInterface {
  const options = new BlockOptions(view, pos + INTERFACE.options, end, isLittle);
  const offset = options.value(OptionCode.IfTsoffset, 8)?.getBigInt64(0, isLittle) ?? 0n;
  const linkType = view.getUint16(pos + INTERFACE.linkType, isLittle);
  const snapLen = view.getUint32(pos + INTERFACE.snapLen, isLittle);
  const tsresol = options.byte(OptionCode.IfTsresol, DEFAULT_TSRESOL);
  const fcs = options.byte(OptionCode.IfFcslen, 0);
  const name = options.text(OptionCode.IfName);
  const description = options.text(OptionCode.IfDescription);
  return {
    id,
    linkType,
    snapLen,
    fcsLen: fcs >= FCS_BITS_FROM ? fcs >>> 3 : fcs,
    limit: recordLimit(linkType, snapLen),
    filter: filterOf(options.value(OptionCode.IfFilter)),
    drops: new InterfaceDrops(),
    scale: new TickScale(tsresol, offset),
    described: {
      id,
      linkType,
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      snapLen,
      tsResolution: describeResolution(tsresol),
    },
  };
}

/** if_filter (4.2): a byte that says how it is written, 0 for text, and the filter. */
function filterOf(value: DataView | null): string {
  if (value === null || value.byteLength === 0 || value.getUint8(0) !== 0) return '';
  return textOf(new DataView(value.buffer, value.byteOffset + 1, value.byteLength - 1));
}
