// Addresses kept for as long as the capture is read, one copy each and known by a number: hosts are few where
// connections are many.

import { formatAddress } from '../decode/address.ts';
import { u32 } from '../decode/bytes.ts';

export class AddressBook {
  private readonly copies: Uint8Array[] = [];
  /** Made when first asked for. */
  private readonly texts: (string | undefined)[] = [];
  /** The latest number with a hash; and, by number, the one before it with the same hash, -1 none. */
  private readonly latest = new Map<number, number>();
  private readonly before: number[] = [];

  /** The number of the `addressLen` bytes (4 or 16) at `at`. */
  numberOf(bytes: Uint8Array, at: number, addressLen: number): number {
    const hash = hashOf(bytes, at, addressLen);
    const latest = this.latest.get(hash) ?? -1;
    for (let number = latest; number >= 0; number = this.before[number]!) {
      const known = this.copies[number]!;
      if (known.length === addressLen && isAt(known, bytes, at)) return number;
    }
    const number = this.copies.push(bytes.slice(at, at + addressLen)) - 1;
    this.before.push(latest);
    this.latest.set(hash, number);
    return number;
  }

  /** The address of that number; not to be written to. */
  bytes(number: number): Uint8Array {
    return this.copies[number]!;
  }

  text(number: number): string {
    return (this.texts[number] ??= formatAddress(this.copies[number]!));
  }
}

function hashOf(bytes: Uint8Array, at: number, addressLen: number): number {
  let hash = 0;
  for (let i = 0; i < addressLen; i += 4) hash = Math.imul(hash, 0x9e3779b1) ^ u32(bytes, at + i);
  return hash;
}

function isAt(address: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < address.length; i++) if (bytes[at + i] !== address[i]) return false;
  return true;
}
