// The sink of `tcpexplain summary`: counters, nothing kept of a packet or a connection.

import type { RecordView } from '../capture/record-view.ts';
import { tcpChecksum, type ChecksumVerdict } from '../decode/checksum.ts';
import { OtherFrames } from '../decode/other-frames.ts';
import type { PacketView } from '../decode/packet-view.ts';
import type { LabelledSegment, Sink } from '../sink.ts';
import type { Connection } from '../tcp/connection.ts';
import { handshakeOf, type HandshakeSeen } from '../tcp/handshake.ts';
import type { Cleared } from '../tcp/older-connections.ts';
import { LABEL_NAMES, type LabelName } from '../tcp/label.ts';
import { streamEnding, wordOfEnding } from './stream-ending.ts';
import type { StreamEnding } from './stream-facts.ts';
import { TopTalkers } from './top-talkers.ts';

/** Segments whose checksum is verified, unless all are asked for: enough to see offloading. */
export const CHECKSUM_SAMPLE = 1000;

export class SummaryTally implements Sink {
  readonly labelsOnly = true;
  records = 0;
  /** Frames' bytes: on the wire, and kept. */
  wireBytes = 0;
  capturedBytes = 0;
  cutFrames = 0;
  segments = 0;
  payloadBytes = 0;
  lastTimeNs = 0;
  streams = 0;
  readonly talkers = new TopTalkers();
  readonly otherFrames = new OtherFrames();
  /** Records of each link type, by number. */
  readonly linkTypes = new Map<number, number>();
  readonly checksums: Record<ChecksumVerdict, number> = {
    good: 0,
    offloaded: 0,
    damaged: 0,
    'not-verifiable': 0,
    absent: 0,
  };
  readonly endings: Record<StreamEnding, number> = {
    open: 0,
    'half-closed': 0,
    graceful: 0,
    reset: 0,
    continued: 0,
  };
  readonly handshakes: Record<HandshakeSeen, number> = { complete: 0, partial: 0, absent: 0 };

  private readonly labelCounts = new Float64Array(LABEL_NAMES.length);
  private readonly checksumLimit: number;
  private linkType = -1;
  private linkTypeRecords = 0;

  constructor(allChecksums = false) {
    this.checksumLimit = allChecksums ? Infinity : CHECKSUM_SAMPLE;
  }

  segment(context: LabelledSegment): void {
    const { packet, verdict } = context;
    if (!context.isFurther) this.record(context.record);
    if (++this.segments <= this.checksumLimit) this.checksums[tcpChecksum(packet).verdict]++;
    if (packet.tcp.len > 0) this.payloadBytes += packet.tcp.len;
    if (context.opened) this.streams++;
    if (verdict.labels !== 0) this.countLabels(verdict.labels);
  }

  other(record: RecordView, packet: PacketView): void {
    this.record(record);
    this.otherFrames.note(packet);
  }

  over(connection: Connection): void {
    this.talkers.note(connection);
    this.endings[streamEnding(connection)]++;
    this.handshakes[handshakeOf(connection)]++;
  }

  cleared({ ending }: Cleared): void {
    this.endings[wordOfEnding(ending)]--;
    this.endings.reset++;
  }

  /** To be called once, when the capture is read. */
  finish(): void {
    this.flushLinkType();
  }

  /** Segments with each label; labels that never came are left out. */
  labels(): Partial<Record<LabelName, number>> {
    const labels: Partial<Record<LabelName, number>> = {};
    LABEL_NAMES.forEach((name, bit) => {
      if (this.labelCounts[bit]! > 0) labels[name] = this.labelCounts[bit]!;
    });
    return labels;
  }

  private record(record: RecordView): void {
    const capLen = record.end - record.start;
    this.records++;
    this.wireBytes += record.origLen;
    this.capturedBytes += capLen;
    if (capLen < record.origLen) this.cutFrames++;
    if (record.timeNs > this.lastTimeNs) this.lastTimeNs = record.timeNs;
    if (record.linkType !== this.linkType) {
      this.flushLinkType();
      this.linkType = record.linkType;
    }
    this.linkTypeRecords++;
  }

  private flushLinkType(): void {
    if (this.linkTypeRecords > 0) {
      const before = this.linkTypes.get(this.linkType) ?? 0;
      this.linkTypes.set(this.linkType, before + this.linkTypeRecords);
    }
    this.linkTypeRecords = 0;
  }

  private countLabels(labels: number): void {
    for (let bit = 0; bit < LABEL_NAMES.length; bit++) {
      if (labels & (1 << bit)) this.labelCounts[bit]!++;
    }
  }
}
