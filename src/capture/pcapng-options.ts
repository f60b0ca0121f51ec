// The options of one pcapng block (draft-ietf-opsawg-pcapng 3.5): values by their code.
import { OPTION, OptionCode, padded } from './pcapng-blocks.ts';
import { NO_COMMENTS } from './record-view.ts';

/** Those in `[pos, end)`, up to the first that does not fit: what comes before it is still good. */
export class BlockOptions {
  private readonly view: DataView;
  private readonly pos: number;
  private readonly end: number;
  private readonly isLittle: boolean;

  constructor(view: DataView, pos: number, end: number, isLittle: boolean) {
    this.view = view;
    this.pos = pos;
    this.end = end;
    this.isLittle = isLittle;
  }

  /** The value of the first option `code`; null without one, or where it has not `lenBytes`. */
  value(code: number, lenBytes?: number): DataView | null {
    const at = this.find(code, this.pos);
    if (at < 0 || (lenBytes !== undefined && this.lenAt(at) !== lenBytes)) return null;
    return this.valueAt(at);
  }

  /** A byte; `otherwise` without one. */
  byte(code: number, otherwise: number): number {
    return this.value(code, 1)?.getUint8(0) ?? otherwise;
  }

  /** A 64-bit number; 0 without one. */
  count(code: number): number {
    return Number(this.value(code, 8)?.getBigUint64(0, this.isLittle) ?? 0n);
  }

  text(code: number): string | undefined {
    const value = this.value(code);
    return value === null ? undefined : textOf(value);
  }

  /** All comments (opt_comment, 3.5.1), in their order. */
  comments(): readonly string[] {
    let at = this.find(OptionCode.Comment, this.pos);
    if (at < 0) return NO_COMMENTS;
    const comments: string[] = [];
    for (; at >= 0; at = this.find(OptionCode.Comment, this.behind(at)))
      comments.push(textOf(this.valueAt(at)));
    return comments;
  }

  /** Where the first option `code` from `pos` on begins, -1 without one. */
  private find(code: number, pos: number): number {
    for (let at = pos; at + OPTION.headerLen <= this.end; at = this.behind(at)) {
      const found = this.view.getUint16(at, this.isLittle);
      if (found === OptionCode.End || this.behind(at) > this.end) return -1;
      if (found === code) return at;
    }
    return -1;
  }

  private lenAt(at: number): number {
    return this.view.getUint16(at + OPTION.lenAt, this.isLittle);
  }

  private valueAt(at: number): DataView {
    const { buffer, byteOffset } = this.view;
    return new DataView(buffer, byteOffset + at + OPTION.headerLen, this.lenAt(at));
  }

  private behind(at: number): number {
    return at + OPTION.headerLen + padded(this.lenAt(at));
  }
}

/** UTF-8; what lies behind a zero is not shown by Wireshark either. */
export const textOf = (value: DataView): string =>
  new TextDecoder().decode(value).split('\0', 1)[0]!;
