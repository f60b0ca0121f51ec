// One connection: two halves and what belongs to both. Which half is the client is decided in roles.ts.

import { formatIpv4, formatIpv6 } from '../decode/address.ts';
import { Half } from './half.ts';

/** Wireshark's tcp.completeness bits. */
export const Completeness = {
  Syn: 1,
  SynAck: 2,
  Ack: 4,
  Data: 8,
  Fin: 16,
  Rst: 32,
} as const;

/** Index of a half: 0 belongs to the endpoint that sent the connection's first segment. */
export type Side = 0 | 1;

export class Connection {
  readonly stream: number;
  /** Addresses as 4 or 16 bytes, copied; index is the side. */
  readonly addresses: readonly [Uint8Array, Uint8Array];
  readonly ports: readonly [number, number];
  readonly halves: readonly [Half, Half] = [new Half(), new Half()];

  /** Stream this one follows on the same addresses and ports, -1 none (port reuse). */
  readonly reuses: number;

  completeness = 0;
  packets = 0;
  firstFrame = 0;
  lastFrame = 0;
  firstTimeNs = Number.NaN;
  lastTimeNs = Number.NaN;
  /** Time of the latest SYN, for the handshake's round trip; NaN before it. */
  synTimeNs = Number.NaN;
  /** Time from the SYN to the first ACK after the SYN-ACK; NaN while unknown. */
  initialRttNs = Number.NaN;
  /** Time from the latest SYN to the first acknowledgement after it, whoever's: Wireshark's round trip; 0 unknown. */
  firstAckNs = 0;
  /** Side that sent the SYN-ACK, -1 none seen. */
  synAckSide: Side | -1 = -1;
  /** Side that sent the SYN, -1 none seen. */
  synSide: Side | -1 = -1;
  /** Frame of the ACK that finished the handshake, 0 none. */
  handshakeAckFrame = 0;
  /** The handshake, or Wireshark's round trip, is not known yet. */
  opening = true;
  /** Side that sent the first FIN or RST, -1 none. */
  endedBy: Side | -1 = -1;

  constructor(
    stream: number,
    addresses: readonly [Uint8Array, Uint8Array],
    ports: readonly [number, number],
    reuses: number,
  ) {
    this.stream = stream;
    this.addresses = addresses;
    this.ports = ports;
    this.reuses = reuses;
  }

  /** The address of a side as text, made once. */
  address(side: Side): string {
    return (this.addressTexts ??= [format(this.addresses[0]), format(this.addresses[1])])[side];
  }

  private addressTexts: readonly [string, string] | undefined;
}

const format = (address: Uint8Array): string =>
  address.length === 4 ? formatIpv4(address, 0) : formatIpv6(address, 0);
