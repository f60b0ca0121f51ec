// The timer of a sender ran out (RFC 6298 5): nothing else explains the repetition.

import { isReceiverUnseen } from './ends.ts';
import {
  isRepetition,
  type ResendScene,
  SHORTEST_TIMEOUT_NS,
  shortestTimeoutNs,
  told,
  type Triggered,
  UNKNOWN,
} from './resend-scene.ts';
import type { RuleRow } from './rule.ts';

export function timeout(scene: ResendScene): Triggered {
  const { row, elapsedNs, answers, around } = scene;
  // Of a side that is not in the capture nobody knows what it asked for.
  const isBlind =
    isReceiverUnseen(row, around) || answers.some(({ capLen, origLen }) => capLen < origLen);
  if (isBlind || elapsedNs < shortestTimeoutNs(scene) || isTimerFresh(scene)) return UNKNOWN;
  return told('timeout', []);
}

/**
 * The timer had begun anew a moment ago: with an acknowledgement of something new (RFC 6298 5.3), or with another
 * repetition, since it repeats one segment and no more (RFC 6298 5.4).
 */
function isTimerFresh({ row, between, answers, around }: ResendScene): boolean {
  const isRecent = (one: RuleRow): boolean => row.timeNs - one.timeNs < SHORTEST_TIMEOUT_NS;
  return (
    answers.some((one) => isRecent(one) && one.links.acknowledges.length > 0) ||
    between.some(
      (one) => one.fromClient === row.fromClient && isRecent(one) && isRepetition(one, around),
    )
  );
}
