// Rows in which a FIN was sent, and its receiver has not taken it yet, as that shows later: it lies behind a hole, and is not
// looked at before the missing bytes are there (RFC 9293 3.10.7.4, eighth); or it crosses another (3.6, figure 13).

import { hasFinding } from '../classify/finding.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import type { Drops } from '../classify/rules/dropped.ts';
import { sackBlocksOf } from '../tcp/option-values.ts';
import { grouped } from '../tcp/grouped.ts';
import { segmentEnd, seqGt, seqLeq, seqLt } from '../tcp/seq.ts';
import type { TcpStateName } from '../tcp/state.ts';

/** By frame, which end has not taken the other's FIN yet. */
export function rowsBeforeFin(
  rows: readonly PacketRow[],
  drops: Drops,
): ReadonlyMap<number, 'client' | 'server'> {
  const fins = rows.filter(
    ({ frame, kind, links }) =>
      kind === 'fin' && links.acknowledgedBy !== links.nextInStream && !drops.has(frame),
  );
  const held = new Map<number, 'client' | 'server'>();
  if (fins.length === 0) return held;
  const streams = grouped(rows, ({ stream }) => stream);
  for (const fin of fins) {
    const behind = streams.get(fin.stream)?.filter(({ frame }) => frame >= fin.frame) ?? [];
    for (const row of [...heldWith(fin, behind), ...crossingWith(fin, behind)])
      held.set(row.frame, fin.fromClient ? 'server' : 'client');
  }
  return held;
}

/** The FIN and the rows behind it up to one of the other side that does not confirm it, and is a FIN, too. */
function crossingWith(fin: PacketRow, behind: readonly PacketRow[]): readonly PacketRow[] {
  const isOther = (row: PacketRow): boolean => row.fromClient !== fin.fromClient;
  const second = behind.findIndex((row) => isOther(row) && row.kind === 'fin');
  const before = behind.slice(0, second + 1);
  const isSeen = before.some((row) => isOther(row) && seqLeq(segmentEnd(fin.tcp), row.tcp.ack));
  return isSeen ? [] : before;
}

/** The FIN and the rows behind it up to the one that fills the hole; none where no hole shows. */
function heldWith(fin: PacketRow, behind: readonly PacketRow[]): readonly PacketRow[] {
  const confirmed = behind.findIndex(({ frame }) => frame === fin.links.acknowledgedBy);
  const before = confirmed < 0 ? behind : behind.slice(0, confirmed);
  const last = before.findLastIndex((row) => showsHole(row, fin));
  const telling = before[last];
  if (telling === undefined) return [];
  const filling = before.findIndex((row, at) => at > last && fills(row, telling.tcp.ack, fin));
  return filling < 0 ? before : before.slice(0, filling);
}

/** Number of the FIN itself. */
const finNumber = ({ tcp }: PacketRow): number => segmentEnd(tcp) - 1;

/** Its receiver has got something behind bytes that it asks for. */
function showsHole(row: PacketRow, fin: PacketRow): boolean {
  const { tcp } = row;
  if (row.fromClient === fin.fromClient || row.kind === 'rst') return false;
  // Who asks for the FIN's own segment may have sent that before it came.
  if (!tcp.flagNames.includes('ACK') || !seqLt(tcp.ack, fin.tcp.seq)) return false;
  const isDoubted = hasFinding(row, 'sacked-unsent');
  if (!isDoubted && sackBlocksOf(row).some(([, right]) => seqGt(right, tcp.ack))) return true;
  // The second record of an acknowledgement repeats nothing.
  const isTwin = row.findings.some(({ kind }) => kind === 'captured-twice');
  return row.labels.includes('duplicate_ack') && !isTwin;
}

/** It brings all from the first missing byte to the FIN. */
const fills = ({ fromClient, tcp }: PacketRow, missing: number, fin: PacketRow): boolean =>
  fromClient === fin.fromClient &&
  seqLeq(tcp.seq, missing) &&
  seqLeq(finNumber(fin), segmentEnd(tcp));

/** What the end is in without the other's FIN. */
const WITHOUT: Partial<Record<TcpStateName, TcpStateName>> = {
  'CLOSE-WAIT': 'ESTABLISHED',
  'LAST-ACK': 'FIN-WAIT-1',
  CLOSING: 'FIN-WAIT-1',
  'TIME-WAIT': 'FIN-WAIT-2',
};

export const withoutFin = (row: PacketRow, receiver: 'client' | 'server'): PacketRow =>
  receiver === 'client'
    ? { ...row, clientState: WITHOUT[row.clientState] ?? row.clientState }
    : { ...row, serverState: WITHOUT[row.serverState] ?? row.serverState };
