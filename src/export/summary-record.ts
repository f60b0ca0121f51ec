// The totals of one capture, version 1 (docs/schema/summary.v1.json). Fields may be added; none is renamed or removed
// within a version.

import type { CaptureInfo } from '../capture/capture-info.ts';
import type { CaptureReader } from '../capture/capture-reader.ts';
import { linkTypeName } from '../capture/link-type.ts';
import type { ChecksumVerdict } from '../decode/checksum.ts';
import type { StreamEnding } from '../streams/stream-facts.ts';
import type { SummaryTally } from '../streams/summary-tally.ts';
import type { Talker } from '../streams/top-talkers.ts';
import type { HandshakeSeen } from '../tcp/handshake.ts';
import type { LabelName } from '../tcp/label.ts';

const TALKERS_TOLD = 10;

export interface SummaryRecord {
  readonly capture: string;
  readonly format: string;
  readonly compression: string;
  readonly records: number;
  /** Frames' bytes on the wire, and those kept in the file. */
  readonly bytes: number;
  readonly capturedBytes: number;
  /** Frames kept only in part. */
  readonly cutFrames: number;
  /** Time of the first record, ISO 8601 in UTC with nanoseconds; null without one. */
  readonly start: string | null;
  /** Seconds from the first record to the latest. */
  readonly duration: number;
  /** Records by link type. */
  readonly linkTypes: Readonly<Record<string, number>>;
  readonly segments: number;
  readonly payloadBytes: number;
  /** Frames without a TCP segment, by protocol or by what was in the way. */
  readonly otherFrames: Readonly<Record<string, number>>;
  readonly connections: {
    readonly total: number;
    readonly ending: Readonly<Record<StreamEnding, number>>;
    readonly handshake: Readonly<Record<HandshakeSeen, number>>;
  };
  readonly labels: Readonly<Partial<Record<LabelName, number>>>;
  readonly hosts: number;
  readonly topTalkers: readonly Talker[];
  readonly checksums: {
    /** Segments looked at: the first ones, or all. */
    readonly segments: number;
    readonly verdicts: Readonly<Partial<Record<ChecksumVerdict, number>>>;
  };
  /** What the file says of itself (pcapng), where it does: foreign text. */
  readonly comments?: readonly string[];
  readonly capturedBy?: readonly string[];
  readonly filters?: readonly string[];
  /** Packets dropped while it was captured. */
  readonly dropped?: number;
  /** What is wrong with the file, where it is damaged. */
  readonly damage?: string;
}

/** The totals of a capture that was read to its end; `tally` is finished by this. */
export function summaryRecord(
  capture: string,
  tally: SummaryTally,
  reader: CaptureReader,
): SummaryRecord {
  tally.finish();
  const verdicts = Object.fromEntries(
    Object.entries(tally.checksums).filter(([, count]) => count > 0),
  );
  return {
    capture,
    format: reader.info.format,
    compression: reader.info.compression,
    records: tally.records,
    bytes: tally.wireBytes,
    capturedBytes: tally.capturedBytes,
    cutFrames: tally.cutFrames,
    start: reader.epochNs === null ? null : isoTime(reader.epochNs),
    duration: tally.lastTimeNs / 1e9,
    linkTypes: Object.fromEntries(
      [...tally.linkTypes].map(([linkType, count]) => [linkTypeName(linkType), count]),
    ),
    segments: tally.segments,
    payloadBytes: tally.payloadBytes,
    otherFrames: Object.fromEntries(tally.otherFrames.byName()),
    connections: { total: tally.streams, ending: tally.endings, handshake: tally.handshakes },
    labels: tally.labels(),
    hosts: tally.talkers.hostCount,
    topTalkers: tally.talkers.top(TALKERS_TOLD),
    checksums: {
      segments: Object.values(tally.checksums).reduce((sum, count) => sum + count, 0),
      verdicts,
    },
    ...saidOf(reader.info),
    ...(reader.damage === null ? {} : { damage: reader.damage.message }),
  };
}

/** What the file says of itself; nothing where it says nothing. */
const saidOf = ({
  comments,
  capturedBy,
  filters,
  dropped,
}: CaptureInfo): Pick<SummaryRecord, 'comments' | 'capturedBy' | 'filters' | 'dropped'> => ({
  ...(comments.length === 0 ? {} : { comments }),
  ...(capturedBy.length === 0 ? {} : { capturedBy }),
  ...(filters.length === 0 ? {} : { filters }),
  ...(dropped === 0 ? {} : { dropped }),
});

const MS_NS = 1_000_000n;

/** RFC 3339 with nine digits; dates beyond the calendar are given as nanoseconds since 1970. */
function isoTime(epochNs: bigint): string {
  const ms = epochNs / MS_NS;
  const date = new Date(Number(ms));
  if (epochNs < 0n || Number.isNaN(date.getTime())) return `${epochNs} ns`;
  const fraction = String(epochNs % (MS_NS * 1000n)).padStart(9, '0');
  return `${date.toISOString().slice(0, 19)}.${fraction}Z`;
}
