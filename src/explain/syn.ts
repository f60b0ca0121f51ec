// The first step of the handshake (RFC 9293 3.5).

import { bytes, code, digits } from './args.ts';
import { fastOpenCookie } from './fast-open.ts';
import { explainFlags } from './flags.ts';
import { handshakeOffers } from './handshake-options.ts';
import { answeredBy } from './links.ts';
import { opensSubflow } from './mptcp.ts';
import { Rfc } from './references.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { isLecture, say } from './scene.ts';
import { sameComputer } from './same-computer.ts';
import { explainInitialNumber } from './sequence-numbers.ts';

export const explainSyn: Explainer = (scene) => [
  ...what(scene),
  ...explainFlags(scene),
  ...explainInitialNumber(scene),
  ...handshakeOffers(scene),
  isLecture(scene, 'handshake')
    ? say('why', 'syn-why-first', {}, [Rfc.Establishing])
    : say('why', 'syn-why', {}, [Rfc.Establishing]),
  ...sameComputer(scene),
  ...answers(scene),
  ...(opensSubflow(scene.row) ? [] : [program(scene)]),
];

function what({ row, sender, receiver }: Scene): readonly Saying[] {
  const asked = { src: code(row.src), dst: code(row.dst), port: digits(receiver.port) };
  const roles = {
    client: code(sender.address),
    clientPort: digits(sender.port),
    server: code(receiver.address),
    serverPort: digits(receiver.port),
  };
  const sayings = [say('what', 'syn-what', asked), say('what', 'syn-roles', roles)];
  const withData = fastOpenCookie(row) === null ? 'syn-with-data' : 'syn-with-data-fast-open';
  if (row.tcp.len > 0) sayings.push(say('what', withData, { bytes: bytes(row.tcp.len) }));
  return sayings;
}

function answers(scene: Scene): readonly Saying[] {
  const answered = answeredBy(scene);
  if (answered.length > 0) return answered;
  return scene.story.hasAllOf(scene.row) ? [say('links', 'not-answered')] : [];
}

function program({ row, story, receiver }: Scene): Saying {
  if (row.tcp.len > 0 && fastOpenCookie(row) !== null)
    return say('program', 'syn-program-fast-open', {}, ['RFC 7413 4.2']);
  const answer = story.rowOf(row.links.answeredBy ?? 0)?.kind;
  if (answer === 'syn-ack')
    return say('program', 'syn-program-listening', { port: digits(receiver.port) });
  if (answer === 'rst') return say('program', 'syn-program-refused');
  return say('program', 'syn-program');
}
