// One connection: two halves and what belongs to both. Which half is the client is decided in roles.ts.

import { formatAddress } from '../decode/address.ts';
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

const NO_ADDRESS = new Uint8Array(0);

/** Made once and begun for each stream it stands for (connection-table.ts). */
export class Connection {
  stream = -1;
  /** Addresses as 4 or 16 bytes, copied; index is the side. */
  addresses: readonly [Uint8Array, Uint8Array] = [NO_ADDRESS, NO_ADDRESS];
  ports: readonly [number, number] = [0, 0];
  /** Which of the endpoints side 0 is, in the order that connection-table.ts gives them. */
  openedByHigher = false;
  readonly halves: readonly [Half, Half] = [new Half(), new Half()];

  /** Stream this one follows on the same addresses and ports, -1 none (port reuse). */
  reuses = -1;

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
  /** Side that sent the SYN-ACK, -1 none seen. */
  synAckSide: Side | -1 = -1;
  /** Side that sent the SYN, -1 none seen. */
  synSide: Side | -1 = -1;
  /** Frame of the ACK that finished the handshake, 0 none. */
  handshakeAckFrame = 0;
  /** Side that sent the first FIN or RST, -1 none. */
  endedBy: Side | -1 = -1;

  private addressTexts: readonly [string, string] | null = null;

  /** Becomes the connection of `stream`, of which nothing was seen yet. */
  begin(
    stream: number,
    addresses: readonly [Uint8Array, Uint8Array],
    ports: readonly [number, number],
    reuses: number,
  ): void {
    this.stream = stream;
    if (this.addresses !== addresses) this.addressTexts = null;
    this.addresses = addresses;
    this.ports = ports;
    this.halves[0].begin();
    this.halves[1].begin();
    this.reuses = reuses;
    this.completeness = 0;
    this.packets = 0;
    this.firstFrame = 0;
    this.lastFrame = 0;
    this.firstTimeNs = Number.NaN;
    this.lastTimeNs = Number.NaN;
    this.synTimeNs = Number.NaN;
    this.initialRttNs = Number.NaN;
    this.synAckSide = -1;
    this.synSide = -1;
    this.handshakeAckFrame = 0;
    this.endedBy = -1;
  }

  /** The address of a side as text, made once. */
  address(side: Side): string {
    return (this.addressTexts ??= [
      formatAddress(this.addresses[0]),
      formatAddress(this.addresses[1]),
    ])[side];
  }
}
