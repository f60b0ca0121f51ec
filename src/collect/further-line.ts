/** What is said of segments behind the first one of their frame: rows are frames. */
export const furtherLine = (count: number): string =>
  count === 1
    ? 'one frame holds a second TCP segment (an aggregate of packets): it counts in its connection, and has no row of its own'
    : `${count} TCP segments lie behind another one in their frame (aggregates of packets): they count in their connections, and have no rows of their own`;
