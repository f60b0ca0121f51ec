// One connection: two halves and what belongs to both. Which half is the client is decided in roles.ts.

import type { AddressBook } from './address-book.ts';
import { Half, HALF_DOUBLES, HALF_INTS } from './half.ts';
import type { MultipathBook } from './multipath.ts';
import { TcpState } from './state.ts';

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

const OWN_INTS = 11;
/** What few connections have: behind all else, so that the others need not touch it. */
const RARE_INTS = 7;
/** Bit among the marks: there are such. Completeness lies below it. */
const HAS_RARE = 1 << 20;
const OWN_DOUBLES = 4;
/** What `pack` writes. */
export const CONNECTION_INTS = OWN_INTS + 2 * HALF_INTS + RARE_INTS;
export const CONNECTION_DOUBLES = OWN_DOUBLES + 2 * HALF_DOUBLES;

export class Connection {
  stream = -1;
  readonly halves: readonly [Half, Half] = [new Half(), new Half()];
  /** Side 0 is the higher of the two endpoints, in the order that connection-table.ts gives them. */
  openedByHigher = false;

  /** Stream this one follows on the same addresses and ports, -1 none (port reuse). */
  reuses = -1;
  /** Stream that Wireshark cuts this one off from, though it is one connection (vnc-greeting.ts); -1 none. */
  cutFrom = -1;
  /** The next segment begins the stream that is cut off from this one. */
  isCut = false;
  /** It did. */
  isContinued = false;
  /** A RST came before both ends had sent FIN (ending.ts). */
  isReset = false;

  completeness = 0;
  /** An ICMP error quoted a segment of it (decode/icmp-quotes.ts). */
  isQuoted = false;
  packets = 0;
  firstFrame = 0;
  lastFrame = 0;
  firstTimeNs = Number.NaN;
  lastTimeNs = Number.NaN;
  /** Time of the latest SYN, for the handshake's round trip; NaN before it. */
  synTimeNs = Number.NaN;
  /** Time from the latest SYN to the first acknowledgement after it, whoever's: Wireshark's round trip; 0 unknown. */
  firstAckNs = Number.NaN; // a double to V8, as in half.ts
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

  /** Numbers of the sides' addresses in the book. */
  private firstAddress = 0;
  private secondAddress = 0;
  private firstPort = 0;
  private secondPort = 0;
  private readonly book: AddressBook;
  /** How many hold on to it: with any, it is lent no more. */
  private keepers = 0;

  // What few connections have, behind all that others use.
  /** Its number among the subflows of Multipath TCP, 0 none. */
  subflow = 0;
  /** A RST came of which nothing shows that it ended nothing (ending.ts). */
  isResetNoted = false;
  /** States of the halves if that RST was not obeyed. */
  readonly statesWithoutReset: [TcpState, TcpState] = [TcpState.Unknown, TcpState.Unknown];
  /** Ends of what the halves had sent before it, 0 unknown; and have sent since a RST came: the number of a RST is no proof. */
  readonly sentBeforeReset: [number, number] = [0, 0];
  readonly sent: [number, number] = [0, 0];
  /** Side that sent the RST that was noted, and its number. */
  readonly notedReset: [Side, number] = [0, 0];

  /** What the subflows of the capture share. */
  readonly multipath: MultipathBook;

  constructor(book: AddressBook, multipath: MultipathBook) {
    this.book = book;
    this.multipath = multipath;
  }

  /** Becomes the connection of `stream`, of which nothing was seen yet. `addresses` are numbers in the book. */
  begin(
    stream: number,
    addresses: readonly [number, number],
    ports: readonly [number, number],
    openedByHigher: boolean,
    reuses: number,
  ): void {
    this.stream = stream;
    this.halves[0].begin();
    this.halves[1].begin();
    this.openedByHigher = openedByHigher;
    this.reuses = reuses;
    this.cutFrom = -1;
    this.isCut = false;
    this.isContinued = false;
    this.isReset = false;
    this.completeness = 0;
    this.isQuoted = false;
    this.packets = 0;
    this.firstFrame = 0;
    this.lastFrame = 0;
    this.firstTimeNs = Number.NaN;
    this.lastTimeNs = Number.NaN;
    this.synTimeNs = Number.NaN;
    this.firstAckNs = 0;
    this.synAckSide = -1;
    this.synSide = -1;
    this.handshakeAckFrame = 0;
    this.opening = true;
    this.endedBy = -1;
    this.forgetRare();
    [this.firstAddress, this.secondAddress] = addresses;
    [this.firstPort, this.secondPort] = ports;
  }

  /** Wireshark's tcp.analysis.initial_rtt; NaN unknown, also where the clock was set back meanwhile. */
  get initialRttNs(): number {
    const { firstAckNs } = this;
    return firstAckNs > 0 && firstAckNs < Infinity ? firstAckNs : Number.NaN;
  }

  /** Its first segment, of a connection that had a number only. What ICMP errors told of it stays. */
  open(
    addresses: readonly [number, number],
    ports: readonly [number, number],
    openedByHigher: boolean,
  ): void {
    const { stream, reuses, completeness, isQuoted, synTimeNs, firstAckNs, halves, subflow } = this;
    const sender = this.openedByHigher === openedByHigher ? 0 : 1;
    const shifts = [halves[sender].windowShift, halves[1 - sender]!.windowShift] as const;
    this.begin(stream, addresses, ports, openedByHigher, reuses);
    this.completeness = completeness;
    this.isQuoted = isQuoted;
    this.synTimeNs = synTimeNs;
    this.firstAckNs = firstAckNs;
    [halves[0].windowShift, halves[1].windowShift] = shifts;
    this.subflow = subflow;
    if (subflow !== 0 && sender === 1) this.multipath.turn(subflow);
  }

  /** This connection to hold on to: it goes on to tell what comes, to its end. Without it, it is lent for one segment. */
  keep(): this {
    this.keepers++;
    return this;
  }

  /** Ends a `keep`: whoever kept it looks at it no more. */
  release(): void {
    this.keepers--;
  }

  get isKept(): boolean {
    return this.keepers > 0;
  }

  /** Stream of the same endpoints before this one, -1 none. */
  get before(): number {
    return this.cutFrom < 0 ? this.reuses : this.cutFrom;
  }

  /** What stands for the addresses of the sides in the address book: small numbers, one a host. */
  get addressNumbers(): readonly [number, number] {
    return [this.firstAddress, this.secondAddress];
  }

  /** Both ends have the same address. */
  get isWithinHost(): boolean {
    return this.firstAddress === this.secondAddress;
  }

  /** Both ends have the same address and port: one socket, which gets what it sends. */
  get isWithItself(): boolean {
    return this.isWithinHost && this.firstPort === this.secondPort;
  }

  /** Addresses as 4 or 16 bytes; index is the side. */
  get addresses(): readonly [Uint8Array, Uint8Array] {
    return [this.book.bytes(this.firstAddress), this.book.bytes(this.secondAddress)];
  }

  get ports(): readonly [number, number] {
    return [this.firstPort, this.secondPort];
  }

  /** What stands for a side's address in the address book. */
  addressNumber(side: Side): number {
    return side === 0 ? this.firstAddress : this.secondAddress;
  }

  /** The address of a side as text. */
  address(side: Side): string {
    return this.book.text(this.addressNumber(side));
  }

  /** Another object for what `pack` wrote of a connection of the same capture. */
  blank(): Connection {
    return new Connection(this.book, this.multipath);
  }

  /** Writes itself as CONNECTION_INTS integers from `at` on and CONNECTION_DOUBLES doubles from `doublesAt` on. */
  pack(ints: Int32Array, at: number, doubles: Float64Array, doublesAt: number): void {
    const { hasRare } = this;
    ints[at] = this.stream;
    ints[at + 1] = this.firstAddress;
    ints[at + 2] = this.secondAddress;
    ints[at + 3] = (this.firstPort << 16) | this.secondPort;
    ints[at + 4] = this.reuses;
    ints[at + 5] = this.packets;
    ints[at + 6] = this.firstFrame;
    ints[at + 7] = this.lastFrame;
    ints[at + 8] = this.handshakeAckFrame;
    // Sides take two bits each, as 0 (none), 1 and 2.
    ints[at + 9] =
      (this.openedByHigher ? 1 : 0) |
      (this.opening ? 2 : 0) |
      ((this.synAckSide + 1) << 2) |
      ((this.synSide + 1) << 4) |
      ((this.endedBy + 1) << 6) |
      (this.isQuoted ? 256 : 0) |
      (this.isCut ? 512 : 0) |
      (this.isContinued ? 1024 : 0) |
      (this.isReset ? 2048 : 0) |
      (this.completeness << 12) |
      (hasRare ? HAS_RARE : 0);
    ints[at + 10] = this.cutFrom;
    if (hasRare) this.packRare(ints, at + OWN_INTS + 2 * HALF_INTS);
    doubles[doublesAt] = this.firstTimeNs;
    doubles[doublesAt + 1] = this.lastTimeNs;
    doubles[doublesAt + 2] = this.synTimeNs;
    doubles[doublesAt + 3] = this.firstAckNs;
    const [first, second] = this.halves;
    first.pack(ints, at + OWN_INTS, doubles, doublesAt + OWN_DOUBLES);
    second.pack(ints, at + OWN_INTS + HALF_INTS, doubles, doublesAt + OWN_DOUBLES + HALF_DOUBLES);
  }

  /** Reads what `pack` wrote. */
  unpack(ints: Int32Array, at: number, doubles: Float64Array, doublesAt: number): void {
    this.stream = ints[at]!;
    this.firstAddress = ints[at + 1]!;
    this.secondAddress = ints[at + 2]!;
    const ports = ints[at + 3]!;
    this.firstPort = ports >>> 16;
    this.secondPort = ports & 0xffff;
    this.reuses = ints[at + 4]!;
    this.packets = ints[at + 5]!;
    this.firstFrame = ints[at + 6]! >>> 0;
    this.lastFrame = ints[at + 7]! >>> 0;
    this.handshakeAckFrame = ints[at + 8]! >>> 0;
    const marks = ints[at + 9]!;
    this.openedByHigher = (marks & 1) !== 0;
    this.opening = (marks & 2) !== 0;
    this.synAckSide = (((marks >> 2) & 3) - 1) as Side | -1;
    this.synSide = (((marks >> 4) & 3) - 1) as Side | -1;
    this.endedBy = (((marks >> 6) & 3) - 1) as Side | -1;
    this.isQuoted = (marks & 256) !== 0;
    this.isCut = (marks & 512) !== 0;
    this.isContinued = (marks & 1024) !== 0;
    this.isReset = (marks & 2048) !== 0;
    this.completeness = (marks & ~HAS_RARE) >> 12;
    this.cutFrom = ints[at + 10]!;
    if ((marks & HAS_RARE) !== 0) this.unpackRare(ints, at + OWN_INTS + 2 * HALF_INTS);
    else this.forgetRare();
    this.firstTimeNs = doubles[doublesAt]!;
    this.lastTimeNs = doubles[doublesAt + 1]!;
    this.synTimeNs = doubles[doublesAt + 2]!;
    this.firstAckNs = doubles[doublesAt + 3]!;
    const [first, second] = this.halves;
    first.unpack(ints, at + OWN_INTS, doubles, doublesAt + OWN_DOUBLES);
    second.unpack(ints, at + OWN_INTS + HALF_INTS, doubles, doublesAt + OWN_DOUBLES + HALF_DOUBLES);
  }

  private get hasRare(): boolean {
    return (this.completeness & Completeness.Rst) !== 0 || this.subflow !== 0;
  }

  private packRare(ints: Int32Array, at: number): void {
    ints[at] = this.sentBeforeReset[0];
    ints[at + 1] = this.sentBeforeReset[1];
    ints[at + 2] = this.sent[0];
    ints[at + 3] = this.sent[1];
    ints[at + 4] =
      (this.isResetNoted ? 1 : 0) |
      (this.statesWithoutReset[0] << 1) |
      (this.statesWithoutReset[1] << 5) |
      (this.notedReset[0] << 9);
    ints[at + 5] = this.subflow;
    ints[at + 6] = this.notedReset[1];
  }

  private unpackRare(ints: Int32Array, at: number): void {
    this.sentBeforeReset[0] = ints[at]!;
    this.sentBeforeReset[1] = ints[at + 1]!;
    this.sent[0] = ints[at + 2]!;
    this.sent[1] = ints[at + 3]!;
    const reset = ints[at + 4]!;
    this.isResetNoted = (reset & 1) !== 0;
    this.statesWithoutReset[0] = ((reset >> 1) & 15) as TcpState;
    this.statesWithoutReset[1] = ((reset >> 5) & 15) as TcpState;
    this.notedReset[0] = ((reset >> 9) & 1) as Side;
    this.subflow = ints[at + 5]!;
    this.notedReset[1] = ints[at + 6]!;
  }

  private forgetRare(): void {
    this.isResetNoted = false;
    this.sent[0] = this.sent[1] = 0;
    this.subflow = 0;
  }
}
