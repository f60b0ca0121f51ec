// Connections as numbers, a page for some hundred of them: a fifth of what the objects take.

import { CONNECTION_DOUBLES, CONNECTION_INTS, type Connection } from './connection.ts';

/** Rows of a page, as a power of two. */
const ROW_BITS = 9;
const ROWS_PER_PAGE = 1 << ROW_BITS;

interface Page {
  readonly ints: Int32Array;
  readonly doubles: Float64Array;
}

export class ConnectionPages {
  private readonly pages: Page[] = [];

  write(row: number, connection: Connection): void {
    const { ints, doubles } = this.pageOf(row);
    const at = row & (ROWS_PER_PAGE - 1);
    connection.pack(ints, at * CONNECTION_INTS, doubles, at * CONNECTION_DOUBLES);
  }

  /** Makes `connection` the one that was written. */
  read(row: number, connection: Connection): void {
    const { ints, doubles } = this.pageOf(row);
    const at = row & (ROWS_PER_PAGE - 1);
    connection.unpack(ints, at * CONNECTION_INTS, doubles, at * CONNECTION_DOUBLES);
  }

  private pageOf(row: number): Page {
    return (this.pages[row >>> ROW_BITS] ??= {
      ints: new Int32Array(ROWS_PER_PAGE * CONNECTION_INTS),
      doubles: new Float64Array(ROWS_PER_PAGE * CONNECTION_DOUBLES),
    });
  }
}

/** Connections that are over, by places that are given to them. */
export class PackedConnections implements Iterable<Connection> {
  private readonly pages = new ConnectionPages();
  private readonly isThere: boolean[] = [];
  private lent: Connection | null = null;

  /** Takes what is known of the connection now. */
  put(place: number, connection: Connection): void {
    this.lent ??= connection.blank();
    this.pages.write(place, connection);
    this.isThere[place] = true;
  }

  /** In the order of their places, each valid until the next. */
  *[Symbol.iterator](): Generator<Connection> {
    const { pages, isThere, lent } = this;
    for (let place = 0; place < isThere.length; place++) {
      if (isThere[place] !== true || lent === null) continue;
      pages.read(place, lent);
      yield lent;
    }
  }
}
