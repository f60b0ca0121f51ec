// What a reset refuses (RFC 9293 3.10.7.1), and which resets ended nothing.

import { seqGt } from '../tcp/seq.ts';
import { type DirectionLedger, endOf, occupies } from './direction-ledger.ts';
import type { UnlinkedRow } from './unlinked-row.ts';

/** Resets of a connection of which nothing shows yet that they ended it, and what either end had sent before the first. */
export interface Doubt {
  readonly resets: readonly UnlinkedRow[];
  readonly fromClient: number | null;
  readonly fromServer: number | null;
}

/** Who confirms what was sent after a reset has not obeyed it, or it was not the other end that sent it. */
export function doubtResets(
  row: UnlinkedRow,
  own: DirectionLedger,
  peer: DirectionLedger,
  doubts: Map<number, Doubt>,
): void {
  const doubt = doubts.get(row.stream);
  if (row.kind === 'rst') {
    const [client, server] = row.fromClient ? [own, peer] : [peer, own];
    const { fromClient, fromServer } = doubt ?? {
      fromClient: client.highest,
      fromServer: server.highest,
    };
    doubts.set(row.stream, { resets: [...(doubt?.resets ?? []), row], fromClient, fromServer });
  } else if (row.kind === 'syn' || row.kind === 'syn-ack') {
    // A new beginning.
    doubts.delete(row.stream);
  } else if (doubt !== undefined && row.tcp.flagNames.includes('ACK')) {
    const challenged = doubt.resets.filter((reset) => isChallenge(row, reset, own, peer));
    for (const reset of challenged) reset.links.refutedBy ??= row.frame;
    const sent = row.fromClient ? doubt.fromServer : doubt.fromClient;
    if (sent === null || !seqGt(row.tcp.ack, sent)) return;
    // What nobody has seen since may have been sent before.
    if (peer.highest === null || !seqGt(peer.highest, sent)) return;
    for (const reset of doubt.resets) reset.links.refutedBy = row.frame;
    doubts.delete(row.stream);
  }
}

/**
 * It says what its sender said last, though all that the other end had sent was confirmed, and the reset has not the number
 * that it waits for: a challenge ACK (tcp/refused-reset.ts).
 */
const isChallenge = (
  { fromClient, tcp }: UnlinkedRow,
  reset: UnlinkedRow,
  own: DirectionLedger,
  peer: DirectionLedger,
): boolean =>
  reset.fromClient !== fromClient &&
  reset.tcp.seq !== tcp.ack &&
  tcp.nextRelSeq === tcp.relSeq &&
  tcp.ack === peer.highest &&
  tcp.ack === own.lastHeard?.tcp.ack &&
  tcp.window === own.lastHeard.tcp.window;

/**
 * What a reset refuses: each refuses one segment, so the oldest whose numbers it has (RFC 9293 3.10.7.1), of copies the
 * last; else what the other side sent last, if that can be refused.
 */
export function refusedRow(
  reset: UnlinkedRow,
  own: DirectionLedger,
  peer: DirectionLedger,
  isOpen: (other: UnlinkedRow) => boolean,
): UnlinkedRow | null {
  const { tcp } = reset;
  const isBare = !tcp.flagNames.includes('ACK');
  const refused = peer.unacked.filter(
    (other) =>
      isOpen(other) &&
      other.kind !== 'rst' &&
      // Who went on behind his SYN had got his answer.
      (other.kind !== 'syn' || peer.lastHeard?.kind === 'syn') &&
      other.tcp.flagNames.includes('ACK') === isBare &&
      (isBare ? other.tcp.ack === tcp.seq : endOf(other) === tcp.ack),
  );
  const [first] = refused;
  if (first === undefined)
    return peer.lastHeard !== null && canRefuse(reset, own, peer.lastHeard) ? peer.lastHeard : null;
  return refused.findLast(({ tcp: { seq } }) => seq === first.tcp.seq) ?? first;
}

/**
 * A reset is never refused, and what asks for nothing only by a reset with its numbers, and at once: who has spoken since
 * has taken it (RFC 9293 3.10.7.1).
 */
function canRefuse({ tcp }: UnlinkedRow, own: DirectionLedger, last: UnlinkedRow): boolean {
  if (last.kind === 'rst') return false;
  if (occupies(last)) return true;
  const before = own.lastHeard;
  if (before !== null && before.kind !== 'rst' && before.frame > last.frame) return false;
  if (last.kind === 'keep-alive' || last.kind === 'zero-window-probe') return true;
  const isBare = !tcp.flagNames.includes('ACK');
  if (last.tcp.flagNames.includes('ACK')) return isBare && tcp.seq === last.tcp.ack;
  return !isBare && tcp.ack === endOf(last);
}
