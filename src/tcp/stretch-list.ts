// Stretches of a byte stream in stream order, none overlapping. They lie in blocks, so that one that comes before a hundred
// thousand others moves only few of them.

export interface Stretch {
  /** Of the first byte. */
  readonly offset: number;
  /** After the last byte; more than `offset`. */
  readonly end: number;
}

/** A longer block is cut in two. */
const BLOCK_LENGTH = 512;

export class StretchList<T extends Stretch> {
  /** None is empty. */
  private readonly blocks: T[][] = [];

  get first(): T | undefined {
    return this.blocks[0]?.[0];
  }

  takeFirst(): T | undefined {
    const { blocks } = this;
    const first = blocks[0]?.shift();
    if (blocks[0]?.length === 0) blocks.shift();
    return first;
  }

  /** Takes a stretch that overlaps none that is here. */
  add(stretch: T): void {
    const { blocks } = this;
    const last = blocks.at(-1);
    if (last === undefined || last.at(-1)!.end <= stretch.offset) {
      if (last === undefined || last.length === BLOCK_LENGTH) blocks.push([stretch]);
      else last.push(stretch);
      return;
    }
    const at = this.blockAfter(stretch.offset);
    const block = blocks[at]!;
    block.splice(indexAfter(block, stretch.offset), 0, stretch);
    if (block.length > BLOCK_LENGTH) blocks.splice(at + 1, 0, block.splice(BLOCK_LENGTH / 2));
  }

  /** The first stretch that ends after `offset`. */
  after(offset: number): T | undefined {
    const block = this.blocks[this.blockAfter(offset)];
    return block?.[indexAfter(block, offset)];
  }

  /** The stretches that share bytes with [offset, end), in order. */
  overlapping(offset: number, end: number): T[] {
    const { blocks } = this;
    const found: T[] = [];
    for (let at = this.blockAfter(offset); at < blocks.length; at++) {
      const block = blocks[at]!;
      for (let i = indexAfter(block, offset); i < block.length; i++) {
        if (block[i]!.offset >= end) return found;
        found.push(block[i]!);
      }
    }
    return found;
  }

  /** Index of the first block that reaches beyond `offset`. */
  private blockAfter(offset: number): number {
    const { blocks } = this;
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (blocks[middle]!.at(-1)!.end > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Index of the first stretch that ends after `offset`. */
function indexAfter(block: readonly Stretch[], offset: number): number {
  let low = 0;
  let high = block.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (block[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
