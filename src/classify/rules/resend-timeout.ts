// The timer of a sender ran out (RFC 6298 5): nothing else explains the repetition.

import {
  isRepetition,
  type ResendScene,
  SHORTEST_TIMEOUT_NS,
  told,
  type Triggered,
  UNKNOWN,
} from './resend-scene.ts';
import type { RuleRow } from './rule.ts';

/** Where the path's round trip is not known: no path in use takes longer than a timer of that length (RFC 6298 2.4). */
const SURELY_TIMEOUT_NS = 1_000_000_000;
/** RFC 6298 2.2: the timer is longer than the round trip, by much unless it never varies. */
const TIMEOUT_ROUND_TRIPS = 1.5;

export function timeout(scene: ResendScene): Triggered {
  const { row, elapsedNs, answers, roundTripNs, around } = scene;
  const facts = around.connectionOf(row.stream);
  const peer = row.fromClient ? facts?.server : facts?.client;
  // Of a side that is not in the capture nobody knows what it asked for.
  const isBlind =
    (peer?.packets ?? 0) === 0 || answers.some(({ capLen, origLen }) => capLen < origLen);
  const shortestNs =
    roundTripNs === null
      ? SURELY_TIMEOUT_NS
      : Math.max(SHORTEST_TIMEOUT_NS, TIMEOUT_ROUND_TRIPS * roundTripNs);
  if (isBlind || elapsedNs < shortestNs || isTimerFresh(scene)) return UNKNOWN;
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
