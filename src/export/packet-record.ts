// The machine-readable row of one TCP segment, version 1 (docs/schema/packets.v1.json). Fields may be added;
// none is renamed or removed within a version.

import type { SegmentKind } from '../classify/kind.ts';
import type { SegmentContext } from '../sink.ts';
import { flagNames, type FlagName } from '../tcp/flag-names.ts';
import { labelNames, type LabelName } from '../tcp/label.ts';

export interface PacketRecord {
  /** Only when several files are given: the file's name. */
  readonly capture?: string;
  /** Wireshark's No., 1-based. */
  readonly frame: number;
  /** Seconds since the capture's first record. */
  readonly time: number;
  /** Wireshark's tcp.stream, 0-based. */
  readonly stream: number;
  readonly src: string;
  readonly srcPort: number;
  readonly dst: string;
  readonly dstPort: number;
  /** In the order of FLAG_NAMES. */
  readonly flags: readonly FlagName[];
  /** Relative as Wireshark shows them, uint32; raw where `len` is null, but for a header of less than 5 words. `ack` is 0 without the ACK flag. */
  readonly seq: number;
  readonly ack: number;
  readonly seqRaw: number;
  readonly ackRaw: number;
  /** Bytes: scaled where the scale and `len` are known, else the field. */
  readonly window: number;
  /** Payload bytes on the wire; null when nobody can tell: a malformed header, a lone first fragment, a sample. */
  readonly len: number | null;
  readonly kind: SegmentKind;
  /** Wireshark's tcp.analysis names. */
  readonly labels: readonly LabelName[];
}

/** The row of the segment; `capture` is given when several files are read. */
export function packetRecord(context: SegmentContext, capture?: string): PacketRecord {
  const { record, packet, connection, side, verdict } = context;
  const { tcp } = packet;
  const flags = flagNames(tcp.flags);
  // As Wireshark: numbers and window stay raw where the length cannot be known (lone fragment, sample, header longer than the segment).
  const counted = tcp.judgedLen >= 0;
  return {
    ...(capture === undefined ? {} : { capture }),
    frame: record.frame,
    time: record.timeNs / 1e9,
    stream: connection.stream,
    src: connection.address(side),
    srcPort: tcp.srcPort,
    dst: connection.address(side === 0 ? 1 : 0),
    dstPort: tcp.dstPort,
    flags,
    seq: counted ? verdict.relSeq : tcp.seq,
    ack: counted || !flags.includes('ACK') ? verdict.relAck : tcp.ack,
    seqRaw: tcp.seq,
    ackRaw: tcp.ack,
    window: counted ? verdict.scaledWindow : tcp.window,
    len: tcp.len < 0 ? null : tcp.len,
    kind: verdict.kind,
    labels: labelNames(verdict.labels),
  };
}
