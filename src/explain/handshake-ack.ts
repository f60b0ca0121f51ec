// The third step of the handshake (RFC 9293 3.5).

import { field, row as rowArg } from './args.ts';
import { explainFlags } from './flags.ts';
import { handshakeDuration } from './handshake-options.ts';
import { answerTo } from './links.ts';
import { Rfc } from './references.ts';
import type { Explainer } from './scene.ts';
import { isLecture, say } from './scene.ts';
import { explainWindow } from './window.ts';

export const explainHandshakeAck: Explainer = (scene) => {
  const { links, tcp } = scene.row;
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
    links.answers === null
      ? say('program', 'handshake-ack-program-alone')
      : say('program', 'handshake-ack-program', { row: rowArg(links.answers) }),
    say('worry', 'handshake-complete'),
  ];
};
