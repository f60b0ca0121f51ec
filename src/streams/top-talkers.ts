// Bytes sent per host, in bounded memory: counted when a connection is over.

import { formatAddress } from '../decode/address.ts';
import type { Connection } from '../tcp/connection.ts';

/** Hosts counted one by one; all that come later are counted together. */
const MAX_HOSTS = 65_536;

export interface Talker {
  readonly address: string;
  /** Sent by it: frames' bytes on the wire, TCP only. */
  readonly bytes: number;
  readonly packets: number;
}

export class TopTalkers {
  private readonly addresses: Uint8Array[] = [];
  /** By the one copy that the connections of a host share (tcp/address-book.ts). */
  private readonly numbers = new Map<Uint8Array, number>();
  private readonly bytes = new Float64Array(MAX_HOSTS + 1);
  private readonly packets = new Float64Array(MAX_HOSTS + 1);

  /** Takes a connection that is over. */
  note({ addresses, halves }: Connection): void {
    for (const side of [0, 1] as const) {
      const half = halves[side];
      const host = this.numberOf(addresses[side]);
      this.bytes[host]! += half.wireBytes;
      this.packets[host]! += half.packets;
    }
  }

  /** The `count` hosts that sent most, most first. */
  top(count: number): Talker[] {
    return this.addresses
      .map((address, i) => ({
        address: formatAddress(address),
        bytes: this.bytes[i]!,
        packets: this.packets[i]!,
      }))
      .sort((a, b) => b.bytes - a.bytes || (a.address < b.address ? -1 : 1))
      .slice(0, count);
  }

  /** Hosts seen; those beyond the bound are one. */
  get hostCount(): number {
    return this.addresses.length + (this.packets[MAX_HOSTS]! > 0 ? 1 : 0);
  }

  private numberOf(address: Uint8Array): number {
    const known = this.numbers.get(address);
    if (known !== undefined) return known;
    if (this.addresses.length >= MAX_HOSTS) return MAX_HOSTS;
    this.numbers.set(address, this.addresses.length);
    return this.addresses.push(address) - 1;
  }
}
