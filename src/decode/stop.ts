// Why decoding ended before a TCP segment was reached. A number on the hot path; `describeStop`
// builds the rich object for the few frames that earn a paragraph.
import { layerNames } from './layer.ts';
import type { PacketView } from './packet-view.ts';

/** Stop codes; `None` means that a TCP segment was decoded. */
export const Stop = {
  None: 0,
  /** A protocol other than IP follows (ARP, LLDP, spanning tree ...). */
  NotIp: 1,
  /** IP carries something else than TCP (UDP, ICMP ...). What ICMP quotes is in icmp-quotes.ts. */
  NotTcp: 2,
  /** A fragment, kept until the rest of its datagram is there. */
  FragmentHeld: 3,
  /** A later fragment that takes no part in reassembly because the capture cut it. */
  FragmentAlone: 4,
  /** The capture kept fewer bytes than the header needs. */
  CutHeader: 5,
  /** A length field leaves no room for the header. */
  BadLength: 6,
  /** The version field is not the one the layer below announced. */
  BadVersion: 7,
  /** No decoder for the link type of the record. */
  UnsupportedLinkType: 8,
  UnknownEtherType: 9,
  /** The payload is encrypted or compressed. */
  Opaque: 10,
  /** More layers than any real packet nests. */
  TooDeep: 11,
} as const;

/** Which length said how many bytes there are. */
export const LengthSource = { Captured: 0, Wire: 1, Ip: 2 } as const;

const STOP_NAMES = Object.keys(Stop);
const SOURCE_NAMES = ['captured bytes', 'wire length', 'IP length'] as const;

/** A stop in full: where, why, and which length left how many bytes. */
export interface StopDescription {
  code: number;
  name: string;
  /** Wireshark's short name of the layer that could not be decoded. */
  layer: string;
  /** Offset in `packet.bytes` of the layer that could not be decoded. */
  offset: number;
  /** Bytes the layer needs, -1 when the stop is not about a length. */
  needed: number;
  available: number;
  lengthSaidBy: (typeof SOURCE_NAMES)[number];
  /** Protocol number, EtherType or link type that led nowhere; -1 when none. */
  value: number;
}

/** The stop of the packet just decoded, or null when a segment was decoded. */
export function describeStop(packet: PacketView): StopDescription | null {
  if (packet.stop === Stop.None) return null;
  return {
    code: packet.stop,
    name: STOP_NAMES[packet.stop] ?? '',
    layer: layerNames[packet.stopLayer] ?? '',
    offset: packet.stopOffset,
    needed: packet.stopNeeded,
    available: packet.stopAvailable,
    lengthSaidBy: SOURCE_NAMES[packet.stopSaidBy] ?? 'captured bytes',
    value: packet.stopValue,
  };
}
