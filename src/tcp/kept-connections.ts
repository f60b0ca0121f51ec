// The latest connection of each pair of endpoints, every one an object of its own: whoever was given one may keep it.

import type { AddressBook } from './address-book.ts';
import { Connection } from './connection.ts';

export class KeptConnections {
  private readonly connections: Connection[] = [];
  private readonly book: AddressBook;

  constructor(book: AddressBook) {
    this.book = book;
  }

  /** Pairs of endpoints so far: they are numbered from 0. */
  get count(): number {
    return this.connections.length;
  }

  /** A new pair of endpoints: its number. */
  add(): number {
    return this.connections.push(new Connection(this.book)) - 1;
  }

  at(pair: number): Connection {
    return this.connections[pair]!;
  }

  /** Another connection for the pair. */
  renew(pair: number): Connection {
    return (this.connections[pair] = new Connection(this.book));
  }
}
