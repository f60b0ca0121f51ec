// What is counted of every record of a capture, whatever is kept of it.

import type { CaptureReader } from '../capture/capture-reader.ts';
import { linkTypeName } from '../capture/link-type.ts';
import type { RecordView } from '../capture/record-view.ts';
import { OtherFrames } from '../decode/other-frames.ts';
import type { PacketView } from '../decode/packet-view.ts';
import type { SegmentContext } from '../sink.ts';
import type { CaptureFacts } from './analysis.ts';
import { CommentTally, shortened } from './comment-tally.ts';
import { FragmentTally } from './fragment-tally.ts';

export class CaptureTally {
  private readonly otherFrames = new OtherFrames();
  private readonly fragments = new FragmentTally();
  private readonly comments = new CommentTally();
  private readonly linkTypes = new Set<number>();
  /** The latest record's. */
  private linkType = -1;
  private records = 0;
  private bytes = 0;
  private segments = 0;
  /** Of these, the ones without a row of their own. */
  furtherSegments = 0;
  private cutFrames = 0;
  private lastTimeNs = 0;

  segment({ record, packet, isFurther }: SegmentContext): void {
    if (isFurther) this.furtherSegments++;
    else this.record(record);
    this.segments++;
    if (packet.reassembled) this.fragments.completed(packet);
  }

  other(record: RecordView, packet: PacketView): void {
    this.record(record);
    this.otherFrames.note(packet);
    this.fragments.other(packet);
  }

  facts(name: string, reader: CaptureReader): CaptureFacts {
    const { info } = reader;
    return {
      name,
      format: info.format,
      compression: info.compression,
      linkTypes: [...this.linkTypes].map(linkTypeName),
      resolution: info.resolution,
      records: this.records,
      bytes: this.bytes,
      epochNs: reader.epochNs,
      durationNs: this.lastTimeNs,
      segments: this.segments,
      otherFrames: this.otherFrames.byName(),
      cutFrames: this.cutFrames,
      comments: info.comments.map(shortened),
      frameComments: this.comments.kept,
      moreComments: this.comments.more,
      capturedBy: info.capturedBy.map(shortened),
      filters: info.filters.map(shortened),
      dropped: info.dropped,
      openFragments: this.fragments.open(),
    };
  }

  private record(record: RecordView): void {
    const capLen = record.end - record.start;
    this.records++;
    this.bytes += record.origLen;
    if (capLen < record.origLen) this.cutFrames++;
    if (record.linkType !== this.linkType) this.linkTypes.add((this.linkType = record.linkType));
    if (record.comments.length > 0) this.comments.note(record.frame, record.comments);
    if (record.timeNs > this.lastTimeNs) this.lastTimeNs = record.timeNs;
  }
}
