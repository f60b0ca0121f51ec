// Finds the connection of a segment by its two addresses and ports, without making strings.
// Open addressing over int32 key words; a new SYN on old ports starts a new stream as Wireshark's tcp.stream does.

import { u32 } from '../decode/bytes.ts';
import type { PacketView } from '../decode/packet-view.ts';
import { TcpFlag } from '../decode/tcp-view.ts';
import { AddressBook } from './address-book.ts';
import { Connection, type Side } from './connection.ts';

/** Key of a connection: both ports, then word by word the lower and the higher endpoint's address. */
const KEY_WORDS = 9;
/** Words of it that tell IPv4 connections apart: both ports, two addresses, and what no IPv6 address has there. */
const IPV4_KEY_WORDS = 4;
const IPV4_MARKER = -1;
const FIRST_CAPACITY = 1024;
const MAX_LOAD = 0.6;

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

  private capacity = FIRST_CAPACITY;
  private keys = new Int32Array(FIRST_CAPACITY * KEY_WORDS);
  private slots: (Connection | undefined)[] = Array.from({ length: FIRST_CAPACITY });
  private used = 0;
  private readonly probe = new Int32Array(KEY_WORDS);
  private probeWords = KEY_WORDS;
  private readonly addresses = new AddressBook();

  /** Latest connection of every pair of endpoints, in no particular order. */
  *live(): Generator<Connection> {
    for (const connection of this.slots) if (connection) yield connection;
  }

  /** Sets `connection`, `side`, `isNew` and `replaced` for the segment in `packet`. */
  lookUp(packet: PacketView): void {
    this.fillProbe(packet);
    const slot = this.findSlot();
    const known = this.slots[slot];
    this.replaced = null;
    this.isNew = false;
    if (known === undefined) {
      this.add(slot, packet);
      return;
    }
    this.connection = known;
    this.side = sideOf(known, packet);
    if (startsAnew(known, this.side, packet.tcp.flags, packet.tcp.seq)) {
      this.replaced = known;
      const connection = this.open(packet, known);
      this.slots[slot] = connection;
    }
  }

  /** Writes the key of the packet's endpoints, the same for both directions. */
  private fillProbe(packet: PacketView): void {
    const { bytes, srcStart, dstStart, addressLen, tcp } = packet;
    const { probe } = this;
    let order = 0;
    for (let i = 0; i < addressLen && order === 0; i += 4) {
      order = u32(bytes, srcStart + i) - u32(bytes, dstStart + i);
    }
    if (order === 0) order = tcp.srcPort - tcp.dstPort;
    const swapped = order > 0;
    const low = swapped ? dstStart : srcStart;
    const high = swapped ? srcStart : dstStart;
    probe[0] = swapped ? (tcp.dstPort << 16) | tcp.srcPort : (tcp.srcPort << 16) | tcp.dstPort;
    probe[1] = u32(bytes, low);
    probe[2] = u32(bytes, high);
    if (addressLen === 4) {
      this.probeWords = IPV4_KEY_WORDS;
      // Where an IPv6 address has its second word: ffff:ffff there is in no prefix that was ever given out.
      probe[3] = IPV4_MARKER;
      return;
    }
    this.probeWords = KEY_WORDS;
    for (let word = 1; word < 4; word++) {
      probe[1 + 2 * word] = u32(bytes, low + 4 * word);
      probe[2 + 2 * word] = u32(bytes, high + 4 * word);
    }
  }

  private findSlot(): number {
    const { keys, probe, probeWords, slots } = this;
    const mask = this.capacity - 1;
    let slot = hash(probe, 0) & mask;
    for (;;) {
      if (slots[slot] === undefined) return slot;
      const at = slot * KEY_WORDS;
      let i = 0;
      while (i < probeWords && keys[at + i] === probe[i]) i++;
      if (i === probeWords) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private add(slot: number, packet: PacketView): void {
    this.keys.set(this.probe, slot * KEY_WORDS);
    this.slots[slot] = this.open(packet, undefined);
    this.used++;
    if (this.used > this.capacity * MAX_LOAD) this.grow();
  }

  private open(packet: PacketView, known: Connection | undefined): Connection {
    const { bytes, srcStart, dstStart, addressLen, tcp } = packet;
    // Ports used again: the same client mostly, so the same two endpoints in the same order.
    const sameSides = known !== undefined && this.side === 0;
    const connection = new Connection(
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
    this.connection = connection;
    this.side = 0;
    this.isNew = true;
    return connection;
  }

  private grow(): void {
    const { keys, slots } = this;
    this.capacity *= 2;
    this.keys = new Int32Array(this.capacity * KEY_WORDS);
    this.slots = Array.from({ length: this.capacity });
    for (let old = 0; old < slots.length; old++) {
      const connection = slots[old];
      if (connection === undefined) continue;
      const at = old * KEY_WORDS;
      let slot = hash(keys, at) & (this.capacity - 1);
      while (this.slots[slot] !== undefined) slot = (slot + 1) & (this.capacity - 1);
      this.keys.set(keys.subarray(at, at + KEY_WORDS), slot * KEY_WORDS);
      this.slots[slot] = connection;
    }
  }
}

/** Hashes the key at `at`; the addresses of IPv4 are two words, so half as long to read. */
function hash(words: Int32Array, at: number): number {
  const wordCount = words[at + 3] === IPV4_MARKER ? IPV4_KEY_WORDS - 1 : KEY_WORDS;
  let h = 0;
  for (let i = 0; i < wordCount; i++) {
    h = Math.imul(h ^ words[at + i]!, 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/** Who sent the packet: told by the port, or by the address where both ports are the same. */
function sideOf(connection: Connection, packet: PacketView): Side {
  const { addresses, ports } = connection;
  if (ports[0] !== ports[1]) return packet.tcp.srcPort === ports[0] ? 0 : 1;
  const first = addresses[0];
  const { bytes, srcStart } = packet;
  for (let i = 0; i < first.length; i++) if (bytes[srcStart + i] !== first[i]) return 1;
  return 0;
}

/**
 * Whether a segment on known endpoints opens a new stream: a SYN with another initial sequence number
 * (RFC 9293 3.4.1 lets ports be used again; where the stream is cut is Wireshark's tcp.stream).
 */
function startsAnew(connection: Connection, side: Side, flags: number, seq: number): boolean {
  if ((flags & (TcpFlag.SYN | TcpFlag.ACK)) !== TcpFlag.SYN) return false;
  const half = connection.halves[side];
  return half.baseSeqKnown && half.baseSeq !== (seq | 0);
}
