// Why a capture cannot be read, or not further: what, where and what to do, in one line.
// Says nothing of packets: a malformed frame is the decoder's matter.

export type CaptureErrorCode =
  | 'empty'
  | 'not-a-capture'
  | 'unsupported-version'
  | 'bad-header'
  | 'cut-header'
  | 'cut-record'
  | 'absurd-length'
  | 'bad-block'
  | 'unknown-interface'
  | 'bad-compression'
  | 'cut-compression'
  | 'unreadable';

export interface CaptureErrorFacts {
  code: CaptureErrorCode;
  /** Byte offset in the file; in the decompressed file unless the code is about compression. */
  fileOffset: number;
  /** The frame that could not be read (1-based), null when there is none to name. */
  frame?: number | null;
  what: string;
  advice: string;
}

/** The message is one line without the file's name, which the caller knows and puts before it. */
export class CaptureError extends Error {
  readonly code: CaptureErrorCode;
  readonly fileOffset: number;
  readonly frame: number | null;
  readonly what: string;
  readonly advice: string;

  constructor(facts: CaptureErrorFacts, cause?: unknown) {
    const frame = facts.frame ?? null;
    super(
      `${facts.what}${placeText(facts, frame)}; ${facts.advice}`,
      cause === undefined ? undefined : { cause },
    );
    this.name = 'CaptureError';
    this.code = facts.code;
    this.fileOffset = facts.fileOffset;
    this.frame = frame;
    this.what = facts.what;
    this.advice = facts.advice;
  }
}

/** " (file offset 40, frame 1)"; nothing for a file that could not be opened: there is no place in it. */
function placeText({ code, fileOffset }: CaptureErrorFacts, frame: number | null): string {
  if (code === 'unreadable' && fileOffset === 0) return '';
  return ` (file offset ${fileOffset}${frame === null ? '' : `, frame ${frame}`})`;
}

/** The same error with the frame it struck, for sources that cannot know it. */
export function atFrame(error: CaptureError, frame: number): CaptureError {
  const { code, fileOffset, what, advice } = error;
  return new CaptureError({ code, fileOffset, frame, what, advice }, error.cause);
}
