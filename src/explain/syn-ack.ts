// The second step of the handshake (RFC 9293 3.5).

import { field } from './args.ts';
import { explainFlags } from './flags.ts';
import { handshakeOffers } from './handshake-options.ts';
import { answeredBy, answerTo } from './links.ts';
import { Rfc } from './references.ts';
import type { Explainer } from './scene.ts';
import { isLecture, say } from './scene.ts';
import { explainInitialNumber } from './sequence-numbers.ts';

export const explainSynAck: Explainer = (scene) => {
  const { row } = scene;
  return [
    say('what', 'syn-ack-what'),
    ...explainFlags(scene),
    say('how', 'syn-ack-number', { ackRaw: row.tcp.ack, field: field('Ack', row.tcp.relAck) }, [
      Rfc.SequenceNumbers,
    ]),
    ...explainInitialNumber(scene),
    ...handshakeOffers(scene),
    ...(isLecture(scene, 'second-step') ? [say('why', 'syn-ack-why', {}, [Rfc.Establishing])] : []),
    ...(row.links.answers === null && scene.story.isWhole && !scene.connection.client.synSeen
      ? [say('links', 'syn-not-captured')]
      : answerTo(scene)),
    ...answeredBy(scene),
    say('program', 'syn-ack-program'),
  ];
};
