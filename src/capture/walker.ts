// What the two formats have in common: a walker looks at the window, fills the reused view, and tells
// waiting from a clean end from a cut-off one. Never reads from the source itself.
import type { ByteWindow } from './byte-window.ts';
import { atFrame, CaptureError } from './capture-error.ts';
import type { CaptureErrorFacts } from './capture-error.ts';
import { Read } from './read-status.ts';
import type { ReadStatus } from './read-status.ts';
import { RecordView } from './record-view.ts';

export abstract class Walker {
  readonly record = new RecordView();
  /** Absolute time of `timeNs` 0 in ns since 1970; null until the first record with a time. */
  epochNs: bigint | null = null;
  /** Why no record comes any more, if it is not the file's own clean end. */
  damage: CaptureError | null = null;
  protected readonly window: ByteWindow;
  /** Frames met so far, Wireshark's count. */
  protected frames = 0;
  private isOver = false;

  constructor(window: ByteWindow) {
    this.window = window;
  }

  /** From now on `timeNs` counts from this absolute time. */
  protected countFrom(epochNs: bigint): void {
    this.epochNs = epochNs;
    this.record.zeroNs = -Number(epochNs);
  }

  next(): ReadStatus {
    return this.isOver ? Read.End : this.walk();
  }

  /** Time of the record last lent in ns since 1970, read again from its bytes; null when it has none. */
  abstract exactTimeNs(): bigint | null;

  protected abstract walk(): ReadStatus;

  /** The window holds too little: wait for more, or say how the file ends. `unit` is a
   *  record or a block, and `fileOffset` where it begins. */
  protected short(unit: string, fileOffset = this.window.offsetOf(this.window.pos)): ReadStatus {
    const { window } = this;
    if (!window.ended) return Read.Wait;
    this.isOver = true;
    if (window.failure !== null) this.damage = atFrame(window.failure, this.frames + 1);
    else if (window.end > window.pos || window.isSkipping) {
      return this.stop({
        code: 'cut-record',
        fileOffset,
        what: `the file ends in the middle of a ${unit}`,
        advice: 'everything before it is used; capture again if the end matters',
      });
    }
    return Read.End;
  }

  /** Ends the walk for good, with the reason. */
  protected stop(facts: CaptureErrorFacts): ReadStatus {
    this.isOver = true;
    this.damage = new CaptureError({ frame: this.frames + 1, ...facts });
    return Read.End;
  }
}
