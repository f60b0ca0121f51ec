// The second step of the handshake (RFC 9293 3.5).

import type { PacketRow } from '../classify/packet-row.ts';
import { untakenStep } from '../tcp/untaken-step.ts';
import { bytes, field, row as rowArg } from './args.ts';
import { bytesTaken, fastOpenCookie } from './fast-open.ts';
import { explainFlags } from './flags.ts';
import { explainForeignSynAck, unconfirmedSyn } from './foreign-answer.ts';
import { handshakeOffers } from './handshake-options.ts';
import { answeredBy, answerTo } from './links.ts';
import { opensSubflow } from './mptcp.ts';
import { Rfc } from './references.ts';
import { receiverState } from './row-states.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, isLecture, say } from './scene.ts';
import { explainInitialNumber } from './sequence-numbers.ts';
import type { Opened } from './simultaneous-open.ts';
import { answerNumber, answerProgram, answerWhat, openedOtherwise } from './simultaneous-open.ts';

export const explainSynAck: Explainer = (scene) => {
  const { row, story } = scene;
  const asked = story.rowOf(row.links.answers ?? 0);
  const opened = openedOtherwise(scene);
  if (opened !== null) return explainCrossed(scene, opened);
  const foreign = unconfirmedSyn(scene);
  if (foreign !== null)
    return [
      ...explainForeignSynAck(scene, foreign),
      ...explainFlags(scene),
      ...explainInitialNumber(scene),
      ...handshakeOffers(scene),
    ];
  return [
    say('what', 'syn-ack-what'),
    ...payload(row, asked),
    ...explainFlags(scene),
    confirmedNumber(row, asked),
    ...explainInitialNumber(scene),
    ...handshakeOffers(scene),
    ...(isLecture(scene, 'second-step') ? [say('why', 'syn-ack-why', {}, [Rfc.Establishing])] : []),
    ...(row.links.answers === null &&
    scene.story.hasAllOf(scene.row) &&
    !scene.connection.client.synSeen
      ? [say('links', 'syn-not-captured')]
      : answerTo(scene)),
    ...answeredBy(scene),
    ...otherNumber(scene),
    ...repeatedWhy(scene),
    ...program(scene, asked),
    ...unconfirmed(scene),
  ];
};

/** It answers a SYN that crossed its sender's own (RFC 9293 3.5, figure 7). */
const explainCrossed = (scene: Scene, opened: Opened): readonly Saying[] => [
  answerWhat(opened),
  ...explainFlags(scene),
  answerNumber(scene, opened),
  ...explainInitialNumber(scene),
  ...handshakeOffers(scene),
  ...answerTo(scene),
  ...answeredBy(scene),
  answerProgram(opened),
];

/** Bytes before the third step (RFC 7413 4.2). */
function payload(row: PacketRow, asked: PacketRow | null): readonly Saying[] {
  if (row.tcp.len === 0) return [];
  const isFastOpen = asked !== null && fastOpenCookie(asked) !== null;
  const id = isFastOpen ? 'syn-with-data-fast-open' : 'syn-with-data';
  return [say('what', id, { bytes: bytes(row.tcp.len) })];
}

/** The same SYN after this row: its sender had not got the answer when it sent that. */
const askedAgain = ({ row, story }: Scene): PacketRow | null =>
  story
    .rowsWith(row)
    .find(
      ({ frame, kind, fromClient, tcp }) =>
        frame > row.frame &&
        frame !== row.links.answers &&
        frame < (row.links.answeredBy ?? Infinity) &&
        kind === 'syn' &&
        fromClient !== row.fromClient &&
        tcp.seq === story.rowOf(row.links.answers ?? 0)?.tcp.seq,
    ) ?? null;

function program(scene: Scene, asked: PacketRow | null): readonly Saying[] {
  // What connect() and accept() did, they did at the first answer.
  if (otherAnswer(scene) !== null || opensSubflow(scene.row)) return [];
  const step = stepBefore(scene);
  if (step !== null) return [say('program', 'syn-ack-program-again', { row: rowArg(step.frame) })];
  // Its kernel has nothing of the request any more (RFC 9293 3.10.7.1).
  const { answeredBy: refusal } = scene.row.links;
  if (receiverState(scene.row) === 'CLOSED' && refusal !== null)
    return [say('program', 'syn-ack-program-refused', { row: rowArg(refusal) }, [Rfc.ClosedState])];
  const again = askedAgain(scene);
  if (again !== null) return [say('program', 'syn-ack-program-lost', { row: rowArg(again.frame) })];
  return asked !== null && bytesTaken(asked, scene.row) > 0
    ? [say('program', 'syn-ack-program-data', {}, ['RFC 7413 4.2'])]
    : [say('program', asksForCookie(asked) ? 'syn-ack-program-fast-open' : 'syn-ack-program')];
}

/** The acknowledgement before this copy that its sender has not taken; null where it repeats nothing, or for another reason. */
export function stepBefore({ row, story }: Scene): PacketRow | null {
  const untaken = untakenStep(story.rowsWith(row).filter(({ frame }) => frame <= row.frame));
  return untaken !== null && untaken.accepted !== row && untaken.step.frame < row.frame
    ? untaken.step
    : null;
}

/** What a kernel may do with the third step other than to take it; with bytes behind it, none waits for these. */
function repeatedWhy(scene: Scene): readonly Saying[] {
  const step = stepBefore(scene);
  if (step === null) return [];
  const { row, story } = scene;
  const isBytes = ({ frame, fromClient, kind }: PacketRow): boolean =>
    kind === 'data' && fromClient !== row.fromClient && frame < row.frame;
  const bytesCame = story.rowsWith(row).some(isBytes) ? 'yes' : 'no';
  return [
    say('why', 'syn-ack-again-why', { row: rowArg(step.frame), bytesCame }, [Rfc.OtherStates]),
  ];
}

/** Nothing of its receiver follows. */
const unconfirmed = ({ row, story }: Scene): readonly Saying[] =>
  story.unopened(row.stream) === 'unconfirmed' && !story.isHeardAfter(row, 'client')
    ? [say('certainty', 'syn-ack-unconfirmed')]
    : [];

const asksForCookie = (asked: PacketRow | null): boolean =>
  asked !== null && fastOpenCookie(asked) === 0;

/** An answer to the same request that came before and counts from another number. */
const otherAnswer = ({ row, story }: Scene): PacketRow | null =>
  story
    .rowsWith(row)
    .find(
      ({ frame, kind, tcp }) =>
        kind === 'syn-ack' &&
        frame < row.frame &&
        tcp.ack === row.tcp.ack &&
        tcp.seq !== row.tcp.seq,
    ) ?? null;

export function synAckHeadline(scene: Scene): Message {
  const opened = openedOtherwise(scene);
  if (opened !== null) return headline('simultaneous-answer-headline', { by: opened.by });
  if (unconfirmedSyn(scene) !== null) return headline('syn-ack-headline-foreign');
  const step = stepBefore(scene);
  if (step !== null) return headline('syn-ack-headline-again', { row: rowArg(step.frame) });
  return headline(otherAnswer(scene) === null ? 'syn-ack-headline' : 'syn-ack-headline-another');
}

/** A server has one number for a connection; what Wireshark does when another comes. */
function otherNumber(scene: Scene): readonly Saying[] {
  const other = otherAnswer(scene);
  if (other === null) return [];
  const { seq } = scene.row.tcp;
  const args = { row: rowArg(other.frame), other: other.tcp.seq, number: seq };
  return [
    say('why', 'syn-ack-another', args, [Rfc.InitialSequenceNumber]),
    say('how', 'syn-ack-another-base', { zero: seq }),
  ];
}

/** What its acknowledgement number is made of: the SYN, and what it takes of the bytes that came with that. */
function confirmedNumber(row: PacketRow, asked: PacketRow | null): Saying {
  const args = { ackRaw: row.tcp.ack, field: field('Ack', row.tcp.relAck) };
  if (asked === null || asked.tcp.len === 0)
    return say('how', 'syn-ack-number', args, [Rfc.SequenceNumbers]);
  const taken = bytesTaken(asked, row);
  const sent = asked.tcp.len;
  return taken === 0
    ? say('how', 'syn-ack-number-no-data', { ...args, sent }, ['RFC 7413 4.2.2'])
    : say('how', 'syn-ack-number-data', { ...args, taken, sent, left: sent - taken }, [
        'RFC 7413 4.2.2',
      ]);
}
