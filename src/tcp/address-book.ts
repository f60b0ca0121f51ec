// Addresses kept for as long as the capture is read, one copy each and known by a number: hosts are few where
// connections are many. Where they are many, too, an object for each would cost ten times its bytes.

import { formatAddress } from '../decode/address.ts';
import { u32 } from '../decode/bytes.ts';

/** Room for any address. */
const ADDRESS_BYTES = 16;
const FIRST_ADDRESSES = 256;

export class AddressBook {
  /** A place of ADDRESS_BYTES for each, and how many of them it has. */
  private bytesOf = new Uint8Array(FIRST_ADDRESSES * ADDRESS_BYTES);
  private readonly lengths: number[] = [];
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
      if (this.lengths[number] === addressLen && this.isAt(number, bytes, at)) return number;
    }
    const number = this.lengths.push(addressLen) - 1;
    if (this.bytesOf.length < this.lengths.length * ADDRESS_BYTES) this.grow();
    this.bytesOf.set(bytes.subarray(at, at + addressLen), number * ADDRESS_BYTES);
    this.before.push(latest);
    this.latest.set(hash, number);
    return number;
  }

  /** The address of that number; not to be written to. */
  bytes(number: number): Uint8Array {
    const start = number * ADDRESS_BYTES;
    return this.bytesOf.subarray(start, start + this.lengths[number]!);
  }

  text(number: number): string {
    return (this.texts[number] ??= formatAddress(this.bytes(number)));
  }

  private isAt(number: number, bytes: Uint8Array, at: number): boolean {
    const { bytesOf } = this;
    const start = number * ADDRESS_BYTES;
    const len = this.lengths[number]!;
    for (let i = 0; i < len; i++) if (bytes[at + i] !== bytesOf[start + i]) return false;
    return true;
  }

  private grow(): void {
    const grown = new Uint8Array(2 * this.bytesOf.length);
    grown.set(this.bytesOf);
    this.bytesOf = grown;
  }
}

function hashOf(bytes: Uint8Array, at: number, addressLen: number): number {
  let hash = 0;
  for (let i = 0; i < addressLen; i += 4) hash = Math.imul(hash, 0x9e3779b1) ^ u32(bytes, at + i);
  return hash;
}
