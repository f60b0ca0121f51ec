// Finds the connection of a segment by its two addresses and ports, without making strings.
// A new SYN on old ports starts a new stream as Wireshark's tcp.stream does.

import type { PacketView } from '../decode/packet-view.ts';
import { TcpFlag } from '../decode/tcp-view.ts';
import { AddressBook } from './address-book.ts';
import type { Connection, Side } from './connection.ts';
import { LentConnections } from './lent-connections.ts';
import { PairTable } from './pair-table.ts';

/** Words of a key: both ports, then word by word the lower and the higher endpoint's address. */
const IPV4_KEY_WORDS = 3;
const IPV6_KEY_WORDS = 9;

export class ConnectionTable {
  /** Connection of the last segment looked up, and which side sent it. Lent until the next look-up, if not kept. */
  connection!: Connection;
  side: Side = 0;
  /** True when that segment opened the connection. */
  isNew = false;
  /** The connection that this one replaced on the same ports by that segment, or is cut off from; else null. */
  replaced: Connection | null = null;

  /** Stream numbers used so far. */
  streams = 0;

  private readonly ipv4 = new PairTable(IPV4_KEY_WORDS);
  private readonly ipv6 = new PairTable(IPV6_KEY_WORDS);
  private readonly probe = new Int32Array(IPV6_KEY_WORDS);
  private readonly addresses = new AddressBook();
  /** By the number of their pair of endpoints. */
  private readonly connections = new LentConnections(this.addresses);

  /** Latest connection of every pair of endpoints, in no particular order; each lent until the next. */
  *live(): Generator<Connection> {
    const { connections } = this;
    for (let pair = 0; pair < connections.count; pair++) {
      const connection = connections.at(pair);
      if (!isReserved(connection)) yield connection;
    }
  }

  /**
   * Uses up a stream number for these ports between the packet's hosts, unless they have one: it is that of the segments
   * that may still come. Ends what was lent.
   */
  reserve(packet: PacketView, srcPort: number, dstPort: number): void {
    const { connections, probe } = this;
    const fromHigher = fillProbe(probe, packet, srcPort, dstPort);
    const pairs = packet.addressLen === 4 ? this.ipv4 : this.ipv6;
    const slot = pairs.find(probe);
    if (pairs.at(slot) >= 0) return;
    const added = connections.add();
    pairs.add(slot, probe, added);
    const addresses = this.addressNumbers(packet);
    connections.at(added).begin(this.streams++, addresses, [srcPort, dstPort], fromHigher, -1);
  }

  /**
   * Sets `connection`, `side`, `isNew` and `replaced` for the segment in `packet`. A connection that nobody observes then
   * (observe.ts) has a number and no segment.
   */
  lookUp(packet: PacketView): void {
    const { connections, probe } = this;
    const { tcp } = packet;
    const fromHigher = fillProbe(probe, packet, tcp.srcPort, tcp.dstPort);
    const pairs = packet.addressLen === 4 ? this.ipv4 : this.ipv6;
    const slot = pairs.find(probe);
    const pair = pairs.at(slot);
    this.replaced = null;
    if (pair < 0) {
      const added = connections.add();
      pairs.add(slot, probe, added);
      this.open(connections.at(added), packet, fromHigher, null);
      return;
    }
    const known = connections.at(pair);
    if (isReserved(known)) {
      known.open(this.addressNumbers(packet), [tcp.srcPort, tcp.dstPort], fromHigher);
      this.connection = known;
      this.side = 0;
      this.isNew = true;
      return;
    }
    const side = known.openedByHigher === fromHigher ? 0 : 1;
    if (known.isCut || startsAnew(known, side, packet)) {
      this.replaced = known;
      this.open(connections.renew(pair), packet, fromHigher, known);
      return;
    }
    this.connection = known;
    this.side = side;
    this.isNew = false;
  }

  private open(
    connection: Connection,
    packet: PacketView,
    fromHigher: boolean,
    replaced: Connection | null,
  ): void {
    const { tcp } = packet;
    // Ports used again: mostly by the same client, and then by the same two addresses in the same order.
    const addresses =
      replaced !== null && replaced.openedByHigher === fromHigher
        ? replaced.addressNumbers
        : this.addressNumbers(packet);
    const reuses = replaced === null || replaced.isCut ? -1 : replaced.stream;
    connection.begin(this.streams++, addresses, [tcp.srcPort, tcp.dstPort], fromHigher, reuses);
    if (replaced?.isCut === true) {
      connection.cutFrom = replaced.stream;
      replaced.isContinued = true;
    }
    this.connection = connection;
    this.side = 0;
    this.isNew = true;
  }

  private addressNumbers({ bytes, srcStart, dstStart, addressLen }: PacketView): [number, number] {
    const { addresses } = this;
    return [
      addresses.numberOf(bytes, srcStart, addressLen),
      addresses.numberOf(bytes, dstStart, addressLen),
    ];
  }
}

/** No segment of it was seen (observe.ts counts them): only its number is taken. */
const isReserved = ({ packets }: Connection): boolean => packets === 0;

/**
 * Writes the key of the packet's hosts with these ports, the same for both directions. True when the higher one sent the
 * packet (by address, then port; two that are the same have no higher one).
 */
function fillProbe(
  probe: Int32Array,
  packet: PacketView,
  srcPort: number,
  dstPort: number,
): boolean {
  const { view, srcStart, dstStart, addressLen } = packet;
  // Bits are compared as they come: any order will do that is the same for both directions.
  let order = 0;
  for (let at = 0, word = 1; at < addressLen; at += 4, word += 2) {
    const src = view.getInt32(srcStart + at);
    const dst = view.getInt32(dstStart + at);
    if (order === 0 && src !== dst) order = src > dst ? 1 : -1;
    probe[word] = order > 0 ? dst : src;
    probe[word + 1] = order > 0 ? src : dst;
  }
  const fromHigher = order > 0 || (order === 0 && srcPort > dstPort);
  probe[0] = fromHigher ? (dstPort << 16) | srcPort : (srcPort << 16) | dstPort;
  return fromHigher;
}

/**
 * Whether a segment on known endpoints opens a new stream: a SYN with another initial sequence number
 * (RFC 9293 3.4.1 lets ports be used again; where the stream is cut is Wireshark's tcp.stream).
 */
function startsAnew(connection: Connection, side: Side, { tcp }: PacketView): boolean {
  if ((tcp.flags & (TcpFlag.SYN | TcpFlag.ACK)) !== TcpFlag.SYN) return false;
  const half = connection.halves[side];
  return half.baseSeqKnown && half.baseSeq !== (tcp.seq | 0);
}
