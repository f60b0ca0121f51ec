// Leads the segments of the chosen streams to their transcripts, and ends each as early as it can be known to be over.

import type { SegmentContext, Sink } from '../sink.ts';
import type { Connection } from '../tcp/connection.ts';
import type { Transcript } from './transcript.ts';

export interface FollowSinkOptions {
  /** Streams to follow; null: all. */
  readonly streams: ReadonlySet<number> | null;
  readonly open: (connection: Connection) => Transcript;
  /** Absolute time of the segment's record, ns since 1970; 0 when it has none. */
  readonly timeNs: () => bigint;
  /** Resolves when the output takes more. */
  readonly drained: () => Promise<void> | undefined;
}

export class FollowSink implements Sink {
  /** Stream numbers so far, followed or not. */
  streams = 0;
  /** Chosen streams of which no segment was seen. */
  readonly missing: Set<number>;
  private readonly transcripts = new Map<number, Transcript>();
  private readonly options: FollowSinkOptions;

  constructor(options: FollowSinkOptions) {
    this.options = options;
    this.missing = new Set(options.streams);
  }

  segment(context: SegmentContext): void {
    const { connection, opened } = context;
    const { stream } = connection;
    if (opened) {
      this.streams = Math.max(this.streams, stream + 1);
      this.missing.delete(stream);
      // The stream before it on these ports gets no more segments.
      if (connection.before >= 0) this.close(connection.before);
    }
    const { streams, open, timeNs } = this.options;
    if (streams !== null && !streams.has(stream)) return;
    let transcript = this.transcripts.get(stream);
    if (transcript === undefined) {
      transcript = open(connection.keep());
      this.transcripts.set(stream, transcript);
    }
    transcript.segment(context, timeNs());
  }

  drained(): Promise<void> | undefined {
    return this.options.drained();
  }

  /** Ends all transcripts, in the order of their streams. To be called when the capture is read. */
  end(): void {
    for (const stream of [...this.transcripts.keys()].sort((a, b) => a - b)) this.close(stream);
  }

  private close(stream: number): void {
    this.transcripts.get(stream)?.end();
    this.transcripts.delete(stream);
  }
}
