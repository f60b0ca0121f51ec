// A list whose items are made when they are asked for, so that they need not live side by side.

export interface LazyList<T> extends Iterable<T> {
  readonly length: number;
  /** `index` from 0 to `length` - 1. */
  at(index: number): T;
}

/**
 * Remembers the items of the `batch` that the latest one asked for is in: several who go through the list batch by batch,
 * side by side, have each item made once. Else `make` is called again, and must give the same again.
 */
export function lazyList<T>(
  length: number,
  batch: number,
  make: (index: number) => T,
): LazyList<T> {
  let remembered: T[] = [];
  let first = -1;
  const at = (index: number): T => {
    const begin = index - (index % batch);
    if (begin !== first) {
      first = begin;
      remembered = [];
    }
    return (remembered[index - begin] ??= make(index));
  };
  return {
    length,
    at,
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index++) yield at(index);
    },
  };
}
