// Rows of numbers kept tightly, by stream. Pages are made as streams come, so that growing copies nothing.

const ROWS_PER_PAGE = 4096;

export class NumberRows {
  private readonly pages: Float64Array[] = [];
  private readonly columns: number;

  constructor(columns: number) {
    this.columns = columns;
  }

  /** A view of the row, to be written or read; zeros while it was not written. */
  row(number: number): Float64Array {
    const page = Math.floor(number / ROWS_PER_PAGE);
    const at = (number % ROWS_PER_PAGE) * this.columns;
    const numbers = (this.pages[page] ??= new Float64Array(ROWS_PER_PAGE * this.columns));
    return numbers.subarray(at, at + this.columns);
  }
}
