// IP fragments of TCP segments whose datagram the capture never has in full (RFC 791 3.2, RFC 8200 4.5): bytes that no row
// carries may lie in them. Of a datagram inside a tunnel that came in fragments nothing is known.

import { formatAddress } from '../decode/address.ts';
import { IpProtocol } from '../decode/ip-protocols.ts';
import type { PacketView } from '../decode/packet-view.ts';
import { Stop } from '../decode/stop.ts';

/** Fragments from one host to another. */
export interface OpenFragments {
  readonly src: string;
  readonly dst: string;
  readonly count: number;
}

/** Pairs of hosts that are told apart. */
const MOST_PAIRS = 256;
/** Latest whole datagrams of a pair whose fragments are known when they come again: recorded twice, or sent twice. */
const MOST_WHOLE = 16;

interface Pair {
  readonly src: string;
  readonly dst: string;
  count: number;
  /** Identifications of its latest whole datagrams. */
  readonly whole: number[];
}

export class FragmentTally {
  private readonly pairs = new Map<string, Pair>();

  /** A frame without a segment. */
  other(packet: PacketView): void {
    if (packet.stop === Stop.FragmentHeld || packet.stop === Stop.FragmentAlone) {
      const pair = this.pairOf(packet);
      if (pair !== null && !pair.whole.includes(packet.ipId)) pair.count++;
    } else if (packet.reassembled) this.completed(packet);
  }

  /** A datagram in a buffer of its own: of its fragments the last is the frame at hand. */
  completed(packet: PacketView): void {
    const before = packet.fragmentFrames.length - 1;
    const pair = before > 0 ? this.pairOf(packet) : null;
    if (pair === null || pair.whole.includes(packet.ipId)) return;
    pair.count = Math.max(0, pair.count - before);
    pair.whole.push(packet.ipId);
    if (pair.whole.length > MOST_WHOLE) pair.whole.shift();
  }

  open(): OpenFragments[] {
    return [...this.pairs.values()]
      .filter(({ count }) => count > 0)
      .map(({ src, dst, count }) => ({ src, dst, count }));
  }

  private pairOf(packet: PacketView): Pair | null {
    if (packet.transport !== IpProtocol.Tcp) return null;
    const { bytes, addressLen, srcStart, dstStart } = packet;
    const src = formatAddress(bytes.subarray(srcStart, srcStart + addressLen));
    const dst = formatAddress(bytes.subarray(dstStart, dstStart + addressLen));
    const key = `${src} ${dst}`;
    const known = this.pairs.get(key);
    if (known !== undefined) return known;
    if (this.pairs.size >= MOST_PAIRS) return null;
    const pair: Pair = { src, dst, count: 0, whole: [] };
    this.pairs.set(key, pair);
    return pair;
  }
}
