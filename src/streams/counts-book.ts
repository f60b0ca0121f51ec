// Lists of counts kept once and known by a small number: most connections have the same few labels, or none.

import { mix } from '../tcp/mix.ts';

export class CountsBook {
  private readonly lists: (readonly number[])[] = [];
  /** Numbers of the lists with the same hash. */
  private readonly buckets = new Map<number, number[]>();

  numberOf(counts: ArrayLike<number>): number {
    const bucket = this.bucketOf(counts);
    const known = bucket.find((number) => isSame(this.lists[number]!, counts));
    if (known !== undefined) return known;
    const number = this.lists.push(Array.from(counts)) - 1;
    bucket.push(number);
    return number;
  }

  counts(number: number): readonly number[] {
    return this.lists[number]!;
  }

  private bucketOf(counts: ArrayLike<number>): number[] {
    let hash = 0;
    for (let i = 0; i < counts.length; i++) hash = mix(hash, counts[i]!);
    let bucket = this.buckets.get(hash);
    if (bucket === undefined) this.buckets.set(hash, (bucket = []));
    return bucket;
  }
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
