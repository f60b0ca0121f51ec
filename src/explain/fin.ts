// The end of one direction (RFC 9293 3.6): a FIN closes what its sender sends, not what it receives.

import type { PacketRow } from '../classify/packet-row.ts';
import { field, row as rowArg } from './args.ts';
import { isUnheard } from './damaged.ts';
import { explainFlags } from './flags.ts';
import { lacksAck } from './lacks-ack.ts';
import { confirmedBy, confirmsToo, isUnasked, refusedBy } from './links.ts';
import { Rfc } from './references.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, isLecture, say, sentBefore } from './scene.ts';
import { openedOtherwise } from './simultaneous-open.ts';
import { explainWithoutAck, withoutAckHeadline } from './without-ack.ts';

export const explainFin: Explainer = (scene) => {
  const { row } = scene;
  if (isDropped(scene)) return explainWithoutAck(scene);
  return [
    isLecture(scene, 'fin')
      ? say('what', 'fin-what-first', {}, [Rfc.Closing])
      : say('what', 'fin-what', {}, [Rfc.Closing]),
    ...(row.tcp.len > 0 ? [say('what', 'fin-with-data', { len: row.tcp.len })] : []),
    ...explainFlags(scene),
    // Behind bytes of unknown number its own is not known.
    ...(row.tcp.isPartial
      ? []
      : [
          say('how', 'fin-number', {
            fin: row.tcp.nextRelSeq - 1,
            field: field('Ack', row.tcp.nextRelSeq),
          }),
        ]),
    ...numberOfSyn(scene),
    ...closingPattern(scene),
    ...confirmsToo(scene),
    ...confirmedBy(scene),
    program(scene),
    ...(isUnasked(scene) ? [] : [say('worry', 'fin-worry')]),
  ];
};

/** It has no ACK; a kernel leaves that out where it gives up a SYN that nobody answered. */
const isDropped = (scene: Scene): boolean => lacksAck(scene.row) && numberOfSyn(scene).length === 0;

/** A FIN that takes the number which the SYN has: its sender does not count the SYN. */
function numberOfSyn({ row, story }: Scene): readonly Saying[] {
  const syn = story
    .rowsOf(row.stream)
    .find(({ kind, fromClient }) => kind === 'syn' && fromClient === row.fromClient);
  if (syn === undefined || row.tcp.seq !== syn.tcp.seq || row.tcp.len > 0) return [];
  const args = { row: rowArg(syn.frame), seq: row.tcp.relSeq, next: row.tcp.relSeq + 1 };
  return [say('how', 'fin-number-of-syn', args, [Rfc.SequenceNumbers])];
}

/** The first FIN of the other side before this row that was not dropped; null when this one is the first. */
function earlierFin({ row, story }: Scene): PacketRow | null {
  const other = story
    .rowsWith(row)
    .find(
      (one) =>
        one.fromClient !== row.fromClient &&
        one.tcp.flagNames.includes('FIN') &&
        !isUnheard(one) &&
        !lacksAck(one),
    );
  return other !== undefined && other.frame < row.frame ? other : null;
}

export function finHeadline(scene: Scene): Message {
  if (isDropped(scene)) return withoutAckHeadline(scene);
  if (isAgain(scene)) return headline('fin-headline-again');
  if (isUnasked(scene)) return headline('fin-headline-unasked');
  return headline(isSecond(scene) ? 'fin-headline-second' : 'fin-headline');
}

/** States of its sender after the second FIN (RFC 9293 3.6). */
const CLOSED_BOTH: ReadonlySet<string> = new Set(['LAST-ACK', 'CLOSING', 'TIME-WAIT']);

/** The other side had sent its FIN, perhaps in a row that is not kept. */
function isSecond(scene: Scene): boolean {
  const { row, story } = scene;
  if (earlierFin(scene) !== null) return true;
  const state = row.fromClient ? row.clientState : row.serverState;
  return !story.hasAllBefore(row) && CLOSED_BOTH.has(state);
}

/** Its sender had sent this very FIN before. */
function isAgain(scene: Scene): boolean {
  const { row, story } = scene;
  const isOwn = sentBefore(scene);
  return story
    .rowsWith(row)
    .some(
      (one) =>
        isOwn(one) &&
        one.tcp.flagNames.includes('FIN') &&
        one.tcp.nextRelSeq === row.tcp.nextRelSeq,
    );
}

function program(scene: Scene): Saying {
  if (isAgain(scene)) return say('program', 'fin-program-again');
  if (isUnasked(scene)) return say('program', 'unasked-program', { scan: 'fin' });
  const refusal = refusedBy(scene);
  if (refusal !== null)
    return say('program', 'fin-program-refused', { row: rowArg(refusal.frame) });
  return say('program', isLecture(scene, 'fin') ? 'fin-program-first' : 'fin-program');
}

/** Told at the second FIN: were three segments enough, were there four, or did both close at once? */
function closingPattern(scene: Scene): readonly Saying[] {
  const { row, story } = scene;
  const other = earlierFin(scene);
  if (other === null || isAgain(scene)) return [];
  const args = { row: rowArg(other.frame) };
  if (row.tcp.relAck < other.tcp.nextRelSeq)
    return [say('why', 'closing-simultaneous', args, [Rfc.Closing])];
  const confirmation = story.rowOf(other.links.acknowledgedBy ?? 0);
  if (confirmation === null || confirmation.frame >= row.frame)
    return [say('why', 'closing-three', args, [Rfc.Closing])];
  const id = confirmation.tcp.len > 0 ? 'closing-with-data' : 'closing-four';
  return [say('why', id, { ...args, ack: rowArg(confirmation.frame) }, [Rfc.Closing])];
}

/** Said on the row that brings a side into TIME-WAIT: a FIN that closes at once, or the acknowledgement of the last. */
export const explainTimeWait: Explainer = (scene) => {
  const { row, story } = scene;
  const before = story.rowOf(row.links.previousInStream ?? 0);
  // It may have been in it long before: with the connection that had these ports, too.
  if (before === null) return [];
  const sayings: Saying[] = [];
  for (const side of ['client', 'server'] as const) {
    const state = side === 'client' ? row.clientState : row.serverState;
    const earlier = side === 'client' ? before.clientState : before.serverState;
    if (state === 'TIME-WAIT' && earlier !== 'TIME-WAIT')
      sayings.push(say('why', 'time-wait', { side }, [Rfc.States, Rfc.Closing]));
  }
  // A socket that is connected with itself is one end, not two.
  const opened = openedOtherwise(scene);
  const isOne = sayings.length === 2 && opened !== null && opened.by !== 'both';
  return isOne ? sayings.slice(0, 1) : sayings;
};
