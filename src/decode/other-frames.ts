// Frames that hold no TCP segment, counted by protocol (Wireshark's short name) or by what stopped the decoder.

import { layerNames } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { describeStop, Stop } from './stop.ts';

/** Protocols above IP that the decoder does not enter (IANA protocol numbers). */
const IP_PROTOCOL_NAMES: Readonly<Record<number, string>> = {
  1: 'icmp',
  2: 'igmp',
  17: 'udp',
  47: 'gre',
  50: 'esp',
  58: 'icmpv6',
  88: 'eigrp',
  89: 'ospf',
  103: 'pim',
  112: 'vrrp',
  132: 'sctp',
  136: 'udplite',
};

/** Protocols on the link that are no IP (EtherTypes). */
const ETHERTYPE_NAMES: Readonly<Record<number, string>> = {
  0x0806: 'arp',
  0x8035: 'rarp',
  0x8809: 'slow',
  0x888e: 'eapol',
  0x88cc: 'lldp',
  0x9000: 'loop',
};

/** Why the decoder went no further, in words. */
const STOP_WORDS: Readonly<Record<number, string>> = {
  [Stop.FragmentAlone]: 'fragment',
  [Stop.CutHeader]: 'header cut',
  [Stop.BadLength]: 'wrong length',
  [Stop.BadVersion]: 'wrong version',
  [Stop.UnsupportedLinkType]: 'link type not decoded',
  [Stop.UnknownEtherType]: 'unknown EtherType',
  [Stop.Opaque]: 'encrypted or compressed',
  [Stop.TooDeep]: 'too many layers',
};

/** Keys hold the stop in front of the number that led nowhere. */
const KEY_FACTOR = 1 << 20;

export class OtherFrames {
  private readonly counts = new Map<number, { readonly name: string; count: number }>();

  note(packet: PacketView): void {
    const key = packet.stop * KEY_FACTOR + detailOf(packet);
    const known = this.counts.get(key);
    if (known) known.count++;
    else this.counts.set(key, { name: nameOf(packet), count: 1 });
  }

  /** Counts by name, most first. */
  byName(): Map<string, number> {
    const sums = new Map<string, number>();
    for (const { name, count } of this.counts.values()) {
      sums.set(name, (sums.get(name) ?? 0) + count);
    }
    return new Map([...sums].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
  }
}

const lastLayer = (packet: PacketView): number =>
  packet.layerCount === 0
    ? 0
    : packet.layerKinds[Math.min(packet.layerCount, packet.layerKinds.length) - 1]!;

/** What tells frames with the same stop apart, below KEY_FACTOR. */
function detailOf(packet: PacketView): number {
  if (packet.stop === Stop.NotTcp) return packet.transport < 0 ? 0 : packet.transport;
  if (packet.stop === Stop.NotIp)
    return packet.stopValue < 0 ? lastLayer(packet) : packet.stopValue % KEY_FACTOR;
  return packet.stopLayer;
}

function nameOf(packet: PacketView): string {
  const last = layerNames[lastLayer(packet)] || 'other';
  switch (packet.stop) {
    case Stop.NotTcp:
      return IP_PROTOCOL_NAMES[packet.transport] ?? `ip protocol ${packet.transport}`;
    case Stop.NotIp:
      return ETHERTYPE_NAMES[packet.stopValue] ?? last;
    case Stop.FragmentHeld:
      return `${last} (fragment)`;
    default: {
      const layer = describeStop(packet)?.layer;
      return `${layer || last} (${STOP_WORDS[packet.stop] ?? 'stopped'})`;
    }
  }
}
