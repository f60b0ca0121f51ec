// Connections that are over, kept compactly until the roles of all can be told: numbers in pages, texts once.

import type { Side } from '../tcp/connection.ts';
import type { RoleClues } from '../tcp/roles.ts';
import { labelCounts, type LabelCounts } from './label-counts.ts';
import { NumberRows } from './number-rows.ts';
import type { StreamAccount } from './stream-account.ts';
import { endingOf } from './stream-ending.ts';
import { STREAM_ENDINGS, type StreamSideFacts } from './stream-facts.ts';
import { finalCompleteness } from '../tcp/handshake.ts';
import { TextBook } from './text-book.ts';
import type { ZeekRow } from './zeek-account.ts';
import { CONN_STATES } from './zeek-state.ts';

/** Order of the numbers of a row; those of a side come once for each side. */
const WIDE = ['firstTimeNs', 'lastTimeNs', 'initialRttNs', 'handshakeNs'] as const;
const WIDE_SIDE = ['bytes', 'payloadBytes', 'resentBytes', 'rttMinNs', 'rttMedianNs', 'rttMaxNs'] as const;
const NARROW = [
  'firstFrame',
  'lastFrame',
  'completeness',
  'synSide',
  'synAckSide',
  'endedBy',
  'reuses',
  'ending',
  'connState',
  'history',
] as const;
const NARROW_SIDE = ['address', 'port', 'packets', 'rttCount', 'mss', 'windowShift', 'options'] as const;
/** Bits of `options`. */
const SACK_PERMITTED = 1;
const TIMESTAMPS = 2;

type Wide = (typeof WIDE)[number];
type Narrow = (typeof NARROW)[number];

/** What a finished stream was, but for the roles. */
export interface FinishedStream extends RoleClues, Record<Wide | Exclude<Narrow, 'ending' | 'connState' | 'history'>, number> {
  readonly sides: readonly [StreamSideFacts, StreamSideFacts];
  readonly ending: (typeof STREAM_ENDINGS)[number];
  readonly connState: ZeekRow['connState'];
  readonly history: string;
  readonly laterZeek: readonly ZeekRow[];
  readonly labels: LabelCounts;
}

export class FinishedStreams {
  private readonly rows = new NumberRows(
    WIDE.length + 2 * WIDE_SIDE.length,
    NARROW.length + 2 * NARROW_SIDE.length,
  );
  private readonly texts = new TextBook();
  private readonly labels = new Map<number, Uint32Array>();
  private readonly laterZeek = new Map<number, readonly ZeekRow[]>();
}
