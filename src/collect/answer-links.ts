// Which row another one answers, resets aside (reset-links.ts): a request, its acceptance, a question of the other kernel.

import type { SegmentKind } from '../classify/kind.ts';
import type { Drops } from '../classify/rules/dropped.ts';
import { echoesClock } from '../tcp/option-values.ts';
import { seqAdd, seqLeq, seqLt } from '../tcp/seq.ts';
import { type DirectionLedger, endOf } from './direction-ledger.ts';
import type { UnlinkedRow } from './unlinked-row.ts';

/** The row this one answers in the protocol's own sense. */
export function answeredRow(
  row: UnlinkedRow,
  own: DirectionLedger,
  peer: DirectionLedger,
  acknowledged: readonly UnlinkedRow[],
  drops: Drops,
): UnlinkedRow | null {
  switch (row.kind) {
    case 'syn-ack':
      return (
        // Of several requests it answers the one whose clock it sends back (RFC 7323 3.2).
        acknowledged.find((other) => other.kind === 'syn' && echoesClock(row, other)) ??
        // What has its answer already, with the numbers of another connection, is not what this one answers.
        acknowledged.find((other) => other.kind === 'syn' && other.links.answeredBy === null) ??
        acknowledged.find((other) => other.kind === 'syn') ??
        // The same answer again, or one that takes not all that came with the SYN (RFC 7413 4.2.2).
        peer.sent.findLast(
          (other) => other.kind === 'syn' && !drops.has(other.frame) && confirmsSyn(row, other),
        ) ??
        null
      );
    case 'handshake-ack':
      return acceptedBefore(row, own, acknowledged);
    default:
      return null;
  }
}

/**
 * Of several SYN-ACKs the third step answers the one whose clock it sends back (RFC 7323 3.2); else the first since its
 * sender asked last: what had come before had not arrived then.
 */
function acceptedBefore(
  row: UnlinkedRow,
  own: DirectionLedger,
  acknowledged: readonly UnlinkedRow[],
): UnlinkedRow | null {
  const accepted = acknowledged.filter(({ kind }) => kind === 'syn-ack');
  const asked = own.sent.findLast(({ kind }) => kind === 'syn')?.frame ?? 0;
  return (
    accepted.find((other) => echoesClock(row, other)) ??
    accepted.find(({ frame }) => frame > asked) ??
    accepted[0] ??
    null
  );
}

/** Its acknowledgement number takes the SYN, and none, some or all of what came with it. */
export const confirmsSyn = ({ tcp: { ack } }: UnlinkedRow, syn: UnlinkedRow): boolean =>
  seqLeq(seqAdd(syn.tcp.seq, 1), ack) && seqLeq(ack, endOf(syn));

/** What is answered by saying once more what was said before (RFC 9293 3.8.4, 3.8.6.1; RFC 5961 4). */
const QUESTIONS: ReadonlySet<SegmentKind> = new Set(['keep-alive', 'zero-window-probe', 'syn']);

/** Its number had been passed before it came: a receiver answers that as it answers a keep-alive (RFC 9293 3.10.7.4). */
const isOld = (asked: UnlinkedRow, answering: UnlinkedRow): boolean =>
  asked.kind === 'ack' &&
  asked.links.overtakenBy !== null &&
  seqLt(asked.tcp.seq, answering.tcp.ack);

/** The question of the other side's kernel after which this acknowledgement says that. */
export function askedBefore(
  row: UnlinkedRow,
  own: DirectionLedger,
  peer: DirectionLedger,
): UnlinkedRow | null {
  const [asked, before] = [peer.lastHeard, own.lastHeard];
  if (row.kind !== 'ack' || asked === null) return null;
  // The capture begins with the question: of this sender nothing was said before.
  if (before === null)
    return asked.kind !== 'syn' &&
      QUESTIONS.has(asked.kind) &&
      row.tcp.ack === seqAdd(asked.tcp.seq, 1)
      ? asked
      : null;
  const isQuestion = QUESTIONS.has(asked.kind) || isOld(asked, before);
  const isRepeated = row.tcp.ack === before.tcp.ack && row.tcp.window === before.tcp.window;
  return isQuestion && isRepeated && seqLeq(asked.tcp.seq, row.tcp.ack) ? asked : null;
}
