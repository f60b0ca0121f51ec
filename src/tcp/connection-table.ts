// Finds the connection of a segment by its two addresses and ports, without making strings.
// A new SYN on old ports starts a new stream as Wireshark's tcp.stream does.

import { u32 } from '../decode/bytes.ts';
import type { PacketView } from '../decode/packet-view.ts';
import { TcpFlag } from '../decode/tcp-view.ts';
import { AddressBook } from './address-book.ts';
import { Connection, type Side } from './connection.ts';
import { PairTable } from './pair-table.ts';

/** Words of a key: both ports, then word by word the lower and the higher endpoint's address. */
const IPV4_KEY_WORDS = 3;
const IPV6_KEY_WORDS = 9;

export class ConnectionTable {
  /** Connection of the last segment looked up, and which side sent it. Valid until the next look-up. */
  connection!: Connection;
  side: Side = 0;
  /** True when that segment opened the connection. */
  isNew = false;
  /** The connection that this one replaced on the same ports by that segment, else null. */
  replaced: Connection | null = null;

  /** Number of streams so far. */
  streams = 0;

  private readonly ipv4 = new PairTable(IPV4_KEY_WORDS);
  private readonly ipv6 = new PairTable(IPV6_KEY_WORDS);
  private readonly probe = new Int32Array(IPV6_KEY_WORDS);
  private readonly addresses = new AddressBook();
  /** Connections that are over, to become others. */
  private readonly idle: Connection[] = [];

  /** Latest connection of every pair of endpoints, in no particular order. */
  *live(): Generator<Connection> {
    yield* this.ipv4.values();
    yield* this.ipv6.values();
  }

  /** Takes back a connection that was replaced and that nobody refers to any more. */
  recycle(connection: Connection): void {
    this.idle.push(connection);
  }

  /** Sets `connection`, `side`, `isNew` and `replaced` for the segment in `packet`. */
  lookUp(packet: PacketView): void {
    const fromHigher = fillProbe(this.probe, packet);
    const pairs = packet.addressLen === 4 ? this.ipv4 : this.ipv6;
    const slot = pairs.find(this.probe);
    const known = pairs.at(slot);
    this.replaced = null;
    if (known !== undefined) {
      const side = known.openedByHigher === fromHigher ? 0 : 1;
      if (!startsAnew(known, side, packet)) {
        this.connection = known;
        this.side = side;
        this.isNew = false;
        return;
      }
      this.replaced = known;
    }
    const connection = this.open(packet, known, fromHigher);
    pairs.set(slot, this.probe, connection);
    this.connection = connection;
    this.side = 0;
    this.isNew = true;
  }

  private open(
    packet: PacketView,
    known: Connection | undefined,
    openedByHigher: boolean,
  ): Connection {
    const { bytes, srcStart, dstStart, addressLen, tcp } = packet;
    // Ports used again: the same client mostly, so the same two endpoints in the same order.
    const sameSides = known !== undefined && known.openedByHigher === openedByHigher;
    const connection = this.idle.pop() ?? new Connection();
    connection.begin(
      this.streams++,
      sameSides
        ? known.addresses
        : [
            this.addresses.copyOf(bytes, srcStart, addressLen),
            this.addresses.copyOf(bytes, dstStart, addressLen),
          ],
      sameSides ? known.ports : [tcp.srcPort, tcp.dstPort],
      known === undefined ? -1 : known.stream,
    );
    connection.openedByHigher = openedByHigher;
    return connection;
  }
}

/**
 * Writes the key of the packet's endpoints, the same for both directions. True when the higher one sent the packet
 * (by address, then port; two that are the same have no higher one).
 */
function fillProbe(probe: Int32Array, packet: PacketView): boolean {
  const { bytes, srcStart, dstStart, addressLen, tcp } = packet;
  let order = 0;
  for (let i = 0; i < addressLen && order === 0; i += 4) {
    order = u32(bytes, srcStart + i) - u32(bytes, dstStart + i);
  }
  if (order === 0) order = tcp.srcPort - tcp.dstPort;
  const fromHigher = order > 0;
  const low = fromHigher ? dstStart : srcStart;
  const high = fromHigher ? srcStart : dstStart;
  probe[0] = fromHigher ? (tcp.dstPort << 16) | tcp.srcPort : (tcp.srcPort << 16) | tcp.dstPort;
  for (let word = 0; 4 * word < addressLen; word++) {
    probe[1 + 2 * word] = u32(bytes, low + 4 * word);
    probe[2 + 2 * word] = u32(bytes, high + 4 * word);
  }
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
