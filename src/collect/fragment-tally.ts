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

export class FragmentTally {
  private readonly pairs = new Map<string, OpenFragments>();

  /** A frame without a segment. */
  other(packet: PacketView): void {
    if (packet.stop === Stop.FragmentHeld || packet.stop === Stop.FragmentAlone)
      this.count(packet, 1);
    else if (packet.reassembled) this.completed(packet);
  }

  /** A datagram in a buffer of its own: of its fragments the last is the frame at hand. */
  completed(packet: PacketView): void {
    const before = packet.fragmentFrames.length - 1;
    if (before > 0) this.count(packet, -before);
  }

  open(): OpenFragments[] {
    return [...this.pairs.values()].filter(({ count }) => count > 0);
  }

  private count(packet: PacketView, more: number): void {
    if (packet.transport !== IpProtocol.Tcp) return;
    const { bytes, addressLen, srcStart, dstStart } = packet;
    const src = formatAddress(bytes.subarray(srcStart, srcStart + addressLen));
    const dst = formatAddress(bytes.subarray(dstStart, dstStart + addressLen));
    const key = `${src} ${dst}`;
    const known = this.pairs.get(key);
    if (known === undefined && (more < 0 || this.pairs.size >= MOST_PAIRS)) return;
    this.pairs.set(key, { src, dst, count: Math.max(0, (known?.count ?? 0) + more) });
  }
}
