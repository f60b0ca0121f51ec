// A reset (RFC 9293 3.5.2, 3.5.3, 3.10.7.1): the refusal of a segment nobody waits for (closed-port.ts), one that ends nothing
// (ignored-reset.ts, vain-reset.ts), or the end of a connection at once.

import type { ResetCause } from '../classify/finding.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import { duration, row as rowArg } from './args.ts';
import { closedPort, closedPortHeadline, explainClosedPort } from './closed-port.ts';
import { isDamaged, isUndelivered } from './damaged.ts';
import { causesOf, isInName, isLikelyForged } from './evidence.ts';
import { explainFlags } from './flags.ts';
import { explainIgnored, explainThrownAway, isSpared } from './ignored-reset.ts';
import { answerTo } from './links.ts';
import { overdueProbe } from './overdue-probe.ts';
import { Rfc } from './references.ts';
import { isAfterEnd, isAgain, type Met, met } from './reset-met.ts';
import { resetNumbers } from './reset-numbers.ts';
import { explainRstPayload } from './rst-payload.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, say } from './scene.ts';
import { explainRefusedOlder, explainVainReset, refusedOlder, unrefusedSyn } from './vain-reset.ts';

export const explainRst: Explainer = (scene) => {
  const unrefused = unrefusedSyn(scene);
  if (unrefused !== null) return explainVainReset(scene, unrefused);
  const { row } = scene;
  if (isSpared(row)) return explainIgnored(scene, row.links.refutedBy);
  const closed = closedPort(row);
  if (closed !== null) return explainClosedPort(scene, closed);
  if (isDamaged(row)) return explainThrownAway(scene);
  const older = refusedOlder(scene);
  return older === null
    ? broken(scene)
    : explainRefusedOlder(scene, older, resetNumbers(scene, older, false));
};

export function rstHeadline(scene: Scene): Message {
  const { row } = scene;
  if (isSpared(row) || unrefusedSyn(scene) !== null) return headline('rst-headline-ignored');
  const closed = closedPort(row);
  if (closed !== null) return closedPortHeadline(scene, closed);
  if (isDamaged(row)) return headline('rst-headline-damaged');
  if (isUndelivered(row)) return headline('rst-headline-undelivered');
  const older = refusedOlder(scene);
  if (older !== null) return headline('rst-headline-older', { row: rowArg(older.frame) });
  if (isAgain(scene)) return headline('rst-headline-again');
  const late = refusedAfterClose(scene);
  if (late === null) return headline(isAfterEnd(met(scene)) ? 'rst-headline-over' : 'rst-headline');
  return late === 'unseen'
    ? headline('rst-headline-after-end')
    : headline('rst-headline-after-close', { row: rowArg(late.frame) });
}

const PROCESSING = {
  program: [],
  expired: [],
  connecting: ['RFC 9293 3.10.7.3'],
  opening: ['RFC 9293 3.10.7.4'],
  kernel: ['RFC 9293 3.10.7.4'],
  waiting: ['RFC 9293 3.10.7.4'],
  nothing: ['RFC 9293 3.10.7.4'],
  unheard: [],
} as const;

function whatOf(scene: Scene, reached: Met): string {
  if (reached === 'unheard') return 'rst-undelivered-what';
  if (isAgain(scene)) return 'rst-what-again';
  if (refusedAfterClose(scene) !== null) return 'rst-what';
  if (reached === 'waiting') return 'rst-what-waiting';
  return reached === 'nothing' ? 'rst-what-over' : 'rst-what';
}

/** What comes for a connection that this end has closed in good order, and is refused; 'unseen' where it is not here. */
function refusedAfterClose({ row, story }: Scene): PacketRow | 'unseen' | null {
  const finding = row.findings.find(({ kind }) => kind === 'reset-cause');
  const best = finding === undefined ? undefined : causesOf(finding)[0];
  if (finding === undefined || best?.cause !== 'after-close' || best.certainty === 'possible')
    return null;
  if (best.reasons.includes('fin-confirmed')) return 'unseen';
  return best.reasons.includes('fin-sent') ? story.rowOf(best.frames[1] ?? 0) : null;
}

const worry = (late: PacketRow | 'unseen' | null): Saying =>
  late !== null && late !== 'unseen' && late.tcp.len > 0
    ? say('worry', 'rst-worry-after-close', { row: rowArg(late.frame) }, ['RFC 1122 4.2.2.13'])
    : say('worry', 'rst-worry');

/** Causes at which no program asked for the reset. */
const KERNEL_ALONE: Partial<Record<ResetCause, string>> = {
  'gave-up': 'kernel',
  'accept-queue-full': 'unaccepted',
  'unknown-connection': 'unknown',
};

function overdueArgs(scene: Scene) {
  const overdue = overdueProbe(scene);
  return {
    probe: rowArg(overdue?.last.frame ?? scene.row.frame),
    wait: duration(overdue?.waitNs ?? 0),
  };
}

function broken(scene: Scene): readonly Saying[] {
  const reached = met(scene);
  const provoked = scene.story.rowOf(scene.row.links.answers ?? 0);
  // Then findings-reset.ts tells the causes.
  const cause = scene.row.findings.find(({ kind }) => kind === 'reset-cause');
  const causeKnown = cause !== undefined;
  const late = refusedAfterClose(scene);
  const best = causeKnown ? causesOf(cause)[0]?.cause : undefined;
  const by = isInName(scene.row)
    ? 'other'
    : isLikelyForged(scene.row)
      ? 'forged'
      : best !== undefined && best in KERNEL_ALONE
        ? KERNEL_ALONE[best]!
        : late === null
          ? 'own'
          : 'closed';
  return [
    say('what', whatOf(scene, reached), {}, [Rfc.ResetProcessing]),
    ...explainRstPayload(scene),
    ...explainFlags(scene),
    ...(provoked === null ? [] : resetNumbers(scene, provoked, false)),
    ...(causeKnown ? [] : [say('why', 'rst-why', {}, [Rfc.ResetGeneration])]),
    ...answerTo(scene),
    ...(reached === 'unknown'
      ? []
      : [
          say(
            'program',
            'rst-program',
            { reached, by, ...overdueArgs(scene) },
            PROCESSING[reached],
          ),
        ]),
    ...(causeKnown ? [] : [say('certainty', 'rst-certainty')]),
    ...(reached === 'program' ? [worry(late)] : []),
  ];
}
