// The three answers of a record reader that never waits by itself. Damage is told apart from
// a clean end by the reader's `damage`, not by a fourth status.

/** `Wait`: the buffer is used up, await `refill()` and ask again. `End`: no record will come any more. */
export const Read = { Record: 0, Wait: 1, End: 2 } as const;

export type ReadStatus = (typeof Read)[keyof typeof Read];
