// Addresses kept for as long as the capture is read, one copy each: hosts are few where connections are many.

import { u32 } from '../decode/bytes.ts';

export class AddressBook {
  private readonly buckets = new Map<number, Uint8Array[]>();

  /** The one copy of the `addressLen` bytes (4 or 16) at `at`; not to be written to. */
  copyOf(bytes: Uint8Array, at: number, addressLen: number): Uint8Array {
    const bucket = this.bucketOf(bytes, at, addressLen);
    for (const known of bucket) {
      if (known.length === addressLen && isAt(known, bytes, at)) return known;
    }
    const copy = bytes.slice(at, at + addressLen);
    bucket.push(copy);
    return copy;
  }

  private bucketOf(bytes: Uint8Array, at: number, addressLen: number): Uint8Array[] {
    let hash = 0;
    for (let i = 0; i < addressLen; i += 4) hash = Math.imul(hash, 0x9e3779b1) ^ u32(bytes, at + i);
    const known = this.buckets.get(hash);
    if (known !== undefined) return known;
    const bucket: Uint8Array[] = [];
    this.buckets.set(hash, bucket);
    return bucket;
  }
}

function isAt(address: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < address.length; i++) if (bytes[at + i] !== address[i]) return false;
  return true;
}
