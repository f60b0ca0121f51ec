import { array, assert, constantFrom, integer, oneof, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PairTable } from '../../src/tcp/pair-table.ts';

type Key = readonly number[];

/** Numbers that the table gives to the keys, in the order in which they are new, as a map would. */
function numbersOf(keyWords: number, keys: readonly Key[]): number[] {
  const table = new PairTable(keyWords);
  let used = 0;
  return keys.map((key) => {
    const probe = Int32Array.from(key);
    const slot = table.find(probe);
    if (table.at(slot) < 0) table.add(slot, probe, used++);
    return table.at(table.find(probe));
  });
}

function expected(keys: readonly Key[]): number[] {
  const numbers = new Map<string, number>();
  return keys.map((key) => {
    const name = Int32Array.from(key).join();
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name)!;
  });
}

/** Words of few values, so that keys differ in one word, come again, and share their lines. */
const word = oneof(integer({ min: 0, max: 3 }), constantFrom(-1, 0x0a000001, 80 << 16));
const port = oneof(integer({ min: 0, max: 40 }), integer({ min: 0, max: 0xffff }));
const ports = tuple(port, port).map(([first, second]) => (first << 16) | second);

describe('numbers of pairs of endpoints', () => {
  it.each([3, 9])('are those of a map, with keys of %i words', (keyWords) => {
    const rest = array(word, { minLength: keyWords - 1, maxLength: keyWords - 1 });
    const key = tuple(ports, rest).map(([first, others]) => [first, ...others]);
    assert(
      property(array(key, { maxLength: 300 }), (keys) => {
        expect(numbersOf(keyWords, keys)).toEqual(expected(keys));
      }),
    );
  });

  it.each<[string, (i: number) => Key]>([
    ['a client takes one port after the other', (i) => [(80 << 16) | i, 1, 2]],
    ['a client tries every port', (i) => [(i << 16) | 40_000, 1, 2]],
    ['ports have the same sum', (i) => [(i << 16) | (0xffff - i), 1, 2]],
    ['addresses follow each other', (i) => [(80 << 16) | 40_000, 1, i]],
    ['addresses differ in the same bits', (i) => [(80 << 16) | 40_000, i, i + 77]],
  ])('are found again while the table grows, where %s', (_, keyOf) => {
    const keys = Array.from({ length: 20_000 }, (_unused, i) => keyOf(i));
    expect(numbersOf(3, [...keys, ...keys])).toEqual(expected([...keys, ...keys]));
  });
});
