// Connections that are lent are the ones that are kept: packing one away and taking it out again changes nothing.

import { describe, expect, test } from 'vitest';
import { AddressBook } from '../../src/tcp/address-book.ts';
import { Connection, CONNECTION_DOUBLES, CONNECTION_INTS } from '../../src/tcp/connection.ts';
import { MultipathBook } from '../../src/tcp/multipath.ts';
import { LentConnections } from '../../src/tcp/lent-connections.ts';
import { TcpState } from '../../src/tcp/state.ts';

type Fields = Record<string, unknown>;

/** What is small takes the values it can have in turn. */
const VALUES: Readonly<Record<string, { readonly from: number; readonly count: number }>> = {
  firstPort: { from: 65_500, count: 36 },
  secondPort: { from: 65_500, count: 36 },
  completeness: { from: 0, count: 64 },
  synAckSide: { from: -1, count: 3 },
  synSide: { from: -1, count: 3 },
  endedBy: { from: -1, count: 3 },
  state: { from: 0, count: Object.keys(TcpState).length },
  windowShift: { from: -2, count: 17 },
  offeredShift: { from: -1, count: 257 },
};

/** Gives every number and yes-or-no of the object a value of its own, from `seed` on. */
function fill(object: object, seed: number): void {
  const fields = object as Fields;
  let value = seed;
  for (const [name, before] of Object.entries(fields)) {
    if (name === 'keepers') continue;
    if (typeof before === 'boolean') fields[name] = value++ % 2 === 0;
    else if (typeof before === 'number') {
      const { from, count } = VALUES[name] ?? { from: 0, count: Infinity };
      fields[name] = from + (value++ % count) + (name.endsWith('Ns') ? 0.25 : 0);
    }
  }
}

function fillAll(connection: Connection, seed: number): void {
  fill(connection, seed);
  fill(connection.halves[0], seed + 100);
  fill(connection.halves[1], seed + 201);
}

describe('a connection that is packed', () => {
  test('comes out with every field it had, for odd and even yes-or-no alike', () => {
    for (const seed of Array.from({ length: 300 }, (_, i) => 10 + i)) {
      const book = new AddressBook();
      const before = new Connection(book, new MultipathBook());
      fillAll(before, seed);
      const ints = new Int32Array(CONNECTION_INTS + 2);
      const doubles = new Float64Array(CONNECTION_DOUBLES + 2);
      before.pack(ints, 1, doubles, 1);
      const after = new Connection(book, new MultipathBook());
      after.unpack(ints, 1, doubles, 1);
      expect(after).toEqual(before);
      // Nothing beyond its own places.
      expect([ints[0], ints.at(-1), doubles[0], doubles.at(-1)]).toEqual([0, 0, 0, 0]);
    }
  });

  test('begins as a new one, whatever it was', () => {
    const book = new AddressBook();
    const number = book.numberOf(new Uint8Array([10, 0, 0, 1]), 0, 4);
    const begin = (connection: Connection): Connection => {
      connection.begin(7, [number, number], [1, 2], false, -1);
      return connection;
    };
    const used = new Connection(book, new MultipathBook());
    fillAll(used, 10);
    expect(begin(used)).toEqual(begin(new Connection(book, new MultipathBook())));
  });
});

test('ten thousand lent connections tell what ten thousand kept ones do, also after one was replaced', () => {
  const book = new AddressBook();
  const lent = new LentConnections(book);
  const PAIRS = 10_000;
  /** What each must be in the end; of those that are kept, the very object. */
  const expected: Connection[] = [];
  const isKept = (pair: number): boolean => pair % 5 === 0;
  const opened = (connection: Connection, pair: number, seed: number): void => {
    fillAll(connection, seed);
    if (isKept(pair)) {
      expected[pair] = connection.keep();
    } else {
      expected[pair] = new Connection(book, new MultipathBook());
      fillAll(expected[pair], seed);
    }
  };
  for (let pair = 0; pair < PAIRS; pair++) {
    expect(lent.add()).toBe(pair);
    opened(lent.at(pair), pair, pair);
  }
  const replaced: Connection[] = [];
  for (let pair = 0; pair < PAIRS; pair += 3) {
    const before = lent.at(pair);
    if (isKept(pair)) replaced.push(before);
    opened(lent.renew(pair), pair, PAIRS + pair);
    expect(before.stream).toBe(pair);
  }
  const differing: number[] = [];
  for (let pair = PAIRS - 1; pair >= 0; pair--) {
    const [one, other] = [lent.at(pair), expected[pair]!];
    if (isKept(pair) ? one !== other : !isSame(one, other)) differing.push(pair);
  }
  expect(differing).toEqual([]);
  // Those that were kept and replaced are left as they were.
  expect(replaced.map(({ stream }) => stream)).toEqual(replaced.map((_, i) => i * 15));
  const again = new Connection(book, new MultipathBook());
  for (const one of replaced) {
    fillAll(again, one.stream);
    expect(isSame(one, again)).toBe(true);
  }
});

test('a connection that is kept no more is packed away, and tells what it did', () => {
  const book = new AddressBook();
  const lent = new LentConnections(book);
  const PAIRS = 5000;
  const objects: Connection[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    lent.add();
    const connection = lent.at(pair);
    fillAll(connection, pair);
    objects[pair] = connection.keep().keep();
    connection.release();
  }
  expect(objects.every(({ isKept }) => isKept)).toBe(true);
  const isReleased = (pair: number): boolean => pair % 4 !== 0;
  objects.forEach((connection, pair) => {
    if (isReleased(pair)) connection.release();
  });
  // Enough others that are kept, for those that are not to be looked for.
  for (let pair = PAIRS; pair < 3 * PAIRS; pair++) {
    lent.add();
    lent.at(pair).keep();
  }
  const again = new Connection(book, new MultipathBook());
  const wrong: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    fillAll(again, pair);
    const connection = lent.at(pair);
    if (!isSame(connection, again) || (connection !== objects[pair]) !== isReleased(pair))
      wrong.push(pair);
  }
  expect(wrong).toEqual([]);
});

const isSame = (one: Connection, other: Connection): boolean =>
  JSON.stringify([one, one.halves], withoutKept) ===
    JSON.stringify([other, other.halves], withoutKept) && one.lastTimeNs === other.lastTimeNs;

const withoutKept = (name: string, value: unknown): unknown =>
  name === 'keepers' ? undefined : value;
