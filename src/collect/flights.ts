// How much a sender had under way, and so which of its segments an acknowledgement let go.

import { hasFinding } from '../classify/finding.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import { reactionNs } from '../classify/path-times.ts';
import { firstIndex } from '../tcp/first-index.ts';

/** Full segments for which a congestion window has room in the beginning (RFC 5681 3.1). */
const FIRST_SEGMENTS = 3;

export class Flights {
  private readonly confirmedNs: readonly number[];
  private readonly pathNs: number;
  /** Bytes for which the congestion window had room, as far as was seen since the latest loss. */
  private largest: number;
  private latest = 0;

  /**
   * `confirmations` are bare acknowledgements, in order: what comes upon data may answer it. `pathNs`: from where they were
   * captured to the sender and back.
   */
  constructor(confirmations: readonly PacketRow[], pathNs: number, mss: number) {
    this.confirmedNs = confirmations.map(({ timeNs }) => timeNs);
    this.pathNs = pathNs;
    this.largest = FIRST_SEGMENTS * mss;
  }

  /** `bytes` are under way with this row. A loss makes the congestion window small (RFC 5681 3.1). */
  sent(row: PacketRow, bytes: number): void {
    this.latest = bytes;
    this.largest = row.links.sameSequenceAs === null ? Math.max(this.largest, bytes) : bytes;
  }

  /** An acknowledgement let the row go, for which there had been no room, or Nagle's algorithm had held it. */
  isReleased(row: PacketRow): boolean {
    if (hasFinding(row, 'nagle-wait')) return true;
    if (this.latest + row.tcp.len <= this.largest) return false;
    const [least, most] = reactionNs(this.pathNs);
    const confirmedNs = lastUpTo(this.confirmedNs, row.timeNs - least);
    return confirmedNs !== null && row.timeNs - confirmedNs <= most;
  }
}

/** The last of `times`, which are in order, that is no later; null when there is none. */
const lastUpTo = (times: readonly number[], timeNs: number): number | null =>
  times[firstIndex(times.length, (at) => times[at]! > timeNs) - 1] ?? null;
