// What people wrote to the frames of a capture, in the file itself (pcapng comments). Bounded.

/** A frame's comment. */
export interface FrameComment {
  readonly frame: number;
  readonly text: string;
}

const MOST_COMMENTS = 500;
const LONGEST = 4000;

export class CommentTally {
  readonly kept: FrameComment[] = [];
  /** Beyond what is kept. */
  more = 0;

  note(frame: number, comments: readonly string[]): void {
    for (const text of comments) {
      if (this.kept.length < MOST_COMMENTS) this.kept.push({ frame, text: shortened(text) });
      else this.more++;
    }
  }
}

/** A comment as it is told: a book written into a capture is not. */
export const shortened = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST)} …`;
