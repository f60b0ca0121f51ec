// Watches the times of all records: a clock that ran backwards, and where.

import type { RecordView } from '../capture/record-view.ts';
import type { SegmentContext, Sink } from '../sink.ts';

export interface ClockFacts {
  /** Records earlier than the one before them; counted, and the first few named. */
  readonly backwards: number;
  readonly backwardFrames: readonly number[];
}

const MOST_NAMED = 16;

export class ClockWatch implements Sink {
  private lastNs = -Infinity;
  private backwards = 0;
  private readonly frames: number[] = [];

  segment({ record }: SegmentContext): void {
    this.note(record);
  }

  other(record: RecordView): void {
    this.note(record);
  }

  facts(): ClockFacts {
    return { backwards: this.backwards, backwardFrames: this.frames };
  }

  private note({ timeNs, frame }: RecordView): void {
    if (timeNs < this.lastNs) {
      this.backwards++;
      if (this.frames.length < MOST_NAMED) this.frames.push(frame);
    }
    this.lastNs = timeNs;
  }
}
