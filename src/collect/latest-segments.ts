// Copies of the latest segments of all connections, as many as there is room for: a segment costs little more than its bytes,
// and becomes a row only when somebody asks for it.

import { RecordView } from '../capture/record-view.ts';
import type { SegmentKind } from '../classify/kind.ts';
import { Decoder } from '../decode/decoder.ts';
import type { SegmentContext } from '../sink.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import type { TcpState } from '../tcp/state.ts';
import { rowAt, shiftOf, stateWithoutReset, type DraftRow } from './draft-row.ts';

const MOST_SEGMENTS = 1 << 13;
const MOST_BYTES = 8 << 20;
/** A larger frame would push out too many others. */
const LONGEST_FRAME = MOST_BYTES >> 6;

/** What is kept of a segment as integers, by place in its slot. */
const Int = {
  frame: 0,
  origLen: 1,
  linkType: 2,
  fcsLen: 3,
  stream: 4,
  nth: 5,
  side: 6,
  state0: 7,
  state1: 8,
  windowShift: 9,
  labels: 10,
  relSeq: 11,
  relAck: 12,
  scaledWindow: 13,
  capLen: 14,
  without0: 15,
  without1: 16,
  count: 17,
} as const;

/** And as doubles: an integer read from one would be a double to V8, and make it compile the hot path again. */
const Double = {
  timeNs: 0,
  /** Where its bytes begin, counted over all bytes ever kept. */
  start: 1,
  /** -1 or a uint32. */
  expectedRelSeq: 2,
  count: 3,
} as const;

const NO_SHIFT = -1;

export class LatestSegments {
  private readonly ints = new Int32Array(MOST_SEGMENTS * Int.count);
  private readonly doubles = new Float64Array(MOST_SEGMENTS * Double.count);
  private readonly kinds: SegmentKind[] = [];
  private readonly bytes = new Uint8Array(MOST_BYTES);
  /** Segments, and bytes, ever kept. */
  private kept = 0;
  private written = 0;
  private readonly decoder = new Decoder();
  private readonly record = new RecordView();

  /** Copies the segment; one that came in fragments, or is very long, is left out. */
  keep(context: SegmentContext): void {
    const { record, packet, connection, side, verdict } = context;
    const capLen = record.end - record.start;
    if (packet.reassembled || packet.firstFragmentOnly || capLen > LONGEST_FRAME) return;
    const { ints, doubles } = this;
    const free = MOST_BYTES - (this.written % MOST_BYTES);
    if (capLen > free) this.written += free;
    this.bytes.set(record.bytes.subarray(record.start, record.end), this.written % MOST_BYTES);
    const slot = this.kept % MOST_SEGMENTS;
    const at = slot * Int.count;
    ints[at + Int.frame] = record.frame;
    ints[at + Int.origLen] = record.origLen;
    ints[at + Int.linkType] = record.linkType;
    ints[at + Int.fcsLen] = record.fcsLen;
    ints[at + Int.stream] = connection.stream;
    ints[at + Int.nth] = connection.packets;
    ints[at + Int.side] = side;
    ints[at + Int.state0] = connection.halves[0].state;
    ints[at + Int.state1] = connection.halves[1].state;
    ints[at + Int.without0] = stateWithoutReset(connection, 0);
    ints[at + Int.without1] = stateWithoutReset(connection, 1);
    ints[at + Int.windowShift] = shiftOf(connection, side) ?? NO_SHIFT;
    ints[at + Int.labels] = verdict.labels;
    ints[at + Int.relSeq] = verdict.relSeq;
    ints[at + Int.relAck] = verdict.relAck;
    ints[at + Int.scaledWindow] = verdict.scaledWindow;
    ints[at + Int.capLen] = capLen;
    doubles[slot * Double.count + Double.timeNs] = record.timeNs;
    doubles[slot * Double.count + Double.start] = this.written;
    doubles[slot * Double.count + Double.expectedRelSeq] = verdict.expectedRelSeq;
    this.kinds[slot] = verdict.kind;
    this.written += capLen;
    this.kept++;
  }

  /** Rows of the connection before its latest segment, as far as they are here without a hole; `most` at most. */
  before(connection: Connection, most: number): DraftRow[] {
    const { ints, doubles } = this;
    const rows: DraftRow[] = [];
    const oldest = Math.max(0, this.kept - MOST_SEGMENTS);
    for (let i = this.kept - 1; i >= oldest && rows.length < most; i--) {
      const slot = i % MOST_SEGMENTS;
      if (doubles[slot * Double.count + Double.start]! < this.written - MOST_BYTES) break;
      if (ints[slot * Int.count + Int.stream] !== connection.stream) continue;
      if (ints[slot * Int.count + Int.nth] !== connection.packets - rows.length - 1) break;
      rows.push(this.rowIn(slot, connection));
    }
    return rows.reverse();
  }

  private rowIn(slot: number, connection: Connection): DraftRow {
    const { record, decoder } = this;
    const int = (field: number): number => this.ints[slot * Int.count + field]!;
    const double = (field: number): number => this.doubles[slot * Double.count + field]!;
    record.frame = int(Int.frame);
    record.timeNs = double(Double.timeNs);
    record.origLen = int(Int.origLen) >>> 0;
    record.linkType = int(Int.linkType);
    record.fcsLen = int(Int.fcsLen);
    record.bytes = this.bytes;
    record.start = (double(Double.start) % MOST_BYTES) | 0;
    record.end = record.start + int(Int.capLen);
    decoder.decode(record);
    const shift = int(Int.windowShift);
    return rowAt(record, decoder.packet, connection, int(Int.side) as Side, {
      nth: int(Int.nth),
      states: [int(Int.state0) as TcpState, int(Int.state1) as TcpState],
      statesWithoutReset: [int(Int.without0) as TcpState, int(Int.without1) as TcpState],
      windowShift: shift === NO_SHIFT ? null : shift,
      verdict: {
        kind: this.kinds[slot]!,
        labels: int(Int.labels),
        relSeq: int(Int.relSeq) >>> 0,
        relAck: int(Int.relAck) >>> 0,
        expectedRelSeq: double(Double.expectedRelSeq),
        scaledWindow: int(Int.scaledWindow),
      },
    });
  }
}
