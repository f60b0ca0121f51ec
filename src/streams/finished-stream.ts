// A connection that is over, as numbers: what a row of finished-streams.ts holds, in the order it holds them.

import type { Connection, Side } from '../tcp/connection.ts';
import { finalCompleteness } from '../tcp/handshake.ts';
import type { StreamAccount } from './stream-account.ts';
import { endingOf } from './stream-ending.ts';
import { STREAM_ENDINGS } from './stream-facts.ts';
import type { TextBook } from './text-book.ts';
import { CONN_STATES, type ConnState } from './zeek-state.ts';

const SHARED = [
  'firstFrame',
  'lastFrame',
  'firstTimeNs',
  'lastTimeNs',
  'initialRttNs',
  'handshakeNs',
  'completeness',
  'synSide',
  'synAckSide',
  'endedBy',
  'ending',
  'reuses',
  'connState',
  'history',
  'labels',
] as const;

const OF_SIDE = [
  'address',
  'port',
  'packets',
  'bytes',
  'payloadBytes',
  'resentBytes',
  'rttCount',
  'rttMinNs',
  'rttMedianNs',
  'rttMaxNs',
  'mss',
  'windowShift',
  'sackPermitted',
  'timestamps',
] as const;

export const STREAM_COLUMNS = SHARED.length + 2 * OF_SIDE.length;

export type SharedNumbers = Record<(typeof SHARED)[number], number>;
export type SideNumbers = Record<(typeof OF_SIDE)[number], number>;

/** Writes what the connection and its account tell at its end; `texts` numbers the addresses, histories and labels. */
export function writeStream(
  row: Float64Array,
  connection: Connection,
  account: StreamAccount,
  zeek: { readonly connState: ConnState; readonly history: string },
  texts: TextBook,
): void {
  const shared: SharedNumbers = {
    firstFrame: connection.firstFrame,
    lastFrame: connection.lastFrame,
    firstTimeNs: connection.firstTimeNs,
    lastTimeNs: connection.lastTimeNs,
    initialRttNs: connection.initialRttNs,
    handshakeNs: account.handshakeNs,
    completeness: finalCompleteness(connection),
    synSide: connection.synSide,
    synAckSide: connection.synAckSide,
    endedBy: connection.endedBy,
    ending: STREAM_ENDINGS.indexOf(endingOf(connection)),
    reuses: connection.reuses,
    connState: CONN_STATES.indexOf(zeek.connState),
    history: texts.numberOf(zeek.history),
    // The counts in the order of LABEL_NAMES: most connections have the same few, or none.
    labels: texts.numberOf(account.labelCounts?.join() ?? ''),
  };
  for (let i = 0; i < SHARED.length; i++) row[i] = shared[SHARED[i]!];
  for (const side of [0, 1] as const) {
    const numbers = sideNumbers(connection, account, side, texts);
    const at = SHARED.length + side * OF_SIDE.length;
    for (let i = 0; i < OF_SIDE.length; i++) row[at + i] = numbers[OF_SIDE[i]!];
  }
}

function sideNumbers(
  connection: Connection,
  account: StreamAccount,
  side: Side,
  texts: TextBook,
): SideNumbers {
  const half = connection.halves[side];
  const { rtt, uniqueBytes } = account.sides[side];
  return {
    address: texts.numberOf(connection.address(side)),
    port: connection.ports[side],
    packets: half.packets,
    bytes: half.wireBytes,
    payloadBytes: half.payloadBytes,
    resentBytes: half.payloadBytes - uniqueBytes,
    rttCount: rtt?.count ?? 0,
    rttMinNs: rtt?.minNs ?? Number.NaN,
    rttMedianNs: rtt?.medianNs() ?? Number.NaN,
    rttMaxNs: rtt?.maxNs ?? Number.NaN,
    mss: half.mss,
    windowShift: half.offeredShift,
    sackPermitted: half.sackPermitted ? 1 : 0,
    timestamps: half.timestamps ? 1 : 0,
  };
}

/** One number that both sides share, of a row written by writeStream. */
export const sharedOf = (row: Float64Array, name: (typeof SHARED)[number]): number =>
  row[SHARED.indexOf(name)]!;

/** What both sides share of such a row. */
export function readShared(row: Float64Array): SharedNumbers {
  const numbers = { ...NO_SHARED };
  for (let i = 0; i < SHARED.length; i++) numbers[SHARED[i]!] = row[i]!;
  return numbers;
}

export function readSide(row: Float64Array, side: Side): SideNumbers {
  const at = SHARED.length + side * OF_SIDE.length;
  const numbers = { ...NO_SIDE };
  for (let i = 0; i < OF_SIDE.length; i++) numbers[OF_SIDE[i]!] = row[at + i]!;
  return numbers;
}

/** Objects of the right shape from the start: properties added one by one cost more. */
const NO_SHARED = Object.fromEntries(SHARED.map((name) => [name, 0.5])) as SharedNumbers;
const NO_SIDE = Object.fromEntries(OF_SIDE.map((name) => [name, 0.5])) as SideNumbers;
