// The third step of the handshake (RFC 9293 3.5).

import type { PacketRow } from '../classify/packet-row.ts';
import { untakenStep } from '../tcp/untaken-step.ts';
import { field, row as rowArg } from './args.ts';
import { explainFlags } from './flags.ts';
import { bytesTaken } from './fast-open.ts';
import { handshakeDuration } from './handshake-options.ts';
import { answerTo } from './links.ts';
import { opensSubflow } from './mptcp.ts';
import { Rfc } from './references.ts';
import { receiverState } from './row-states.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, isLecture, say } from './scene.ts';
import type { Opened } from './simultaneous-open.ts';
import { answerNumber, answerProgram, openedOtherwise } from './simultaneous-open.ts';
import { stepBefore } from './syn-ack.ts';
import { explainWindow } from './window.ts';

export function handshakeAckHeadline(scene: Scene): Message {
  if (openedOtherwise(scene) !== null) return headline('simultaneous-ack-headline');
  return headline(
    notTaken(scene) === null ? 'handshake-ack-headline' : 'handshake-ack-headline-untaken',
  );
}

export const explainHandshakeAck: Explainer = (scene) => {
  const { tcp } = scene.row;
  const opened = openedOtherwise(scene);
  if (opened !== null) return explainLastAck(scene, opened);
  const untaken = notTaken(scene);
  return [
    untaken === null ? say('what', 'handshake-ack-what', {}, [Rfc.States]) : whatUntaken(untaken),
    ...explainFlags(scene),
    say('how', 'handshake-ack-number', { field: field('Ack', tcp.relAck), ackRaw: tcp.ack }),
    ...explainWindow(scene),
    ...(isLecture(scene, 'third-step')
      ? [say('why', 'handshake-ack-why', {}, [Rfc.Establishing])]
      : []),
    ...answerTo(scene),
    ...handshakeDuration(scene),
    ...(opensSubflow(scene.row) ? [] : [program(scene, untaken !== null)]),
    untaken === null ? say('worry', 'handshake-complete') : say('worry', 'handshake-untaken'),
  ];
};

/** The row that shows that the server has not taken this step; null where it has, for all that the capture shows. */
function notTaken({ row, story }: Scene): PacketRow | null {
  if (receiverState(row) !== 'SYN-RECEIVED') return null;
  const untaken = untakenStep(story.rowsWith(row));
  const shownBy = [untaken?.again, untaken?.shownBy];
  return shownBy.find((one) => one !== undefined && one.frame > row.frame) ?? null;
}

const whatUntaken = ({ frame, kind }: PacketRow): Saying => {
  const by = kind === 'syn-ack' ? 'answer' : 'bytes';
  return say('what', 'handshake-ack-what-untaken', { row: rowArg(frame), by }, [Rfc.OtherStates]);
};

/** Nobody listens: no accept() returns. */
const explainLastAck = (scene: Scene, opened: Opened): readonly Saying[] => [
  say('what', 'simultaneous-ack-what', {}, [Rfc.States]),
  ...explainFlags(scene),
  answerNumber(scene, opened),
  ...explainWindow(scene),
  ...answerTo(scene),
  answerProgram(opened),
  say('worry', 'handshake-complete'),
];

function program(scene: Scene, isUntaken: boolean): Saying {
  const { row, story } = scene;
  const accepted = story.rowOf(row.links.answers ?? 0);
  const step = accepted === null ? null : stepBefore({ ...scene, row: accepted });
  // A capture that begins in the middle can show the first copy of neither.
  const returned = step ?? accepted;
  const args = { row: rowArg(returned?.frame ?? 0), by: step === null ? 'answer' : 'step' };
  if (isUntaken && returned !== null) return say('program', 'handshake-ack-program-untaken', args);
  if (step !== null) return say('program', 'handshake-ack-program-again', args);
  if (accepted === null) return say('program', 'handshake-ack-program-alone');
  const asked = story.rowOf(accepted.links.answers ?? 0);
  return asked !== null && bytesTaken(asked, accepted) > 0
    ? say('program', 'handshake-ack-program-data')
    : say('program', 'handshake-ack-program', { row: rowArg(accepted.frame) });
}
