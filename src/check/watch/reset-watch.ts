// Keeps what the cause of a reset is read from: the reset, the rows before it in its connection and the first data after
// it, as rows that the rules of classify take. Until a reset comes, the latest headers of a connection wait as copies:
// most never need one.

import { RecordView } from '../../capture/record-view.ts';
import { Verdict } from '../../classify/classify.ts';
import { draftRow, type DraftRow } from '../../collect/draft-row.ts';
import { Decoder } from '../../decode/decoder.ts';
import type { SegmentContext } from '../../sink.ts';
import { forgetOldest } from '../../tcp/forget-oldest.ts';

/** Rows before a reset that its cause is read from. */
const ROWS_BEFORE = 16;
/** Rows with payload after the first reset: whoever sent it may go on. */
const ROWS_AFTER = 8;
/** Resets of one connection whose cause is read; what follows the first ones is more of the same. */
const MOST_RESETS = 16;
/** Connections whose latest rows wait; the one that was silent longest goes first. */
const MOST_WAITING = 4096;
/** Rows kept of all connections that were reset. */
const MOST_ROWS = 20_000;
/** Link, tunnel, IP and TCP headers. */
const HEADER_BYTES = 256;

type Copy = Pick<SegmentContext, 'side'> & {
  readonly record: RecordView;
  readonly verdict: Verdict;
};

export class ResetWatch {
  /** By stream, in capture order. */
  readonly rows = new Map<number, DraftRow[]>();
  /** Connections reset whose rows are beyond what is kept. */
  readonly leftOut = new Set<number>();
  private readonly waiting = new Map<number, Copy[]>();
  private readonly resets = new Map<number, number>();
  private readonly after = new Map<number, number>();
  private readonly decoder = new Decoder();
  private kept = 0;

  segment(context: SegmentContext, isTwin: boolean): void {
    const { stream } = context.connection;
    const before = this.waiting.get(stream) ?? [];
    if (context.verdict.kind === 'rst' && !isTwin) this.keep(context, before);
    else if (context.packet.tcp.len > 0) this.keepAfter(context);
    before.push(copyOf(context));
    if (before.length > ROWS_BEFORE) before.shift();
    this.waiting.delete(stream);
    this.waiting.set(stream, before);
    forgetOldest(this.waiting, MOST_WAITING);
  }

  private keepAfter(context: SegmentContext): void {
    const { stream } = context.connection;
    const rows = this.rows.get(stream);
    const after = this.after.get(stream) ?? 0;
    if (rows === undefined || after >= ROWS_AFTER || this.kept >= MOST_ROWS) return;
    this.after.set(stream, after + 1);
    rows.push(draftRow(context));
    this.kept++;
  }

  private keep(context: SegmentContext, before: Copy[]): void {
    const { stream } = context.connection;
    const resets = (this.resets.get(stream) ?? 0) + 1;
    if (resets > MOST_RESETS) return;
    if (this.kept >= MOST_ROWS) {
      if (this.leftOut.size < MOST_ROWS) this.leftOut.add(stream);
      return;
    }
    this.resets.set(stream, resets);
    const rows = this.rows.get(stream) ?? [];
    this.rows.set(stream, rows);
    const last = rows.at(-1)?.frame ?? 0;
    for (const copy of before) {
      if (copy.record.frame <= last || !this.decoder.decode(copy.record)) continue;
      rows.push(draftRow({ ...copy, connection: context.connection, packet: this.decoder.packet }));
    }
    rows.push(draftRow(context));
    this.kept += before.length + 1;
  }
}

function copyOf({ record, side, verdict }: SegmentContext): Copy {
  const end = Math.min(record.end, record.start + HEADER_BYTES);
  const bytes = record.bytes.slice(record.start, end);
  return {
    side,
    record: Object.assign(new RecordView(), record, { bytes, start: 0, end: bytes.length }),
    verdict: Object.assign(new Verdict(), verdict),
  };
}
