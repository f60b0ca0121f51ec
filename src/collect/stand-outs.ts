// Which segments of a capture stand out, whatever rows are kept: those that Wireshark marks, and resets. Counted, with the
// first of each kind.

import { labelNames, type LabelName } from '../tcp/label.ts';
import { TcpFlag } from '../decode/tcp-view.ts';
import type { SegmentContext } from '../sink.ts';

/** Why a segment stands out. */
export type StandOutKind = LabelName | 'reset';

export interface SegmentPlace {
  readonly frame: number;
  readonly stream: number;
}

export interface StandOut {
  readonly kind: StandOutKind;
  readonly count: number;
  /** The first ones, in capture order. */
  readonly first: readonly SegmentPlace[];
}

/** What is told first: what was lost and sent again, what stopped a sender, what ended a connection, the rest. */
const ORDER: readonly StandOutKind[] = [
  'retransmission',
  'fast_retransmission',
  'spurious_retransmission',
  'out_of_order',
  'lost_segment',
  'ack_lost_segment',
  'duplicate_ack',
  'zero_window',
  'zero_window_probe',
  'zero_window_probe_ack',
  'window_full',
  'reset',
  'reused_ports',
  'keep_alive',
  'keep_alive_ack',
  'window_update',
];

const FIRST_KEPT = 5;
/** Of each kind as many are explained. */
const EXAMPLES = 3;

export class StandOutTally {
  private readonly found = new Map<StandOutKind, { count: number; first: SegmentPlace[] }>();

  /** True when the segment is an example of what stands out: its connection should be told about. */
  note({ record: { frame }, connection: { stream }, packet, verdict }: SegmentContext): boolean {
    const isReset = (packet.tcp.flags & TcpFlag.RST) !== 0;
    if (verdict.labels === 0 && !isReset) return false;
    const kinds: StandOutKind[] = labelNames(verdict.labels);
    if (isReset) kinds.push('reset');
    let isExample = false;
    for (const one of kinds) {
      const known = this.found.get(one) ?? { count: 0, first: [] };
      this.found.set(one, known);
      known.count++;
      if (known.first.length < FIRST_KEPT) known.first.push({ frame, stream });
      isExample ||= known.count <= EXAMPLES;
    }
    return isExample;
  }

  /** In the order in which they are told. */
  all(): StandOut[] {
    return ORDER.flatMap((kind) => {
      const found = this.found.get(kind);
      return found === undefined ? [] : [{ kind, ...found }];
    });
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
