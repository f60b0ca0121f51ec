// The first step of the handshake (RFC 9293 3.5).

import type { ResumedFacts } from '../collect/resumed-connections.ts';
import { bytes, code, digits, duration, message, row as rowArg } from './args.ts';
import { connectError } from './connect-error.ts';
import { isUnheard } from './damaged.ts';
import { isFound } from './evidence.ts';
import { fastOpenCookie } from './fast-open.ts';
import { explainFlags } from './flags.ts';
import { handshakeOffers } from './handshake-options.ts';
import { answeredBy, confirmedBy } from './links.ts';
import { opensSubflow } from './mptcp.ts';
import { Rfc } from './references.ts';
import { resumedBehind } from './resumed.ts';
import { leavesAsking } from './row-states.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { elapsedSince, headline, isLecture, say } from './scene.ts';
import { earlierClientRow, isFromItself, sameComputer } from './same-computer.ts';
import { explainInitialNumber } from './sequence-numbers.ts';
import type { Opened } from './simultaneous-open.ts';
import { askedBy, askingProgram, openedOtherwise, whyFour } from './simultaneous-open.ts';

export const explainSyn: Explainer = (scene) => {
  const resumed = resumedBehind(scene);
  if (resumed !== null) return explainVain(scene, resumed);
  const opened = openedOtherwise(scene);
  return [
    ...what(scene, opened),
    ...explainFlags(scene),
    ...explainInitialNumber(scene),
    ...handshakeOffers(scene),
    opened?.by === 'both' ? whyFour(scene) : why(scene),
    ...sameComputer(scene),
    ...answers(scene, opened),
    ...(opensSubflow(scene.row) ? [] : [program(scene, opened)]),
  ];
};

/** It asks for nothing that its sender wants: the connection goes on (RFC 5961 4). */
const explainVain = (scene: Scene, { frame, continues }: ResumedFacts): readonly Saying[] => {
  const args = {
    dst: code(scene.row.dst),
    stream: message('part-stream', { stream: digits(continues) }),
    row: rowArg(frame),
  };
  return [
    say('what', 'syn-vain-what', args, ['RFC 5961 4.1', 'RFC 9293 3.10.7.4']),
    ...explainFlags(scene),
    ...explainInitialNumber(scene),
    ...handshakeOffers(scene),
    say('why', 'syn-vain-why'),
    ...answers(scene, null),
    say('program', 'syn-vain-program'),
  ];
};

export function synHeadline(scene: Scene): Message {
  const { row } = scene;
  if (resumedBehind(scene) !== null) return headline('syn-vain-headline');
  if (row.links.sameSequenceAs !== null) return headline('syn-headline-repeated');
  const opened = openedOtherwise(scene);
  if (opened !== null && opened.by !== 'both')
    return headline('self-connect-headline', { by: opened.by });
  if (opened?.by === 'both') {
    const args = {
      src: code(row.src),
      place: row.frame === opened.first.frame ? 'first' : 'second',
    };
    return headline('simultaneous-headline', args);
  }
  if (earlierClientRow(scene) === null) return headline('syn-headline');
  return headline(isFromItself(scene) ? 'syn-headline-again' : 'syn-headline');
}

const why = (scene: Scene): Saying =>
  isLecture(scene, 'handshake')
    ? say('why', 'syn-why-first', {}, [Rfc.Establishing])
    : say('why', 'syn-why', {}, [Rfc.Establishing]);

function what(scene: Scene, opened: Opened | null): readonly Saying[] {
  const { row, story, sender, receiver } = scene;
  const asked = { src: code(row.src), dst: code(row.dst), port: digits(receiver.port) };
  const roles = {
    client: code(sender.address),
    clientPort: digits(sender.port),
    server: code(receiver.address),
    serverPort: digits(receiver.port),
  };
  const sayings = [say('what', 'syn-what', asked)];
  const isShared = story.isSharedPort(sender);
  sayings.push(
    opened === null
      ? say('what', isShared ? 'syn-roles-shared' : 'syn-roles', roles)
      : askedBy(scene, opened),
  );
  const withData = fastOpenCookie(row) === null ? 'syn-with-data' : 'syn-with-data-fast-open';
  if (row.tcp.len > 0) sayings.push(say('what', withData, { bytes: bytes(row.tcp.len) }));
  return sayings;
}

function answers(scene: Scene, opened: Opened | null): readonly Saying[] {
  const answer = scene.story.rowOf(scene.row.links.answeredBy ?? 0);
  if (answer !== null && leavesAsking(answer)) {
    const kind = answer.kind === 'rst' ? 'reset' : 'acknowledgement';
    const delay = duration(elapsedSince(scene, answer.frame));
    return [say('links', 'answered-by-other', { row: rowArg(answer.frame), delay, what: kind })];
  }
  const answered = answeredBy(scene);
  if (answered.length > 0) return answered;
  // What crosses may be confirmed by a segment that answers nothing.
  if (opened !== null) return confirmedBy(scene);
  if (!scene.story.hasAllOf(scene.row)) return [];
  return isUnheard(scene.row)
    ? [say('links', 'not-answered')]
    : [say('links', 'syn-not-answered', { dst: code(scene.row.dst) })];
}

function program(scene: Scene, opened: Opened | null): Saying {
  const { row, story, receiver } = scene;
  if (isFound(row, 'conflicting-flags')) return say('program', 'built-by-hand-program');
  if (opened !== null) return askingProgram(scene, opened);
  if (row.tcp.len > 0 && fastOpenCookie(row) !== null)
    return say('program', 'syn-program-fast-open', {}, ['RFC 7413 4.2']);
  const answer = story.rowOf(row.links.answeredBy ?? 0);
  if (fastOpenCookie(row) === 0 && (answer === null || answer.kind === 'syn-ack')) {
    const args = { answered: answer === null ? 'no' : 'yes', port: digits(receiver.port) };
    return say('program', 'syn-program-fast-open-asks', args, ['RFC 7413 4.1.1']);
  }
  if (answer?.kind === 'syn-ack')
    return say('program', 'syn-program-listening', { port: digits(receiver.port) });
  // Who has the connection open refuses a late copy (RFC 5961 4).
  if (answer?.kind === 'ack' && !leavesAsking(answer)) return say('program', 'syn-program-open');
  // A reset that does not confirm the SYN refuses nothing (RFC 9293 3.10.7.3).
  if (answer?.kind === 'rst' && !leavesAsking(answer)) return say('program', 'syn-program-refused');
  return connectError(scene) ?? say('program', 'syn-program');
}
