// A connection that is over, as numbers: what a row of finished-streams.ts holds, in the order it holds them.

import type { Connection, Side } from '../tcp/connection.ts';
import type { Half } from '../tcp/half.ts';
import { finalCompleteness } from '../tcp/handshake.ts';
import type { StreamAccount } from './stream-account.ts';
import { streamEnding } from './stream-ending.ts';
import { STREAM_ENDINGS } from './stream-facts.ts';
import type { CountsBook } from './counts-book.ts';
import type { TextBook } from './text-book.ts';
import { CONN_STATES, type ConnState } from './zeek-state.ts';

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

export type SharedNumbers = Record<keyof typeof Shared, number>;
export type SideNumbers = Record<keyof typeof OfSide, number>;

/** What is kept once and known in the rows by a number. */
export interface Books {
  /** Addresses and histories. */
  readonly texts: TextBook;
  /** Segments by label, in the order of LABEL_NAMES. */
  readonly counts: CountsBook;
}

/** Of a connection without labels. */
export const NO_COUNTS = -1;

/** Writes what the connection and its account tell at its end. */
export function writeStream(
  row: Float64Array,
  connection: Connection,
  account: StreamAccount,
  zeek: { readonly connState: ConnState; readonly history: string },
  { texts, counts }: Books,
): void {
  const { labelCounts } = account;
  row[Shared.firstFrame] = connection.firstFrame;
  row[Shared.lastFrame] = connection.lastFrame;
  row[Shared.firstTimeNs] = connection.firstTimeNs;
  row[Shared.lastTimeNs] = connection.lastTimeNs;
  row[Shared.initialRttNs] = connection.initialRttNs;
  row[Shared.handshakeNs] = account.handshakeNs;
  row[Shared.completeness] = finalCompleteness(connection);
  row[Shared.synSide] = connection.synSide;
  row[Shared.synAckSide] = connection.synAckSide;
  row[Shared.endedBy] = connection.endedBy;
  row[Shared.ending] = STREAM_ENDINGS.indexOf(streamEnding(connection));
  row[Shared.reuses] = connection.reuses;
  row[Shared.connState] = CONN_STATES.indexOf(zeek.connState);
  row[Shared.history] = texts.numberOf(zeek.history);
  row[Shared.labels] = labelCounts === null ? NO_COUNTS : counts.numberOf(labelCounts);
  writeSide(row, connection, account, 0, texts);
  writeSide(row, connection, account, 1, texts);
}

function writeSide(
  row: Float64Array,
  connection: Connection,
  account: StreamAccount,
  side: Side,
  texts: TextBook,
): void {
  const half = connection.halves[side];
  const { rtt, uniqueBytes } = account.sides[side];
  const at = columnOf(side);
  row[at + OfSide.address] = texts.numberOf(connection.address(side));
  row[at + OfSide.port] = connection.ports[side];
  row[at + OfSide.packets] = half.packets;
  row[at + OfSide.bytes] = half.wireBytes;
  row[at + OfSide.payloadBytes] = half.payloadBytes;
  row[at + OfSide.resentBytes] = half.payloadBytes - uniqueBytes;
  row[at + OfSide.rttCount] = rtt?.count ?? 0;
  row[at + OfSide.rttMinNs] = rtt?.minNs ?? Number.NaN;
  row[at + OfSide.rttMedianNs] = rtt?.medianNs() ?? Number.NaN;
  row[at + OfSide.rttMaxNs] = rtt?.maxNs ?? Number.NaN;
  row[at + OfSide.mss] = half.mss;
  row[at + OfSide.windowShift] = half.offeredShift;
  row[at + OfSide.sackPermitted] = offered(half, half.sackPermitted);
  row[at + OfSide.timestamps] = offered(half, half.timestamps);
}

/** -1 where no SYN tells. */
const offered = ({ synSeen }: Half, isOffered: boolean): number =>
  synSeen ? (isOffered ? 1 : 0) : -1;

const columnOf = (side: Side): number => SHARED_COLUMNS + side * SIDE_COLUMNS;

/** One number that both sides share, of a row written by writeStream. */
export const sharedOf = (row: Float64Array, name: keyof typeof Shared): number =>
  row[Shared[name]]!;

/** What both sides share of such a row. */
export const readShared = (row: Float64Array): SharedNumbers => ({
  firstFrame: row[Shared.firstFrame]!,
  lastFrame: row[Shared.lastFrame]!,
  firstTimeNs: row[Shared.firstTimeNs]!,
  lastTimeNs: row[Shared.lastTimeNs]!,
  initialRttNs: row[Shared.initialRttNs]!,
  handshakeNs: row[Shared.handshakeNs]!,
  completeness: row[Shared.completeness]!,
  synSide: row[Shared.synSide]!,
  synAckSide: row[Shared.synAckSide]!,
  endedBy: row[Shared.endedBy]!,
  ending: row[Shared.ending]!,
  reuses: row[Shared.reuses]!,
  connState: row[Shared.connState]!,
  history: row[Shared.history]!,
  labels: row[Shared.labels]!,
});

export function readSide(row: Float64Array, side: Side): SideNumbers {
  const at = columnOf(side);
  return {
    address: row[at + OfSide.address]!,
    port: row[at + OfSide.port]!,
    packets: row[at + OfSide.packets]!,
    bytes: row[at + OfSide.bytes]!,
    payloadBytes: row[at + OfSide.payloadBytes]!,
    resentBytes: row[at + OfSide.resentBytes]!,
    rttCount: row[at + OfSide.rttCount]!,
    rttMinNs: row[at + OfSide.rttMinNs]!,
    rttMedianNs: row[at + OfSide.rttMedianNs]!,
    rttMaxNs: row[at + OfSide.rttMaxNs]!,
    mss: row[at + OfSide.mss]!,
    windowShift: row[at + OfSide.windowShift]!,
    sackPermitted: row[at + OfSide.sackPermitted]!,
    timestamps: row[at + OfSide.timestamps]!,
  };
}
