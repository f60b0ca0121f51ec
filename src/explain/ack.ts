// A bare acknowledgement (RFC 9293 3.4): what it confirms, by arithmetic, and that the kernel sends it alone.

import type { PacketRow } from '../classify/packet-row.ts';
import { breaksOffAll } from '../tcp/option-values.ts';
import { seqLeq, seqLt } from '../tcp/seq.ts';
import { duration, field, row as rowArg, rows as rowsArg } from './args.ts';
import { isDamaged, isUndelivered } from './damaged.ts';
import { explainFlags } from './flags.ts';
import { challengeHeadline, explainChallenge, refusedSyn } from './foreign-answer.ts';
import { answeredBy, answerTo, isUnasked } from './links.ts';
import { explainOvertaken, overtakenHeadline, overtakerOf, saidBefore } from './overtaken-ack.ts';
import { reportHeadline, reportIn } from './reported-blocks.ts';
import { Rfc } from './references.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { elapsedSince, headline, isLecture, say } from './scene.ts';
import { explainWindow } from './window.ts';
import { isWithoutRoom } from './zero-window.ts';

export const explainAck: Explainer = (scene) => {
  const refused = refusedSyn(scene);
  if (refused !== null) return explainChallenge(scene, refused);
  const overtaker = overtakerOf(scene);
  return overtaker === null ? explainConfirmation(scene) : explainLate(scene, overtaker);
};

const explainLate = (scene: Scene, overtaker: PacketRow): readonly Saying[] => [
  ...explainOvertaken(scene, overtaker),
  ...explainFlags(scene),
  ...answeredBy(scene),
  say('program', 'ack-program'),
];

const explainConfirmation: Explainer = (scene) => [
  ...what(scene),
  ...explainFlags(scene),
  ...arithmetic(scene),
  ...explainWindow(scene),
  ...(isLecture(scene, 'acknowledgement')
    ? [say('why', 'ack-why-first', {}, [Rfc.SequenceNumbers])]
    : []),
  ...reply(scene),
  ...confirmations(scene),
  program(scene),
];

function program(scene: Scene): Saying {
  if (isUnasked(scene)) return say('program', 'unasked-program', { scan: 'ack' });
  if (breaksOffAll(scene.row)) return say('program', 'mptcp-close-program', {}, ['RFC 8684 3.5']);
  return isLecture(scene, 'acknowledgement')
    ? say('program', 'ack-program-first')
    : say('program', 'ack-program');
}

/** What of the other kernel this row answers: a keep-alive, a zero-window probe, or what came too late. */
const questionOf = ({ row, story }: Scene): PacketRow | null => story.rowOf(row.links.answers ?? 0);

function reply(scene: Scene): readonly Saying[] {
  const question = questionOf(scene);
  if (question === null) return [];
  return [...answerTo(scene), whyAnswered(question)];
}

function whyAnswered({ kind }: PacketRow): Saying {
  if (kind === 'keep-alive') return say('why', 'ack-why-keep-alive', {}, [Rfc.KeepAlive]);
  if (kind === 'ack') return say('why', 'ack-why-old', {}, [Rfc.OtherStates]);
  return say('why', 'ack-why-probe', {}, [Rfc.ZeroWindowProbe]);
}

/** It takes back what its sender had said, though it was not sent before that: it is of another connection. */
function isLess(scene: Scene): boolean {
  const before = saidBefore(scene);
  return before?.tcp.flagNames.includes('ACK') === true && seqLt(scene.row.tcp.ack, before.tcp.ack);
}

export function ackHeadline(scene: Scene): Message {
  const { row, story } = scene;
  if (isDamaged(row)) return headline('ack-headline-damaged');
  if (isUndelivered(row)) return headline('ack-headline-undelivered');
  if (breaksOffAll(row)) return headline('mptcp-close-headline');
  if (isUnasked(scene)) return headline('ack-headline-unasked');
  const { acknowledges } = row.links;
  const refused = refusedSyn(scene);
  if (refused !== null) return challengeHeadline(scene, refused);
  const overtaker = overtakerOf(scene);
  if (overtaker !== null) return overtakenHeadline(overtaker);
  const question = questionOf(scene);
  if (question !== null)
    return headline('ack-headline-reply', {
      question: question.kind,
      row: rowArg(question.frame),
      window: row.tcp.scaledWindow,
    });
  if (isWithoutRoom(scene)) return headline('zero-window-headline');
  if (isNothingNew(scene)) return sameHeadline(scene);
  if (acknowledges.length === 0) {
    if (isLess(scene)) return headline('ack-headline-older');
    return story.hasAllBefore(row)
      ? headline('ack-headline-unseen')
      : headline('ack-headline-beyond', { ack: row.tcp.relAck });
  }
  if (!knowsAllConfirmed(scene))
    return headline('ack-headline-up-to', { row: rowArg(acknowledges.at(-1)!) });
  const ends = acknowledges.filter((frame) => story.rowOf(frame)?.tcp.flagNames.includes('FIN'));
  if (ends.length > 0) return headline('ack-headline-fin', { rows: rowsArg(ends) });
  return headline('ack-headline', { rows: rowsArg(acknowledges) });
}

/** The number in the frame is the one that its sender said before: what it confirms, if anything, came again. */
function isNothingNew(scene: Scene): boolean {
  const before = saidBefore(scene);
  return before?.tcp.flagNames.includes('ACK') === true && before.tcp.ack === scene.row.tcp.ack;
}

function sameHeadline(scene: Scene): Message {
  const report = reportIn(scene);
  if (report !== null) return reportHeadline(report);
  const copy = scene.row.links.acknowledges.at(-1);
  return copy === undefined
    ? headline('ack-headline-repeat')
    : headline('ack-headline-copy', { row: rowArg(copy) });
}

/** No row that this one confirms lies before those that are kept: what was open at its sender's row before is known. */
function knowsAllConfirmed({ row, story }: Scene): boolean {
  if (story.hasAllBefore(row)) return true;
  const before = story.rowOf(row.links.previousFromSender ?? 0);
  const firstOfPeer = story.rowsWith(row).find(({ fromClient }) => fromClient !== row.fromClient);
  if (before === null || firstOfPeer === undefined) return false;
  return seqLeq(firstOfPeer.tcp.seq, before.tcp.ack);
}

/** Farther back, it is as well a number after more than 2 GiB. */
const FAR_BEFORE = 1 << 24;

function what(scene: Scene): readonly Saying[] {
  const { relAck } = scene.row.tcp;
  const args = { field: field('Ack', relAck), ack: relAck };
  const id = isNothingNew(scene) ? 'ack-what-repeat' : 'ack-what';
  const before = -(relAck | 0);
  return [
    say('what', id, args, [Rfc.SequenceNumbers]),
    ...(before > 0 && before < FAR_BEFORE
      ? [say('how', 'ack-below-first', { field: args.field, before })]
      : []),
  ];
}

/** "Row 13 began at byte 7 and has 12 bytes: 7 + 12 = 19." For the last of the rows confirmed. */
function arithmetic({ row, story }: Scene): readonly Saying[] {
  const last = story.rowOf(row.links.acknowledges.at(-1) ?? 0);
  if (last === null || last.tcp.nextRelSeq !== row.tcp.relAck) return [];
  const { relSeq, len, nextRelSeq } = last.tcp;
  const args = { row: rowArg(last.frame), seq: relSeq, len, ack: nextRelSeq };
  const { flagNames } = last.tcp;
  const [isSyn, isFin] = [flagNames.includes('SYN'), flagNames.includes('FIN')];
  if (isSyn && isFin) return [];
  if (isFin) return [say('how', 'ack-sum-fin', args)];
  if (len === 0) return [];
  return [say('how', isSyn ? 'ack-sum-syn' : 'ack-sum', args)];
}

function confirmations(scene: Scene): readonly Saying[] {
  const { acknowledges } = scene.row.links;
  const last = acknowledges.at(-1);
  if (last === undefined) return [];
  if (!knowsAllConfirmed(scene)) return [];
  const args = { rows: rowsArg(acknowledges), delay: duration(elapsedSince(scene, last)) };
  const id = last > scene.row.frame ? 'ack-confirms-later' : 'ack-confirms';
  return [say('links', id, { ...args, count: acknowledges.length })];
}
