// Addresses kept for as long as the capture is read, one copy each and known by a number: hosts are few where
// connections are many.

import { formatAddress } from '../decode/address.ts';
import { u32 } from '../decode/bytes.ts';

export class AddressBook {
  private readonly copies: Uint8Array[] = [];
  /** Made when first asked for. */
  private readonly texts: (string | undefined)[] = [];
  /** Numbers of the addresses with the same hash. */
  private readonly buckets = new Map<number, number[]>();

  /** The number of the `addressLen` bytes (4 or 16) at `at`. */
  numberOf(bytes: Uint8Array, at: number, addressLen: number): number {
    const bucket = this.bucketOf(bytes, at, addressLen);
    for (const number of bucket) {
      const known = this.copies[number]!;
      if (known.length === addressLen && isAt(known, bytes, at)) return number;
    }
    const number = this.copies.push(bytes.slice(at, at + addressLen)) - 1;
    bucket.push(number);
    return number;
  }

  /** The address of that number; not to be written to. */
  bytes(number: number): Uint8Array {
    return this.copies[number]!;
  }

  text(number: number): string {
    return (this.texts[number] ??= formatAddress(this.copies[number]!));
  }

  private bucketOf(bytes: Uint8Array, at: number, addressLen: number): number[] {
    let hash = 0;
    for (let i = 0; i < addressLen; i += 4) hash = Math.imul(hash, 0x9e3779b1) ^ u32(bytes, at + i);
    const known = this.buckets.get(hash);
    if (known !== undefined) return known;
    const bucket: number[] = [];
    this.buckets.set(hash, bucket);
    return bucket;
  }
}

function isAt(address: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < address.length; i++) if (bytes[at + i] !== address[i]) return false;
  return true;
}
