// One interface description block and its options (draft-ietf-opsawg-pcapng 4.2): what every packet of
// the interface needs. Knows nothing of sections.
import type { CaptureInterface } from './capture-info.ts';
import {
  findOption,
  INTERFACE,
  OptionCode,
  optionLen,
  optionText,
  optionValue,
  textAt,
} from './pcapng-blocks.ts';
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
  /** Packets that it, or its system, dropped, as the file says. */
  dropped: number;
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
  const from = pos + INTERFACE.options;
  const seek = (code: number): number => findOption(view, from, end, code, isLittle);
  const byteOf = (code: number, otherwise: number): number => {
    const at = seek(code);
    return at < 0 || optionLen(view, at, isLittle) !== 1
      ? otherwise
      : view.getUint8(optionValue(at));
  };
  const textOf = (code: number): string | undefined => optionText(view, from, end, code, isLittle);
  const offsetAt = seek(OptionCode.IfTsoffset);
  const offset =
    offsetAt < 0 || optionLen(view, offsetAt, isLittle) !== 8
      ? 0n
      : view.getBigInt64(optionValue(offsetAt), isLittle);
  const linkType = view.getUint16(pos + INTERFACE.linkType, isLittle);
  const snapLen = view.getUint32(pos + INTERFACE.snapLen, isLittle);
  const tsresol = byteOf(OptionCode.IfTsresol, DEFAULT_TSRESOL);
  const fcs = byteOf(OptionCode.IfFcslen, 0);
  const name = textOf(OptionCode.IfName);
  const description = textOf(OptionCode.IfDescription);
  return {
    id,
    linkType,
    snapLen,
    fcsLen: fcs >= FCS_BITS_FROM ? fcs >>> 3 : fcs,
    limit: recordLimit(linkType, snapLen),
    filter: filterOf(view, seek(OptionCode.IfFilter), isLittle),
    dropped: 0,
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
function filterOf(view: DataView, at: number, isLittle: boolean): string {
  const len = at < 0 ? 0 : optionLen(view, at, isLittle);
  if (len < 2 || view.getUint8(optionValue(at)) !== 0) return '';
  return textAt(view, optionValue(at) + 1, len - 1);
}
