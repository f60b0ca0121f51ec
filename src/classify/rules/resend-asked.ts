// What the other side sent that made a sender repeat itself at once: duplicate acknowledgements (RFC 5681 3.2), selective
// ones (RFC 8985 6.2), a window that opens, the confirmation of an earlier repair.

import { timestampsOf } from '../../tcp/option-values.ts';
import { seqLeq } from '../../tcp/seq.ts';
import {
  isRepetition,
  type ResendScene,
  SHORTEST_TIMEOUT_NS,
  told,
  type Triggered,
  UNKNOWN,
  withinReachNs,
} from './resend-scene.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { duplicateIn, highestBefore, holdsBeyond } from './shared-bytes.ts';

/** RFC 5681 3.2. */
const DUPLICATE_THRESHOLD = 3;
/** Where it was taken at the sender, it is no more than what its computer needs. */
const AT_ONCE_NS = 2_000_000;
const AT_ONCE_ROUND_TRIPS = 1 / 8;

/** Something the other side sent, and how it asks for a repetition; null when no row does, or long ago. */
export function askedFor(scene: ResendScene): Triggered | null {
  const { row, earlier, answers, around, roundTripNs } = scene;
  const ageNs = (one: RuleRow | undefined): number =>
    one === undefined ? Infinity : row.timeNs - one.timeNs;
  const reachNs = roundTripNs === null ? SHORTEST_TIMEOUT_NS : withinReachNs(roundTripNs);
  const duplicates = answers.filter(
    (one) =>
      one.labels.includes('duplicate_ack') &&
      one.tcp.ack === row.tcp.seq &&
      duplicateIn(one) === null,
  );
  // They ask once: what was repeated already, they do not ask for again (RFC 6582 3.2).
  const isAskedFor = duplicates.length >= DUPLICATE_THRESHOLD && !isRepetition(earlier, around);
  if (isAskedFor && ageNs(duplicates.at(-1)) <= reachNs) return told('duplicate-acks', duplicates);
  const last = answers.at(-1);
  if (last === undefined) return null;
  if (earlier.kind === 'zero-window-probe' && isOpening(last, around) && ageNs(last) <= reachNs)
    return told('window-opened', [last]);
  // Its echo tells what the sender had seen, wherever the capture was taken; else only what it answers at once is sure.
  const isEchoed = timestampsOf(row) !== null && timestampsOf(last) !== null;
  const atOnceNs = Math.max(AT_ONCE_NS, AT_ONCE_ROUND_TRIPS * (roundTripNs ?? 0));
  const repair = answers.findLast((one) => repairs(one, scene));
  if (repair !== undefined && ageNs(repair) <= (isEchoed ? reachNs : atOnceNs))
    return told('recovery', [repair]);
  const highest = highestBefore(row, around);
  const beyond = answers.filter((one) => holdsBeyond(one, row, highest));
  if (ageNs(beyond.at(-1)) <= reachNs) return told('selective-acks', beyond);
  // What asked came some time ago, or fewer than it takes, or not all were recorded.
  const asked = repair ?? beyond.at(-1) ?? duplicates.at(-1);
  return ageNs(asked) <= Math.max(SHORTEST_TIMEOUT_NS, reachNs) ? UNKNOWN : null;
}

/** It confirms bytes that were sent again before, and none of this row's. */
const repairs = (answer: RuleRow, { row, around }: ResendScene): boolean =>
  seqLeq(answer.tcp.ack, row.tcp.seq) &&
  answer.links.acknowledges.some((frame) => isRepetition(around.rowOf(frame), around));

/** It announces room where its sender had announced none before. */
function isOpening(row: RuleRow, around: Surroundings): boolean {
  const before = around.rowOf(row.links.previousFromSender);
  return row.tcp.scaledWindow > 0 && before !== null && before.tcp.scaledWindow === 0;
}
