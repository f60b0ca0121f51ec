// A connection that is over, as numbers: what a row of finished-streams.ts holds, in the order it holds them.

import type { Connection, Side } from '../tcp/connection.ts';
import type { Cleared } from '../tcp/older-connections.ts';
import type { Half } from '../tcp/half.ts';
import { finalCompleteness } from '../tcp/handshake.ts';
import type { Role } from '../tcp/roles.ts';
import type { LabelBook } from './label-book.ts';
import type { NumberRow } from './number-rows.ts';
import type { StreamAccount } from './stream-account.ts';
import { streamEnding } from './stream-ending.ts';
import { STREAM_ENDINGS, type StreamFacts, type StreamSideFacts } from './stream-facts.ts';
import type { ZeekRow } from './zeek-account.ts';
import type { HistoryBook } from './zeek-history.ts';
import { CONN_STATES } from './zeek-state.ts';

// Where each number stands: what both sides share, then what is told of side 0 and of side 1.

const Shared = {
  firstFrame: 0,
  lastFrame: 1,
  firstTimeNs: 2,
  lastTimeNs: 3,
  initialRttNs: 4,
  handshakeNs: 5,
  completeness: 6,
  synSide: 7,
  synAckSide: 8,
  endedBy: 9,
  ending: 10,
  reuses: 11,
  connState: 12,
  history: 13,
  labels: 14,
} as const;

const OfSide = {
  address: 0,
  port: 1,
  packets: 2,
  bytes: 3,
  payloadBytes: 4,
  resentBytes: 5,
  rttCount: 6,
  rttMinNs: 7,
  rttMedianNs: 8,
  rttMaxNs: 9,
  mss: 10,
  windowShift: 11,
  sackPermitted: 12,
  timestamps: 13,
} as const;

const SHARED_COLUMNS = Object.keys(Shared).length;
const SIDE_COLUMNS = Object.keys(OfSide).length;
export const STREAM_COLUMNS = SHARED_COLUMNS + 2 * SIDE_COLUMNS;

/** What is kept once and known in the rows by a number. */
export interface Books {
  /** By their numbers in the address book. */
  readonly addresses: string[];
  readonly histories: HistoryBook;
  readonly labels: LabelBook;
}

/** Writes what the connection and its account tell at its end. */
export function writeStream(
  { numbers, at }: NumberRow,
  connection: Connection,
  account: StreamAccount,
  books: Books,
): void {
  const zeek = account.zeek.first;
  numbers[at + Shared.firstFrame] = connection.firstFrame;
  numbers[at + Shared.lastFrame] = connection.lastFrame;
  numbers[at + Shared.firstTimeNs] = connection.firstTimeNs;
  numbers[at + Shared.lastTimeNs] = connection.lastTimeNs;
  numbers[at + Shared.initialRttNs] = connection.initialRttNs;
  numbers[at + Shared.handshakeNs] = account.handshakeNs;
  numbers[at + Shared.completeness] = finalCompleteness(connection);
  numbers[at + Shared.synSide] = connection.synSide;
  numbers[at + Shared.synAckSide] = connection.synAckSide;
  numbers[at + Shared.endedBy] = connection.endedBy;
  numbers[at + Shared.ending] = STREAM_ENDINGS.indexOf(streamEnding(connection));
  numbers[at + Shared.reuses] = connection.reuses;
  numbers[at + Shared.connState] = CONN_STATES.indexOf(zeek.connState());
  numbers[at + Shared.history] = zeek.history;
  numbers[at + Shared.labels] = books.labels.numberOf(account.labels);
  writeSide(numbers, at + SHARED_COLUMNS, connection, account, 0, books);
  writeSide(numbers, at + SHARED_COLUMNS + SIDE_COLUMNS, connection, account, 1, books);
}

/** Ends the stream of a row that is written (tcp/older-connections.ts). */
export function writeCleared({ numbers, at }: NumberRow, { by }: Cleared): void {
  numbers[at + Shared.ending] = STREAM_ENDINGS.indexOf('reset');
  if (numbers[at + Shared.endedBy]! < 0) numbers[at + Shared.endedBy] = by;
}

function writeSide(
  numbers: Float64Array,
  at: number,
  connection: Connection,
  account: StreamAccount,
  side: Side,
  { addresses }: Books,
): void {
  const half = connection.halves[side];
  const { rtt, uniqueBytes } = account.sides[side];
  const address = connection.addressNumber(side);
  addresses[address] ??= connection.address(side);
  numbers[at + OfSide.address] = address;
  numbers[at + OfSide.port] = connection.ports[side];
  numbers[at + OfSide.packets] = half.packets;
  numbers[at + OfSide.bytes] = half.wireBytes;
  numbers[at + OfSide.payloadBytes] = half.payloadBytes;
  numbers[at + OfSide.resentBytes] = half.payloadBytes - uniqueBytes;
  numbers[at + OfSide.rttCount] = rtt?.count ?? 0;
  numbers[at + OfSide.rttMinNs] = rtt?.minNs ?? Number.NaN;
  numbers[at + OfSide.rttMedianNs] = rtt?.medianNs() ?? Number.NaN;
  numbers[at + OfSide.rttMaxNs] = rtt?.maxNs ?? Number.NaN;
  numbers[at + OfSide.mss] = half.mss;
  numbers[at + OfSide.windowShift] = half.offeredShift;
  numbers[at + OfSide.sackPermitted] = offered(half, half.sackPermitted);
  numbers[at + OfSide.timestamps] = offered(half, half.timestamps);
}

/** -1 where no SYN tells. */
const offered = ({ synSeen }: Half, isOffered: boolean): number =>
  synSeen ? (isOffered ? 1 : 0) : -1;

/** Whether writeStream has written the row: a connection begins with a frame, and frames count from 1. */
export const isWritten = ({ numbers, at }: NumberRow): boolean =>
  numbers[at + Shared.firstFrame] !== 0;

/** What shows who is the client: the sides that sent SYN and SYN-ACK, -1 none; ports; a number for each endpoint. */
export interface RoleClues {
  readonly synSide: number;
  readonly synAckSide: number;
  readonly ports: readonly [number, number];
  readonly endpoints: readonly [number, number];
}

export function readClues({ numbers, at }: NumberRow): RoleClues {
  const first = at + SHARED_COLUMNS;
  const second = first + SIDE_COLUMNS;
  const ports = [numbers[first + OfSide.port]!, numbers[second + OfSide.port]!] as const;
  return {
    synSide: numbers[at + Shared.synSide]!,
    synAckSide: numbers[at + Shared.synAckSide]!,
    ports,
    endpoints: [
      numbers[first + OfSide.address]! * 0x10000 + ports[0],
      numbers[second + OfSide.address]! * 0x10000 + ports[1],
    ],
  };
}

/** Tells the stream of the row, with what its numbers do not hold. */
export function readStream(
  { numbers, at }: NumberRow,
  books: Books,
  stream: number,
  role: Role,
  laterZeek: readonly ZeekRow[],
): StreamFacts {
  return {
    stream,
    sides: [
      readSide(numbers, at + SHARED_COLUMNS, books),
      readSide(numbers, at + SHARED_COLUMNS + SIDE_COLUMNS, books),
    ],
    client: role.client,
    roleEvidence: role.evidence,
    firstFrame: numbers[at + Shared.firstFrame]!,
    lastFrame: numbers[at + Shared.lastFrame]!,
    firstTimeNs: numbers[at + Shared.firstTimeNs]!,
    lastTimeNs: numbers[at + Shared.lastTimeNs]!,
    completeness: numbers[at + Shared.completeness]!,
    initialRttNs: numbers[at + Shared.initialRttNs]!,
    handshakeNs: numbers[at + Shared.handshakeNs]!,
    ending: STREAM_ENDINGS[numbers[at + Shared.ending]!]!,
    endedBy: numbers[at + Shared.endedBy]! as Side | -1,
    connState: CONN_STATES[numbers[at + Shared.connState]!]!,
    history: books.histories.text(numbers[at + Shared.history]!),
    laterZeek,
    labels: books.labels.labels(numbers[at + Shared.labels]!),
    reuses: numbers[at + Shared.reuses]!,
  };
}

function readSide(numbers: Float64Array, at: number, { addresses }: Books): StreamSideFacts {
  return {
    address: addresses[numbers[at + OfSide.address]!]!,
    port: numbers[at + OfSide.port]!,
    packets: numbers[at + OfSide.packets]!,
    bytes: numbers[at + OfSide.bytes]!,
    payloadBytes: numbers[at + OfSide.payloadBytes]!,
    resentBytes: numbers[at + OfSide.resentBytes]!,
    rttCount: numbers[at + OfSide.rttCount]!,
    rttMinNs: numbers[at + OfSide.rttMinNs]!,
    rttMedianNs: numbers[at + OfSide.rttMedianNs]!,
    rttMaxNs: numbers[at + OfSide.rttMaxNs]!,
    mss: numbers[at + OfSide.mss]!,
    windowShift: numbers[at + OfSide.windowShift]!,
    sackPermitted: isOffered(numbers[at + OfSide.sackPermitted]!),
    timestamps: isOffered(numbers[at + OfSide.timestamps]!),
  };
}

const isOffered = (offer: number): boolean | null => (offer < 0 ? null : offer === 1);
