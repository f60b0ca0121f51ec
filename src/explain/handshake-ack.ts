// The third step of the handshake (RFC 9293 3.5).

import { field, row as rowArg } from './args.ts';
import { explainFlags } from './flags.ts';
import { bytesTaken } from './fast-open.ts';
import { handshakeDuration } from './handshake-options.ts';
import { answerTo } from './links.ts';
import { opensSubflow } from './mptcp.ts';
import { Rfc } from './references.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, isLecture, say } from './scene.ts';
import type { Opened } from './simultaneous-open.ts';
import { answerNumber, answerProgram, openedOtherwise } from './simultaneous-open.ts';
import { explainWindow } from './window.ts';

export function handshakeAckHeadline(scene: Scene): Message {
  return openedOtherwise(scene) === null
    ? headline('handshake-ack-headline')
    : headline('simultaneous-ack-headline');
}

export const explainHandshakeAck: Explainer = (scene) => {
  const { tcp } = scene.row;
  const opened = openedOtherwise(scene);
  if (opened !== null) return explainLastAck(scene, opened);
  return [
    say('what', 'handshake-ack-what', {}, [Rfc.States]),
    ...explainFlags(scene),
    say('how', 'handshake-ack-number', { field: field('Ack', tcp.relAck), ackRaw: tcp.ack }),
    ...explainWindow(scene),
    ...(isLecture(scene, 'third-step')
      ? [say('why', 'handshake-ack-why', {}, [Rfc.Establishing])]
      : []),
    ...answerTo(scene),
    ...handshakeDuration(scene),
    ...(opensSubflow(scene.row) ? [] : [program(scene)]),
    say('worry', 'handshake-complete'),
  ];
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

function program({ row, story }: Scene): Saying {
  const accepted = story.rowOf(row.links.answers ?? 0);
  if (accepted === null) return say('program', 'handshake-ack-program-alone');
  const asked = story.rowOf(accepted.links.answers ?? 0);
  return asked !== null && bytesTaken(asked, accepted) > 0
    ? say('program', 'handshake-ack-program-data')
    : say('program', 'handshake-ack-program', { row: rowArg(accepted.frame) });
}
