// An acknowledgement number never goes back (RFC 9293 3.10.7.4), nor does the clock of a sender (RFC 7323 3.2): a segment
// that says less than an earlier row of its sender was sent before that one, and overtaken on the way.

import { timestampsOf } from '../tcp/option-values.ts';
import { segmentEnd, seqDiff, seqGt, seqLeq, seqLt } from '../tcp/seq.ts';
import type { UnlinkedRow } from './unlinked-row.ts';

/** Of the rows of one sender, the one that was sent last: with the highest acknowledgement number and the latest clock. */
export type Newest = UnlinkedRow | null;

/** Lower numbers than any that the connection has, or higher ones than its sender has used, are of another connection. */
const belongs = ({ tcp }: UnlinkedRow, newest: UnlinkedRow): boolean =>
  (tcp.relAck | 0) > 0 && seqLeq(tcp.seq, segmentEnd(newest.tcp));

const acknowledges = ({ kind, tcp }: UnlinkedRow): boolean =>
  tcp.flagNames.includes('ACK') && kind !== 'rst' && kind !== 'malformed' && kind !== 'partial';

/** The earlier row that says more than this one, though it was sent later; null where nothing shows one. */
export function overtaker(row: UnlinkedRow, newest: Newest): UnlinkedRow | null {
  if (newest === null || !acknowledges(row) || !belongs(row, newest)) return null;
  const behind = seqDiff(newest.tcp.ack, row.tcp.ack);
  if (behind < 0) return null;
  const [own, last] = [timestampsOf(row), timestampsOf(newest)];
  const hasClocks = own !== null && last !== null;
  if (hasClocks && seqLt(own.val, last.val)) return newest;
  // A clock that stood still between two segments is of no help; one that went on shows that the row is no older.
  const isClockLater = hasClocks && seqGt(own.val, last.val);
  return behind > 0 && !isClockLater ? newest : null;
}

/** The newest row of the sender when `row` has come. */
export const newestWith = (row: UnlinkedRow, newest: Newest): Newest =>
  acknowledges(row) && overtaker(row, newest) === null ? row : newest;
