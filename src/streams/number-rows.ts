// Rows of numbers kept tightly, by stream. Pages are made as streams come, so that growing copies nothing.

const ROWS_PER_PAGE = 4096;

/** Where a row's numbers lie. */
export interface NumberRow {
  readonly numbers: Float64Array;
  /** Its first. */
  readonly at: number;
}

export class NumberRows implements NumberRow {
  numbers: Float64Array = new Float64Array();
  at = 0;
  private readonly pages: (Float64Array | undefined)[] = [];
  private readonly columns: number;

  constructor(columns: number) {
    this.columns = columns;
  }

  /** Rows there is room for. */
  get length(): number {
    return this.pages.length * ROWS_PER_PAGE;
  }

  /** This, aimed at a row to be written or read, until the next one; zeros while it was not written. */
  row(number: number): NumberRow {
    const page = Math.floor(number / ROWS_PER_PAGE);
    this.at = (number % ROWS_PER_PAGE) * this.columns;
    this.numbers = this.pages[page] ??= new Float64Array(ROWS_PER_PAGE * this.columns);
    return this;
  }
}
