// Why a SYN or SYN-ACK came again, or the data that a SYN brought (RFC 9293 3.8.1, RFC 6298 2.1, RFC 7413 4.2.2).

import { TcpFlag } from '../../decode/tcp-view.ts';
import { seqAdd, seqDiff } from '../../tcp/seq.ts';
import { acknowledgesSyn } from '../../tcp/syn-sent.ts';
import {
  mayHaveArrived,
  type ResendScene,
  SHORTEST_TIMEOUT_NS,
  told,
  type Triggered,
  UNKNOWN,
} from './resend-scene.ts';
import type { RuleRow, Surroundings } from './rule.ts';

/** RFC 6298 2.1: as long as nothing was measured it is a second, by a clock that may be coarse. */
const SHORTEST_SYN_TIMEOUT_NS = 900_000_000;

export function synTrigger({ row, elapsedNs, answers, around }: ResendScene): Triggered {
  const again = answers.filter(({ kind }) => kind === 'syn');
  const last = again.at(-1);
  if (
    row.kind === 'syn-ack' &&
    last !== undefined &&
    row.timeNs - last.timeNs <= SHORTEST_TIMEOUT_NS
  )
    return told('asked-again', again);
  const refusals = answers.filter((answer) => answer.kind === 'rst' && refuses(answer, row));
  if (refusals.length > 0) return told('refused', refusals);
  // It has refused what answers with the numbers of another connection; some kernels then wait for no timer.
  const others = answers.filter(({ kind, links }) => kind === 'ack' && links.answers !== null);
  if (others.length > 0 && elapsedNs < SHORTEST_SYN_TIMEOUT_NS && isOpening(row, around))
    return told('unconfirmed', others);
  if (elapsedNs < SHORTEST_TIMEOUT_NS) return UNKNOWN;
  // An answer that this capture shows may still not have reached the sender.
  if (answers.length > 0) return told('timeout', []);
  // Sooner it was refused, or asked again, unseen.
  if (elapsedNs < SHORTEST_SYN_TIMEOUT_NS) return UNKNOWN;
  // A client asks again after as long as the server's timer takes: nothing tells one from the other.
  return told(row.kind === 'syn-ack' ? 'syn-ack-unanswered' : 'syn-timeout', []);
}

/** A SYN whose sender has nothing of this connection yet: to a late copy of one the end that has it open says so, too. */
function isOpening(row: RuleRow, around: Surroundings): boolean {
  if (row.kind !== 'syn' || around.beginsBefore(row.stream)) return false;
  return [...around.before(row)].every(
    ({ fromClient, kind }) => fromClient !== row.fromClient || kind === 'syn' || kind === 'rst',
  );
}

/** To an end in SYN-SENT a reset says nothing that does not acknowledge the SYN (RFC 9293 3.10.7.3). */
const refuses = ({ tcp }: RuleRow, row: RuleRow): boolean =>
  row.kind !== 'syn' ||
  ((tcp.flags & TcpFlag.ACK) !== 0 &&
    acknowledgesSyn(seqDiff(tcp.ack, seqAdd(row.tcp.seq, 1)), row.tcp.len));

/** A SYN-ACK that confirms the SYN and not the data with it leaves these to be sent again (RFC 7413 4.2.2). */
export function synDataLeft({ row, around }: ResendScene): Triggered {
  for (const one of around.before(row))
    if (one.kind === 'syn-ack' && one.fromClient !== row.fromClient && mayHaveArrived(one, row))
      return one.tcp.ack === row.tcp.seq ? told('syn-data-left', [one]) : UNKNOWN;
  return UNKNOWN;
}
