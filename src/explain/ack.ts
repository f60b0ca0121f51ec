// A bare acknowledgement (RFC 9293 3.4): what it confirms, by arithmetic, and that the kernel sends it alone.

import { duration, field, row as rowArg, rows as rowsArg } from './args.ts';
import { explainFlags } from './flags.ts';
import { Rfc } from './references.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { elapsedSince, headline, isLecture, say } from './scene.ts';
import { explainWindow } from './window.ts';

export const explainAck: Explainer = (scene) => [
  ...what(scene),
  ...explainFlags(scene),
  ...arithmetic(scene),
  ...explainWindow(scene),
  ...(isLecture(scene, 'acknowledgement')
    ? [say('why', 'ack-why-first', {}, [Rfc.SequenceNumbers])]
    : []),
  ...confirmations(scene),
  isLecture(scene, 'acknowledgement')
    ? say('program', 'ack-program-first')
    : say('program', 'ack-program'),
];

/** Nothing new is confirmed: the number is that of the sender's row before. */
function isRepeat({ row, story }: Scene): boolean {
  const before = story.rowOf(row.links.previousFromSender ?? 0);
  return row.links.acknowledges.length === 0 && before?.tcp.relAck === row.tcp.relAck;
}

export function ackHeadline(scene: Scene): Message {
  const { row, story } = scene;
  const { acknowledges } = row.links;
  const confirmed = acknowledges.map((frame) => story.rowOf(frame));
  if (acknowledges.length === 0)
    return headline(isRepeat(scene) ? 'ack-headline-repeat' : 'ack-headline-unseen');
  if (confirmed.some((one) => one !== null && one.tcp.flagNames.includes('FIN')))
    return headline('ack-headline-fin', { rows: rowsArg(acknowledges) });
  return headline('ack-headline', { rows: rowsArg(acknowledges) });
}

function what(scene: Scene): readonly Saying[] {
  const { relAck } = scene.row.tcp;
  const args = { field: field('Ack', relAck), ack: relAck };
  const id = isRepeat(scene) ? 'ack-what-repeat' : 'ack-what';
  return [say('what', id, args, [Rfc.SequenceNumbers])];
}

/** "Row 13 began at byte 7 and has 12 bytes: 7 + 12 = 19." For the last of the rows confirmed. */
function arithmetic({ row, story }: Scene): readonly Saying[] {
  const last = story.rowOf(row.links.acknowledges.at(-1) ?? 0);
  if (last === null || last.tcp.nextRelSeq !== row.tcp.relAck) return [];
  const { relSeq, len, nextRelSeq } = last.tcp;
  const args = { row: rowArg(last.frame), seq: relSeq, len, ack: nextRelSeq };
  if (last.tcp.flagNames.includes('FIN')) return [say('how', 'ack-sum-fin', args)];
  return len === 0 ? [] : [say('how', 'ack-sum', args)];
}

function confirmations(scene: Scene): readonly Saying[] {
  const { acknowledges } = scene.row.links;
  const last = acknowledges.at(-1);
  if (last === undefined) return [];
  const args = { rows: rowsArg(acknowledges), delay: duration(elapsedSince(scene, last)) };
  return [say('links', 'ack-confirms', { ...args, count: acknowledges.length })];
}
