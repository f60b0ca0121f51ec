// Addresses by number: equal ones have one, however many there are.

import { expect, test } from 'vitest';
import { AddressBook } from '../../src/tcp/address-book.ts';

const ipv4 = (n: number): Uint8Array => Uint8Array.from([10, n >> 16, (n >> 8) & 255, n & 255]);
/** The hash of an address behind zeros is that of the address alone. */
const ipv6 = (n: number): Uint8Array => Uint8Array.from([...new Uint8Array(12), ...ipv4(n)]);

test('thousands of addresses of both lengths are told apart, and found again', () => {
  const book = new AddressBook();
  const COUNT = 3000;
  const numberOf = (address: Uint8Array): number =>
    // Somewhere in a packet.
    book.numberOf(Uint8Array.from([1, 2, 3, ...address, 4]), 3, address.length);
  const all = Array.from({ length: COUNT }, (_, n) => [ipv4(n), ipv6(n)]).flat();
  const numbers = all.map(numberOf);
  expect(numbers).toEqual(all.map((_, at) => at));
  expect(all.map(numberOf)).toEqual(numbers);
  expect(numbers.every((number, at) => Buffer.compare(book.bytes(number), all[at]!) === 0)).toBe(
    true,
  );
  expect([book.text(0), book.text(2 * COUNT - 2)]).toEqual(['10.0.0.0', '10.0.11.183']);
});

test('the bytes of an address stay what they are when others come', () => {
  const book = new AddressBook();
  const first = book.bytes(book.numberOf(ipv4(7), 0, 4));
  for (let n = 100; n < 2000; n++) book.numberOf(ipv6(n), 0, 16);
  expect([...first]).toEqual([...ipv4(7)]);
  expect([...book.bytes(0)]).toEqual([...ipv4(7)]);
});
