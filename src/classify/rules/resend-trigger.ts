// What most likely made a sender repeat itself: its timer (RFC 6298 5), three duplicate acknowledgements (RFC 5681 3.2),
// selective acknowledgements beyond the hole (RFC 8985 6.2), a tail-loss probe (RFC 8985 7), or what the other side just
// sent. An observer sees no timer: this is read from what came before, never proven; rows that are missing or cut leave
// it unknown.

import { TcpFlag } from '../../decode/tcp-view.ts';
import { timestampsOf } from '../../tcp/option-values.ts';
import { seqGt, seqLeq } from '../../tcp/seq.ts';
import { nextSeq } from './raw-numbers.ts';
import { askedFor } from './resend-asked.ts';
import { type ResendScene, resendScene, type Triggered, UNKNOWN } from './resend-scene.ts';
import { synDataLeft, synTrigger } from './resend-syn.ts';
import { timeout } from './resend-timeout.ts';
import { tooBig } from './resend-too-big.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { tailProbe } from './tail-loss-probe.ts';

export function triggerOf(row: RuleRow, earlier: RuleRow, around: Surroundings): Triggered {
  const scene = resendScene(row, earlier, around);
  if (row.tcp.flags & TcpFlag.SYN) return synTrigger(scene);
  const cut = tooBig(scene);
  if (cut !== null) return cut;
  if (sawMore(row, around)) return UNKNOWN;
  if (earlier.kind === 'syn') return synDataLeft(scene);
  if (knewOfArrival(scene)) return askedFor(scene) ?? UNKNOWN;
  return tailProbe(scene) ?? askedFor(scene) ?? timeout(scene);
}

/** The sender's echo is of something that is not in the capture, and may be what asked (RFC 7323 4.3). */
function sawMore(row: RuleRow, around: Surroundings): boolean {
  const echo = timestampsOf(row)?.ecr;
  if (echo === undefined) return false;
  for (const one of around.before(row)) {
    const clock = one.fromClient === row.fromClient ? undefined : timestampsOf(one)?.val;
    if (clock !== undefined) return seqGt(echo, clock);
  }
  return false;
}

/** The sender's echo shows that the confirmation of all of it had reached it: then no timer was running for it. */
const knewOfArrival = ({ row, answers }: ResendScene): boolean =>
  timestampsOf(row) !== null &&
  answers.some(
    (one) =>
      timestampsOf(one) !== null &&
      (one.tcp.flags & TcpFlag.ACK) !== 0 &&
      seqLeq(nextSeq(row), one.tcp.ack),
  );
