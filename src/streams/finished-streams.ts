// Connections that are over, kept compactly until the roles of all can be told: numbers in pages, texts once, and the
// rare rest in maps.

import type { Connection } from '../tcp/connection.ts';
import type { Cleared } from '../tcp/older-connections.ts';
import {
  isWritten,
  readClues,
  readStream,
  STREAM_COLUMNS,
  writeCleared,
  writeStream,
  type Books,
} from './finished-stream.ts';
import { LabelBook } from './label-book.ts';
import { NumberRows } from './number-rows.ts';
import type { StreamAccount } from './stream-account.ts';
import type { StreamFacts } from './stream-facts.ts';
import { EndpointUses } from './stream-roles.ts';
import type { ZeekRow } from './zeek-account.ts';
import type { HistoryBook } from './zeek-history.ts';

export class FinishedStreams {
  private readonly rows = new NumberRows(STREAM_COLUMNS);
  private readonly books: Books;
  private readonly laterZeek = new Map<number, readonly ZeekRow[]>();

  /** `histories`: those of the accounts. */
  constructor(histories: HistoryBook) {
    this.books = { addresses: [], histories, labels: new LabelBook() };
  }

  /** Takes what the account tells of its connection, which is over. */
  add(account: StreamAccount, connection: Connection): void {
    const { stream } = connection;
    const { later } = account.zeek;
    writeStream(this.rows.row(stream), connection, account, this.books);
    if (later.length > 0) this.laterZeek.set(stream, later);
  }

  /** One that was added is ended by a reset after all. */
  clear(older: Cleared): void {
    const row = this.rows.row(older.stream);
    if (isWritten(row)) writeCleared(row, older);
  }

  /** All streams added, by number. To be called when the capture is read: roles are judged from all of them. */
  *facts(): Generator<StreamFacts> {
    const factsOf = this.factsByStream();
    for (const stream of this.streams()) yield factsOf(stream)!;
  }

  /** One stream that was added, read when it is asked for; undefined for others. */
  factsByStream(): (stream: number) => StreamFacts | undefined {
    const { rows, books, laterZeek } = this;
    const uses = this.endpointUses();
    return (stream) => {
      if (stream >= rows.length || !isWritten(rows.row(stream))) return undefined;
      const row = rows.row(stream);
      const role = uses.roleOf(readClues(row));
      return readStream(row, books, stream, role, laterZeek.get(stream) ?? NONE);
    };
  }

  private endpointUses(): EndpointUses {
    const uses = new EndpointUses();
    for (const stream of this.streams()) uses.askFor(readClues(this.rows.row(stream)));
    if (uses.isEmpty) return uses;
    for (const stream of this.streams()) uses.count(readClues(this.rows.row(stream)));
    return uses;
  }

  /** The numbers of those added. */
  private *streams(): Generator<number> {
    const { rows } = this;
    for (let stream = 0; stream < rows.length; stream++) {
      if (isWritten(rows.row(stream))) yield stream;
    }
  }
}

const NONE: readonly ZeekRow[] = [];
