// How many segments of a connection have each of Wireshark's labels.

import { LABEL_NAMES } from '../tcp/label.ts';

export class LabelCounts {
  /** All labels that came, as bits. */
  private labels = 0;
  /** By bit number; made with the first label. */
  private counts = NO_COUNTS;

  /** Begins anew, for another connection. */
  reset(): void {
    if (this.labels !== 0) this.counts.fill(0);
    this.labels = 0;
  }

  /** A segment has these labels. */
  add(labels: number): void {
    if (this.counts === NO_COUNTS) this.counts = LABEL_NAMES.map(() => 0);
    this.labels |= labels;
    for (let bit = 0; bit < this.counts.length; bit++) {
      if (labels & (1 << bit)) this.counts[bit]!++;
    }
  }

  /** By bit number; empty while no label came. Valid until the next one comes. */
  get list(): readonly number[] {
    return this.labels === 0 ? NO_COUNTS : this.counts;
  }
}

const NO_COUNTS: number[] = [];
