// Many numbers in little room: those that follow each other as a range.

/** Fewer in a row are shown one by one. */
const FEWEST = 3;

/** Ranges of ascending numbers, both ends included. */
export function numberRanges(numbers: readonly number[]): (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run[1] + 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.flatMap(([first, last]): [number, number][] =>
    last - first + 1 >= FEWEST
      ? [[first, last]]
      : first === last
        ? [[first, first]]
        : [
            [first, first],
            [last, last],
          ],
  );
}
