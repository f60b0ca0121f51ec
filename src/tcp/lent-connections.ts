// The latest connection of each pair of endpoints, lent for one look-up: a few hundred objects for the connections of
// the moment, and packed numbers for the rest. So a million connections fit in memory, and one more costs no garbage.
// Those that somebody keeps stay the objects they are.

import type { AddressBook } from './address-book.ts';
import { Connection } from './connection.ts';
import { MultipathBook } from './multipath.ts';
import { ConnectionPages } from './packed-connections.ts';

/** Objects, as a power of two: a pair's place among them is its number's low bits. */
const PLACES = 512;
/** So many kept connections are not worth a look for those that are kept no more. */
const LEAST_FULL = 1024;

export class LentConnections {
  /** Pairs of endpoints so far: they are numbered from 0. */
  count = 0;
  private readonly places: (Connection | undefined)[] = [];
  /** Whose connection is in each place, -1 for nobody's. */
  private readonly tenants = new Int32Array(PLACES).fill(-1);
  /** The others, by pair. */
  private readonly packed = new ConnectionPages();
  /** Kept connections that are in no place, by pair; and some that were, and are kept no more. */
  private readonly kept = new Map<number, Connection>();
  /** Size of `kept` at which those are looked for. */
  private fullSize = LEAST_FULL;
  private readonly book: AddressBook;
  private readonly multipath = new MultipathBook();
  /** What `renew` puts in the place of a connection that is over. */
  private spare: Connection;

  constructor(book: AddressBook) {
    this.book = book;
    this.spare = new Connection(book, this.multipath);
  }

  /** A new pair of endpoints: its number. What its connection was before it began is anything. */
  add(): number {
    const pair = this.count++;
    const place = pair & (PLACES - 1);
    this.vacate(place);
    this.places[place] ??= new Connection(this.book, this.multipath);
    this.tenants[place] = pair;
    return pair;
  }

  /** The pair's connection, valid until the next call. */
  at(pair: number): Connection {
    const place = pair & (PLACES - 1);
    if (this.tenants[place] !== pair) this.moveIn(pair, place);
    return this.places[place]!;
  }

  /** Another connection for the pair, of which `at` just gave the one before: both are valid until the next call. */
  renew(pair: number): Connection {
    const place = pair & (PLACES - 1);
    const connection = this.spare;
    const before = this.places[place]!;
    this.spare = before.isKept ? new Connection(this.book, this.multipath) : before;
    this.places[place] = connection;
    return connection;
  }

  private moveIn(pair: number, place: number): void {
    this.vacate(place);
    this.tenants[place] = pair;
    const own = this.kept.get(pair);
    if (own !== undefined) {
      this.places[place] = own;
      this.kept.delete(pair);
      return;
    }
    this.packed.read(pair, (this.places[place] ??= new Connection(this.book, this.multipath)));
  }

  /** Frees the place for another tenant; what is in it afterwards, if anything, is nobody's. */
  private vacate(place: number): void {
    const tenant = this.tenants[place]!;
    if (tenant < 0) return;
    const connection = this.places[place]!;
    if (!connection.isKept) {
      this.packed.write(tenant, connection);
      return;
    }
    this.kept.set(tenant, connection);
    this.places[place] = undefined;
    if (this.kept.size > this.fullSize) this.packReleased();
  }

  private packReleased(): void {
    const { kept } = this;
    for (const [pair, connection] of kept) {
      if (connection.isKept) continue;
      this.packed.write(pair, connection);
      kept.delete(pair);
    }
    this.fullSize = Math.max(LEAST_FULL, 2 * kept.size);
  }
}
