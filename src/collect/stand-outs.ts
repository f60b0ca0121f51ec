// Which segments of a capture stand out, whatever rows are kept: those that Wireshark marks, and resets. Counted, with the
// first of each kind.

import { labelNames, type LabelName } from '../tcp/label.ts';
import type { PacketView } from '../decode/packet-view.ts';
import { TCP_HEADER_MIN, TcpFlag } from '../decode/tcp-view.ts';
import type { SegmentContext } from '../sink.ts';

/** Why a segment stands out. */
export type StandOutKind = LabelName | 'reset';

export interface SegmentPlace {
  readonly frame: number;
  readonly stream: number;
  /** Which segment of its connection it is, from 1. */
  readonly nth: number;
}

export interface StandOut {
  readonly kind: StandOutKind;
  readonly count: number;
  /** The first ones, in capture order. */
  readonly first: readonly SegmentPlace[];
}

/** What is told first: what was lost and sent again, what stopped a sender, what ended a connection, the rest. */
const RANKS: Readonly<Record<StandOutKind, number>> = {
  retransmission: 1,
  fast_retransmission: 2,
  spurious_retransmission: 3,
  out_of_order: 4,
  lost_segment: 5,
  ack_lost_segment: 6,
  duplicate_ack: 7,
  zero_window: 8,
  zero_window_probe: 9,
  zero_window_probe_ack: 10,
  window_full: 11,
  reset: 12,
  reused_ports: 13,
  keep_alive: 14,
  keep_alive_ack: 15,
  window_update: 16,
};

/** How many segments of a connection stand out, by why; in the order in which they are told. */
export type StandOutCounts = ReadonlyMap<StandOutKind, number>;

/** Connections counted one by one. */
const MOST_STREAMS = 5000;
const FIRST_KEPT = 5;
/** Of each kind as many are explained. */
const EXAMPLES = 3;

export const standsOut = ({ packet, verdict }: SegmentContext): boolean =>
  verdict.labels !== 0 || isReset(packet);

/** Of a header that is too short Wireshark shows no flags. */
const isReset = ({ tcp }: PacketView): boolean =>
  (tcp.flags & TcpFlag.RST) !== 0 && tcp.headerLen >= TCP_HEADER_MIN;

export class StandOutTally {
  private readonly found = new Map<StandOutKind, { count: number; first: SegmentPlace[] }>();
  private readonly streams = new Map<number, Map<StandOutKind, number>>();

  /** Of one that stands out. True when it is an example of that: its connection should be told about. */
  note({ record: { frame }, connection, packet, verdict }: SegmentContext): boolean {
    const kinds: StandOutKind[] = labelNames(verdict.labels);
    if (isReset(packet)) kinds.push('reset');
    this.count(connection.stream, kinds);
    let isExample = false;
    for (const one of kinds) {
      const known = this.found.get(one) ?? { count: 0, first: [] };
      this.found.set(one, known);
      known.count++;
      if (known.first.length < FIRST_KEPT)
        known.first.push({ frame, stream: connection.stream, nth: connection.packets });
      isExample ||= known.count <= EXAMPLES;
    }
    return isExample;
  }

  /** In the order in which they are told. */
  all(): StandOut[] {
    return [...this.found]
      .map(([kind, found]) => ({ kind, ...found }))
      .sort((a, b) => RANKS[a.kind] - RANKS[b.kind]);
  }

  /** By stream, of those that were counted. */
  byStream(): ReadonlyMap<number, StandOutCounts> {
    return new Map(
      [...this.streams].map(([stream, counts]) => [
        stream,
        new Map([...counts].sort(([a], [b]) => RANKS[a] - RANKS[b])),
      ]),
    );
  }

  private count(stream: number, kinds: readonly StandOutKind[]): void {
    const known = this.streams.get(stream);
    if (known === undefined && this.streams.size >= MOST_STREAMS) return;
    const counts = known ?? new Map<StandOutKind, number>();
    this.streams.set(stream, counts);
    for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }

  /** The first of each kind, then the second of each, up to `most` segments. */
  examples(most: number): SegmentPlace[] {
    const firsts = this.all().map(({ first }) => first);
    const places = new Map<number, SegmentPlace>();
    for (let nth = 0; nth < EXAMPLES; nth++) {
      for (const place of firsts.flatMap((first) => first[nth] ?? []))
        if (places.size < most) places.set(place.frame, place);
    }
    return [...places.values()].sort((a, b) => a.frame - b.frame);
  }
}
