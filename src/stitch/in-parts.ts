// A long conversation is told while the capture is read: decides when a part is due, hands it over, and makes room.

import type { Conversation } from './conversation.ts';
import { NOTHING_LEFT_OUT } from './left-out.ts';
import { CutMarks, SO_FAR } from './part.ts';
import type { StitchLimits } from './stitch-options.ts';
import { PIECE_COST_BYTES, type StreamTape } from './stream-tape.ts';
import type { Telling } from './telling.ts';
import type { TrackedSet } from './tracked-set.ts';

/** What is under way may take so many times the budget; beyond it, it is told as far as it came. */
const MOST_UNDER_WAY = 3;
/** A part is followed by the next when so many times what it left is in use, or the budget. */
const NEXT_PART = 1.5;

export class InParts {
  private readonly onPart: (part: Conversation) => void;
  private readonly connections: TrackedSet;
  private readonly telling: Telling;
  private readonly budgetBytes: number;
  private readonly longestBytes: number;
  private readonly marks: CutMarks;
  /** In use when the next part is due. */
  private fullBytes: number;

  constructor(
    onPart: (part: Conversation) => void,
    connections: TrackedSet,
    telling: Telling,
    { budgetBytes, directionBytes }: StitchLimits,
  ) {
    this.onPart = onPart;
    this.connections = connections;
    this.telling = telling;
    this.budgetBytes = budgetBytes;
    this.longestBytes = directionBytes;
    this.marks = new CutMarks(budgetBytes);
    this.fullBytes = budgetBytes;
  }

  /** To be called with every row with payload, before its bytes are on the tape. */
  row(frame: number, timeNs: number, lenBytes: number): void {
    this.marks.row(frame, timeNs, lenBytes + PIECE_COST_BYTES);
  }

  /** `tape` is the one that was written last. */
  isDue(tape: StreamTape): boolean {
    return tape.lenBytes > this.longestBytes || this.connections.usedBytes > this.fullBytes;
  }

  /** Tells what is whole and old enough, and makes room. */
  tell(nowNs: number): void {
    for (const { tapes, finished } of this.connections.all())
      tapes.forEach((tape, side) => {
        tape.isOverlong = tape.lenBytes > this.longestBytes;
        tape.goesOn = !tape.isOverlong && finished[side] !== true;
      });
    const cut = this.marks.cut(nowNs);
    this.onPart(this.telling.tell(cut, nowNs, NOTHING_LEFT_OUT));
    this.connections.dropEnded(cut.timeNs);
    const most = MOST_UNDER_WAY * this.budgetBytes;
    if (this.connections.usedBytes > most) {
      this.onPart(this.telling.tell(SO_FAR, nowNs, NOTHING_LEFT_OUT));
      this.connections.dropEnded(nowNs);
      this.connections.dropIdle(most / 2);
    }
    this.fullBytes = Math.max(this.budgetBytes, NEXT_PART * this.connections.usedBytes);
  }
}
