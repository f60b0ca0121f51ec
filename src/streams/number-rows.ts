// Rows of numbers kept tightly: a row is a stream's, and may be written in any order. Pages are made as streams come,
// so that growing copies nothing.

const ROWS_PER_PAGE = 4096;

export class NumberRows {
  private readonly wide: Float64Array[] = [];
  private readonly narrow: Int32Array[] = [];
  private readonly wideCount: number;
  private readonly narrowCount: number;

  /** Rows of `wideCount` doubles and `narrowCount` int32. */
  constructor(wideCount: number, narrowCount: number) {
    this.wideCount = wideCount;
    this.narrowCount = narrowCount;
  }

  write(row: number, wide: readonly number[], narrow: readonly number[]): void {
    const page = Math.floor(row / ROWS_PER_PAGE);
    const at = row % ROWS_PER_PAGE;
    (this.wide[page] ??= new Float64Array(ROWS_PER_PAGE * this.wideCount)).set(
      wide,
      at * this.wideCount,
    );
    (this.narrow[page] ??= new Int32Array(ROWS_PER_PAGE * this.narrowCount)).set(
      narrow,
      at * this.narrowCount,
    );
  }

  /** The doubles of a row that was written; a view. */
  wideOf(row: number): Float64Array {
    const at = (row % ROWS_PER_PAGE) * this.wideCount;
    return this.wide[Math.floor(row / ROWS_PER_PAGE)]!.subarray(at, at + this.wideCount);
  }

  /** The int32 numbers of a row that was written; a view. */
  narrowOf(row: number): Int32Array {
    const at = (row % ROWS_PER_PAGE) * this.narrowCount;
    return this.narrow[Math.floor(row / ROWS_PER_PAGE)]!.subarray(at, at + this.narrowCount);
  }
}
