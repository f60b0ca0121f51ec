// A capture's conversation for output as it is read, part by part: of any size, nothing is left out.

import type { Conversation } from '../stitch/conversation.ts';
import type { Fingerprint } from '../stitch/fingerprint.ts';
import { StitchSink } from '../stitch/stitch-sink.ts';
import type { CaptureRun } from './open-capture.ts';
import { remark } from './remark.ts';
import type { Session } from './session.ts';
import { keepHeapSmall } from './v8-settings.ts';

export class ConversationParts {
  readonly sink: StitchSink;
  private parts = 1;
  private readonly run: CaptureRun;
  private readonly tell: (part: Conversation) => void;

  constructor(run: CaptureRun, tell: (part: Conversation) => void, floodLimit?: number) {
    keepHeapSmall();
    this.run = run;
    this.tell = tell;
    const onPart = (part: Conversation): void => {
      this.parts++;
      tell(part);
    };
    this.sink = new StitchSink(floodLimit === undefined ? { onPart } : { onPart, floodLimit });
  }

  /** Tells the last part, and says so when there were several. */
  end(session: Session): void {
    this.tell(this.sink.conversation());
    if (this.parts === 1) return;
    const line = `${this.run.name}: told in ${this.parts} parts while it was read; in messages told before, a name found late is missing and a password found late is not masked`;
    remark(session, line);
  }

  fingerprints(capture: number): Fingerprint[] {
    return this.sink.fingerprints(capture, this.run.reader.epochNs);
  }
}
