// Which rows answer a SYN with the numbers of another connection (RFC 9293 3.5.1, figure 9; 3.10.7.3): a challenge ACK
// (RFC 5961 4) of an end that still has an older one, or what is left of that. Told by the numbers; where the capture may
// just as well miss what is confirmed, by what the asking end does next.

import { directionKey } from '../tcp/direction-key.ts';
import { segmentEnd, seqDiff } from '../tcp/seq.ts';
import { acknowledgesSyn, isOfAnother, MOST_MISSING } from '../tcp/syn-sent.ts';
import type { UnlinkedRow } from './unlinked-row.ts';

/** One direction of a connection as far as it has been opened. */
interface Opener {
  /** The SYN that waits for its answer. */
  asking: UnlinkedRow | null;
  /** An acknowledgement that may be of another connection. */
  doubtful: UnlinkedRow | null;
  /** The acknowledgement number of another connection, once it was told. */
  foreignAck: number | null;
  /** Frames that were found to answer something else, by their numbers alone. */
  found: number[];
  /** It has sent more than SYN and RST, so it has a connection. */
  isOpen: boolean;
}

/** By frame, the SYN to which the row answers something else. Rows in capture order. */
export function foreignAnswersIn(rows: readonly UnlinkedRow[]): ReadonlyMap<number, UnlinkedRow> {
  const openers = new Map<number, Opener>();
  const found = new Map<number, UnlinkedRow>();
  const openerOf = (stream: number, isClient: boolean): Opener => {
    const key = directionKey(stream, isClient);
    const known = openers.get(key) ?? {
      asking: null,
      doubtful: null,
      foreignAck: null,
      found: [],
      isOpen: false,
    };
    openers.set(key, known);
    return known;
  };
  for (const [at, row] of rows.entries()) {
    const own = openerOf(row.stream, row.fromClient);
    const { asking, doubtful } = own;
    if (asking !== null) {
      if (doubtful !== null && turnsDown(row, doubtful)) {
        found.set(doubtful.frame, asking);
        own.foreignAck = doubtful.tcp.ack;
      } else if (countsOtherwise(row, asking)) for (const frame of own.found) found.delete(frame);
      else if (doubtful !== null && accepts(row, doubtful)) found.delete(doubtful.frame);
    }
    own.doubtful = null;
    if (row.kind === 'syn') own.asking = own.isOpen ? null : row;
    else if (row.kind !== 'rst') own.isOpen = true;
    const opener = openerOf(row.stream, !row.fromClient);
    heard(row, opener, found);
    if (found.has(row.frame) && !continuesEarlier(rows, at)) opener.found.push(row.frame);
  }
  return found;
}

/** Rows that are searched for the numbers of the connection that had these ports before. */
const LOOK_BACK = 2000;

/** Both its numbers are the next ones of another connection of these ports: it is that one, whatever its ends do then. */
function continuesEarlier(rows: readonly UnlinkedRow[], at: number): boolean {
  const { stream, src, dst, tcp } = rows[at]!;
  const { srcPort, dstPort } = tcp;
  const isFrom = (one: UnlinkedRow, end: number, host: string, port: number): boolean =>
    one.src === host && one.tcp.srcPort === port && segmentEnd(one.tcp) === end;
  const earlier = rows
    .slice(Math.max(0, at - LOOK_BACK), at)
    .filter((one) => one.stream !== stream && one.kind !== 'rst');
  return (
    earlier.some(
      (one) => one.dst === dst && one.tcp.dstPort === dstPort && isFrom(one, tcp.seq, src, srcPort),
    ) &&
    earlier.some(
      (one) => one.dst === src && one.tcp.dstPort === srcPort && isFrom(one, tcp.ack, dst, dstPort),
    )
  );
}

/** What the row is to the end that it goes to. */
function heard(row: UnlinkedRow, opener: Opener, found: Map<number, UnlinkedRow>): void {
  const { asking, isOpen } = opener;
  const { flagNames, ack, len } = row.tcp;
  if (asking === null || isOpen || !flagNames.includes('ACK')) return;
  if (row.kind === 'rst' || row.kind === 'malformed') return;
  const beyond = seqDiff(ack, asking.tcp.seq + 1);
  const isForeign =
    ack === opener.foreignAck || isOfAnother(beyond, asking.tcp.len, row.kind === 'syn-ack');
  if (acknowledgesSyn(beyond, asking.tcp.len)) {
    opener.asking = null;
    return;
  }
  if (isForeign) found.set(row.frame, asking);
  if (beyond > 0 && len === 0) opener.doubtful = row;
}

/**
 * Who has asked goes on with numbers that are not of his SYN: the capture misses nearly all of this connection, or the SYN
 * of a newer one. What confirms such numbers answers no SYN.
 */
export function countsOtherwise({ kind, tcp }: Counted, asking: Counted): boolean {
  const beyond = seqDiff(tcp.seq, asking.tcp.seq);
  return kind !== 'syn' && kind !== 'rst' && (beyond < 0 || beyond > MOST_MISSING);
}

interface Counted {
  readonly kind: UnlinkedRow['kind'];
  readonly tcp: { readonly seq: number };
}

/** It goes on where a SYN-ACK ends: what that confirms came with a SYN that the capture misses (RFC 7413 4.2). */
const accepts = ({ kind, tcp }: UnlinkedRow, answer: UnlinkedRow): boolean =>
  answer.kind === 'syn-ack' &&
  kind !== 'rst' &&
  tcp.seq === answer.tcp.ack &&
  tcp.ack === segmentEnd(answer.tcp);

/** It is a reset with the number of that acknowledgement, or the SYN once more. */
const turnsDown = ({ kind, tcp }: UnlinkedRow, doubtful: UnlinkedRow): boolean =>
  kind === 'syn' ||
  (kind === 'rst' && !tcp.flagNames.includes('ACK') && tcp.seq === doubtful.tcp.ack);
