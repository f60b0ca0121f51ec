// What is known of one direction of one connection while its rows are linked, up to the row in hand.

import { segmentEnd, seqGt, seqLt } from '../tcp/seq.ts';
import type { Newest } from './overtaken-acks.ts';
import type { UnlinkedRow } from './unlinked-row.ts';

/** What is waiting in one direction of one connection. */
export interface DirectionLedger {
  /** Rows with sequence numbers that no row of the peer has acknowledged yet, oldest first. */
  unacked: UnlinkedRow[];
  /** Rows of this sender that carried sequence numbers, oldest first, up to LOOK_BACK. */
  sent: UnlinkedRow[];
  /** Rows of the peer, just recorded, that confirm more than this sender has shown. */
  ahead: UnlinkedRow[];
  last: UnlinkedRow | null;
  /** The same without what was damaged: nobody answers that. */
  lastHeard: UnlinkedRow | null;
  /** Of all that was heard of this sender, what it sent last. */
  newest: Newest;
  /** Number after the highest segment sent; null before the first. Raw, as all numbers here: the base may change. */
  highest: number | null;
}

/** Rows of one sender searched for the same sequence numbers. */
const LOOK_BACK = 1000;

export const newLedger = (): DirectionLedger => ({
  unacked: [],
  sent: [],
  ahead: [],
  last: null,
  lastHeard: null,
  newest: null,
  highest: null,
});

export const endOf = ({ tcp }: UnlinkedRow): number => segmentEnd(tcp);

export const occupies = (row: UnlinkedRow): boolean => row.tcp.nextRelSeq !== row.tcp.relSeq;

export function noteSent(row: UnlinkedRow, own: DirectionLedger, isUnacked: boolean): void {
  if (!occupies(row)) return;
  if (isUnacked) own.unacked.push(row);
  own.sent.push(row);
  if (own.sent.length > LOOK_BACK) own.sent.shift();
  const end = endOf(row);
  if (own.highest === null || seqGt(end, own.highest)) own.highest = end;
}

const MOST_AHEAD = 8;

/** Remembers what confirms more than the other side has shown. */
export function noteAhead(row: UnlinkedRow, peer: DirectionLedger): void {
  if (!row.tcp.flagNames.includes('ACK') || row.kind === 'rst' || row.kind === 'syn-ack') return;
  // Before anything was seen of it, nothing tells what is new.
  if (peer.highest === null || !seqGt(row.tcp.ack, peer.highest)) return;
  peer.ahead.push(row);
  if (peer.ahead.length > MOST_AHEAD) peer.ahead.shift();
}

/** The latest earlier row of this sender that shares sequence numbers with a row that does not advance. */
export function sameSequence(row: UnlinkedRow, own: DirectionLedger): UnlinkedRow | null {
  if (!occupies(row) || own.highest === null || !seqLt(row.tcp.seq, own.highest)) return null;
  return (
    own.sent.findLast(
      (other) => seqLt(other.tcp.seq, endOf(row)) && seqLt(row.tcp.seq, endOf(other)),
    ) ?? null
  );
}
