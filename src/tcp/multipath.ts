// Which operations of Multipath TCP a connection has shown (RFC 8684 3: subtypes of the option), and which when each side
// last spoke. RFC 8684 4 lets acknowledgements come again so that they carry signals: Wireshark calls none a duplicate
// before which an operation was seen for the first time since its sender's segment before. All in one integer; 0: none.

import type { Side } from './connection.ts';

/** Subtypes are told apart up to this one: MP_TCPRST is 8. */
const OPERATIONS = 10;
const ALL = (1 << OPERATIONS) - 1;

const placeOf = (side: Side): number => OPERATIONS * (side + 1);

/** Whether the connection has shown an operation since `side` last spoke. */
export const showsNewOperation = (multipath: number, side: Side): boolean =>
  multipath !== 0 && (multipath & ALL) !== ((multipath >>> placeOf(side)) & ALL);

/** Behind a segment of `side` with these operations. */
export const withOperations = (multipath: number, side: Side, operations: number): number => {
  const seen = multipath & ALL;
  const place = placeOf(side);
  return (multipath & ~(ALL << place)) | (seen << place) | (operations & ALL);
};
