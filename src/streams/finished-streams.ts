// Connections that are over, kept compactly until the roles of all can be told: numbers in pages, texts once, and the
// rare rest in maps.

import type { Connection, Side } from '../tcp/connection.ts';
import { LABEL_NAMES, type LabelName } from '../tcp/label.ts';
import { seenRole, type Role } from '../tcp/roles.ts';
import { CountsBook } from './counts-book.ts';
import {
  NO_COUNTS,
  readShared,
  readSide,
  sharedOf,
  STREAM_COLUMNS,
  writeStream,
  type SharedNumbers,
  type SideNumbers,
} from './finished-stream.ts';
import { NumberRows } from './number-rows.ts';
import type { StreamAccount } from './stream-account.ts';
import { STREAM_ENDINGS, type StreamFacts, type StreamSideFacts } from './stream-facts.ts';
import { EndpointUses } from './stream-roles.ts';
import { TextBook } from './text-book.ts';
import type { ZeekRow } from './zeek-account.ts';
import { CONN_STATES } from './zeek-state.ts';

export class FinishedStreams {
  private readonly rows = new NumberRows(STREAM_COLUMNS);
  private readonly books = { texts: new TextBook(), counts: new CountsBook() };
  /** Labels by the number of their counts, once told. */
  private readonly labels: StreamFacts['labels'][] = [];
  private readonly laterZeek = new Map<number, readonly ZeekRow[]>();
  private readonly streams: number[] = [];

  /** Takes what the account tells of its connection, which is over. */
  add(account: StreamAccount, connection: Connection): void {
    const { stream } = connection;
    const [zeek, ...later] = account.zeek.rows();
    writeStream(this.rows.row(stream), connection, account, zeek, this.books);
    if (later.length > 0) this.laterZeek.set(stream, later);
    this.streams.push(stream);
  }

  /** All streams added, by number. To be called when the capture is read: roles are judged from all of them. */
  *facts(): Generator<StreamFacts> {
    const streams = this.streams.toSorted((a, b) => a - b);
    const uses = this.endpointUses(streams);
    for (const stream of streams) {
      const row = this.rows.row(stream);
      const shared = readShared(row);
      const sides = [readSide(row, 0), readSide(row, 1)] as const;
      yield this.tell(stream, shared, sides, uses.roleOf(shared, sides));
    }
  }

  private endpointUses(streams: readonly number[]): EndpointUses {
    const uses = new EndpointUses();
    for (const stream of streams) {
      const row = this.rows.row(stream);
      const seen = seenRole(sharedOf(row, 'synSide'), sharedOf(row, 'synAckSide'));
      if (seen === null) uses.askFor([readSide(row, 0), readSide(row, 1)]);
    }
    if (uses.isEmpty) return uses;
    for (const stream of streams) {
      const row = this.rows.row(stream);
      uses.count([readSide(row, 0), readSide(row, 1)]);
    }
    return uses;
  }

  private tell(
    stream: number,
    shared: SharedNumbers,
    sides: readonly [SideNumbers, SideNumbers],
    role: Role,
  ): StreamFacts {
    return {
      stream,
      sides: [this.tellSide(sides[0]), this.tellSide(sides[1])],
      client: role.client,
      roleEvidence: role.evidence,
      firstFrame: shared.firstFrame,
      lastFrame: shared.lastFrame,
      firstTimeNs: shared.firstTimeNs,
      lastTimeNs: shared.lastTimeNs,
      completeness: shared.completeness,
      initialRttNs: shared.initialRttNs,
      handshakeNs: shared.handshakeNs,
      ending: STREAM_ENDINGS[shared.ending]!,
      endedBy: shared.endedBy as Side | -1,
      connState: CONN_STATES[shared.connState]!,
      history: this.books.texts.text(shared.history),
      laterZeek: this.laterZeek.get(stream) ?? [],
      labels: this.tellLabels(shared.labels),
      reuses: shared.reuses,
    };
  }

  private tellLabels(number: number): StreamFacts['labels'] {
    if (number === NO_COUNTS) return NO_LABELS;
    return (this.labels[number] ??= labelsOf(this.books.counts.counts(number)));
  }

  private tellSide(side: SideNumbers): StreamSideFacts {
    return {
      address: this.books.texts.text(side.address),
      port: side.port,
      packets: side.packets,
      bytes: side.bytes,
      payloadBytes: side.payloadBytes,
      resentBytes: side.resentBytes,
      rttCount: side.rttCount,
      rttMinNs: side.rttMinNs,
      rttMedianNs: side.rttMedianNs,
      rttMaxNs: side.rttMaxNs,
      mss: side.mss,
      windowShift: side.windowShift,
      sackPermitted: side.sackPermitted < 0 ? null : side.sackPermitted === 1,
      timestamps: side.timestamps < 0 ? null : side.timestamps === 1,
    };
  }
}

function labelsOf(counts: readonly number[]): StreamFacts['labels'] {
  const labels: Partial<Record<LabelName, number>> = {};
  counts.forEach((count, bit) => {
    if (count > 0) labels[LABEL_NAMES[bit]!] = count;
  });
  return labels;
}

const NO_LABELS: StreamFacts['labels'] = {};
