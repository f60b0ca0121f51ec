// Watches all records: link types, cut frames, and a clock that ran backwards, and where.

import type { CaptureReader } from '../../capture/capture-reader.ts';
import { linkTypeWord } from '../../capture/link-type.ts';
import type { RecordView } from '../../capture/record-view.ts';
import { LinkTypeWatch } from '../../collect/link-type-watch.ts';
import type { PacketView } from '../../decode/packet-view.ts';
import type { SegmentContext, Sink } from '../../sink.ts';
import { Found, type FoundRows } from './found.ts';

/** What an expectation may ask of the capture itself. */
export interface CaptureNotes {
  readonly linkTypes: readonly string[];
  /** ns since 1970 of the first record with a time; null when there is none. */
  readonly epochNs: bigint | null;
  /** Frames of which not all was kept. */
  readonly cut: FoundRows;
  /** Records earlier than the one before them. */
  readonly backwards: FoundRows;
  /** Why it ends before its end; null when it is whole. */
  readonly damage: string | null;
  /** One line each for what was wrong with it although it was read. */
  readonly notices: readonly string[];
}

export class CaptureWatch implements Sink {
  private lastNs = -Infinity;
  private readonly backwards = new Found();
  private readonly cut = new Found();
  private readonly linkTypes = new Set<number>();
  private readonly undecoded = new LinkTypeWatch();

  segment({ record, isFurther }: SegmentContext): void {
    if (!isFurther) this.note(record);
  }

  other(record: RecordView, packet: PacketView): void {
    this.note(record);
    this.undecoded.other(record, packet);
  }

  /** To be called when the capture is read. */
  notes({ epochNs, damage }: Pick<CaptureReader, 'epochNs' | 'damage'>): CaptureNotes {
    return {
      linkTypes: [...this.linkTypes].map(linkTypeWord),
      epochNs,
      cut: this.cut,
      backwards: this.backwards,
      damage: damage?.message ?? null,
      notices: [...this.undecoded.lines, ...(damage === null ? [] : [damage.message])],
    };
  }

  private note({ timeNs, frame, start, end, origLen, linkType }: RecordView): void {
    if (timeNs < this.lastNs) this.backwards.add(frame, timeNs);
    this.lastNs = timeNs;
    if (end - start < origLen) this.cut.add(frame, timeNs);
    this.linkTypes.add(linkType);
  }
}
