// Counts of labels kept once and known by a small number: most connections have the same few labels, or none.

import { LABEL_NAMES, type LabelName } from '../tcp/label.ts';
import { mix } from '../tcp/mix.ts';
import type { LabelCounts } from './label-counts.ts';
import type { StreamFacts } from './stream-facts.ts';

export class LabelBook {
  private readonly lists: (readonly number[])[] = [];
  /** What the lists tell, once asked for. */
  private readonly told: StreamFacts['labels'][] = [];
  /** Numbers of the lists with the same hash. */
  private readonly buckets = new Map<number, number[]>();

  numberOf({ list }: LabelCounts): number {
    const bucket = this.bucketOf(list);
    for (const number of bucket) if (isSame(this.lists[number]!, list)) return number;
    const number = this.lists.push([...list]) - 1;
    bucket.push(number);
    return number;
  }

  labels(number: number): StreamFacts['labels'] {
    return (this.told[number] ??= labelsOf(this.lists[number]!));
  }

  private bucketOf(list: readonly number[]): number[] {
    let hash = 0;
    for (const count of list) hash = mix(hash, count);
    let bucket = this.buckets.get(hash);
    if (bucket === undefined) this.buckets.set(hash, (bucket = []));
    return bucket;
  }
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((count, bit) => count === b[bit]);
}

function labelsOf(counts: readonly number[]): StreamFacts['labels'] {
  const labels: Partial<Record<LabelName, number>> = {};
  counts.forEach((count, bit) => {
    if (count > 0) labels[LABEL_NAMES[bit]!] = count;
  });
  return labels;
}
