// Where the one pass delivers: each output keeps what it needs and nothing more.

import type { RecordView } from './capture/record-view.ts';
import type { Verdict } from './classify/classify.ts';
import type { PacketView } from './decode/packet-view.ts';
import type { Connection, Side } from './tcp/connection.ts';
import type { Cleared } from './tcp/older-connections.ts';

/**
 * One TCP segment, lent: everything in it is valid during the call only. What a sink wants to hold of `connection` for
 * longer it gets by `connection.keep()`, until `connection.release()`.
 */
export interface SegmentContext {
  readonly record: RecordView;
  readonly packet: PacketView;
  readonly connection: Connection;
  readonly side: Side;
  readonly verdict: Verdict;
  /** The segment opened the connection. */
  readonly opened: boolean;
  /** The record is an aggregate of packets, and this is not the first segment in it: it has no row of its own. */
  readonly isFurther: boolean;
}

/** What a sink gets that asks for labels only. */
export interface LabelledSegment extends Omit<SegmentContext, 'verdict'> {
  readonly verdict: Pick<Verdict, 'labels'>;
}

export interface Sink {
  /**
   * It reads of verdicts the labels: its `segment` takes a LabelledSegment, and the rest is not worked out for it. Asked
   * between chunks of input: who has seen enough may say so then.
   */
  readonly labelsOnly?: boolean;
  /** A TCP segment, after it was taken into its connection. */
  segment?(context: SegmentContext): void;
  /** A frame that holds no TCP segment; `packet.stop` says why. */
  other?(record: RecordView, packet: PacketView): void;
  /**
   * A connection that was given to `segment` takes no more: its ports are used again (the segment that does so has
   * been given already), or the capture is read.
   */
  over?(connection: Connection): void;
  /** A connection that is over is ended by a reset, in the one that uses its ports now. */
  cleared?(older: Cleared): void;
  /** A second record of a packet captured twice, left out of everything else; only with AnalyzeOptions.dedup. */
  twin?(record: RecordView): void;
  /** Resolves when the sink can take more (a full output stream); awaited between chunks of input. */
  drained?(): Promise<void> | undefined;
}
