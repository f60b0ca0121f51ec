// Bytes sent per host, in bounded memory and without an allocation per segment.

import { formatIpv4 } from '../decode/address.ts';
import type { SegmentContext } from '../sink.ts';
import type { Connection, Side } from '../tcp/connection.ts';

/** Hosts counted one by one; all that come later are counted together. */
const MAX_HOSTS = 65_536;
const FIRST_STREAMS = 1024;
const IPV4_LEN = 4;

export interface Talker {
  readonly address: string;
  /** Sent by it: frames' bytes on the wire, TCP only. */
  readonly bytes: number;
  readonly packets: number;
}

export class TopTalkers {
  private readonly addresses: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly bytes = new Float64Array(MAX_HOSTS + 1);
  private readonly packets = new Float64Array(MAX_HOSTS + 1);
  /** Host number of each stream's two sides. */
  private hosts = new Int32Array(2 * FIRST_STREAMS);

  note(context: SegmentContext): void {
    const { connection, side, record } = context;
    const at = 2 * connection.stream;
    if (context.opened) this.placeHosts(connection, at);
    const host = this.hosts[at + side]!;
    this.bytes[host]! += record.origLen;
    this.packets[host]!++;
  }

  /** The `count` hosts that sent most, most first. */
  top(count: number): Talker[] {
    return this.addresses
      .map((address, i) => ({ address, bytes: this.bytes[i]!, packets: this.packets[i]! }))
      .sort((a, b) => b.bytes - a.bytes || (a.address < b.address ? -1 : 1))
      .slice(0, count);
  }

  /** Hosts seen; those beyond the bound are one. */
  get hostCount(): number {
    return this.addresses.length + (this.packets[MAX_HOSTS]! > 0 ? 1 : 0);
  }

  private placeHosts(connection: Connection, at: number): void {
    if (at + 2 > this.hosts.length) {
      const hosts = new Int32Array(2 * this.hosts.length);
      hosts.set(this.hosts);
      this.hosts = hosts;
    }
    this.hosts[at] = this.numberOf(connection, 0);
    this.hosts[at + 1] = this.numberOf(connection, 1);
  }

  private numberOf(connection: Connection, side: Side): number {
    const bytes = connection.addresses[side];
    // Not connection.address: it would keep a text for every connection.
    const address = bytes.length === IPV4_LEN ? formatIpv4(bytes, 0) : connection.address(side);
    const known = this.numbers.get(address);
    if (known !== undefined) return known;
    if (this.addresses.length >= MAX_HOSTS) return MAX_HOSTS;
    this.numbers.set(address, this.addresses.length);
    return this.addresses.push(address) - 1;
  }
}
