// Bytes sent per host, in bounded memory: counted when a connection is over.

import { formatAddress } from '../decode/address.ts';
import type { Connection, Side } from '../tcp/connection.ts';

/** Hosts counted one by one; all that come later are counted together. */
const MAX_HOSTS = 65_536;

export interface Talker {
  readonly address: string;
  /** Sent by it: frames' bytes on the wire, TCP only. */
  readonly bytes: number;
  readonly packets: number;
}

export class TopTalkers {
  // By the number of the host, which counts from 0 (tcp/address-book.ts).
  private readonly addresses = new Map<number, Uint8Array>();
  private readonly known = new Uint8Array(MAX_HOSTS + 1);
  private readonly bytes = new Float64Array(MAX_HOSTS + 1);
  private readonly packets = new Float64Array(MAX_HOSTS + 1);

  /** Takes a connection that is over. */
  note(connection: Connection): void {
    this.noteSide(connection, 0);
    this.noteSide(connection, 1);
  }

  /** The `count` hosts that sent most, most first. */
  top(count: number): Talker[] {
    return [...this.addresses]
      .map(([host, address]) => ({
        address: formatAddress(address),
        bytes: this.bytes[host]!,
        packets: this.packets[host]!,
      }))
      .sort((a, b) => b.bytes - a.bytes || (a.address < b.address ? -1 : 1))
      .slice(0, count);
  }

  /** Hosts seen; those beyond the bound are one. */
  get hostCount(): number {
    return this.addresses.size + this.known[MAX_HOSTS]!;
  }

  private noteSide(connection: Connection, side: Side): void {
    const { wireBytes, packets } = connection.halves[side];
    const host = Math.min(connection.addressNumber(side), MAX_HOSTS);
    if (this.known[host] === 0) {
      this.known[host] = 1;
      if (host < MAX_HOSTS) this.addresses.set(host, connection.addresses[side]);
    }
    this.bytes[host]! += wireBytes;
    this.packets[host]! += packets;
  }
}
