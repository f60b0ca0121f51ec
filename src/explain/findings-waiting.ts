// Why a segment came later or was smaller than it could be: delayed acknowledgements, Nagle's algorithm, small windows.

import type { Finding } from '../classify/finding.ts';
import { bytes, duration, row as rowArg } from './args.ts';
import { numberOf, wordOf } from './evidence.ts';
import { Rfc } from './references.ts';
import type { Saying, Scene } from './scene.ts';
import { isLecture, say } from './scene.ts';

export function delayed(scene: Scene, finding: Finding): readonly Saying[] {
  const args = {
    row: rowArg(numberOf(finding, 'acknowledges')),
    delay: duration(numberOf(finding, 'elapsedNs')),
    certainty: finding.certainty,
  };
  if (isLecture(scene, 'delayed-ack'))
    return [
      say('why', 'delayed-ack-first', args, [Rfc.HostDelayedAck, Rfc.DelayedAcknowledgment]),
      ...(finding.certainty === 'possible'
        ? [doubt(finding)]
        : [say('certainty', 'delayed-ack-certainty')]),
      say('worry', 'delayed-ack-worry'),
    ];
  const first = scene.story.firstMention('delayed-ack') ?? scene.row.frame;
  return [
    say('why', 'delayed-ack', { ...args, first: rowArg(first) }, [Rfc.HostDelayedAck]),
    ...(finding.certainty === 'possible' ? [doubt(finding)] : []),
  ];
}

const doubt = (finding: Finding): Saying =>
  say('certainty', 'delayed-ack-doubt', { doubt: wordOf(finding, 'doubt') });

export function nagle({ row }: Scene, finding: Finding): readonly Saying[] {
  const args = {
    held: rowArg(numberOf(finding, 'heldBehind')),
    released: rowArg(numberOf(finding, 'releasedBy')),
    delay: duration(numberOf(finding, 'elapsedNs')),
    bytes: bytes(row.tcp.len),
    certainty: finding.certainty,
    doubt: wordOf(finding, 'doubt'),
    path: duration(numberOf(finding, 'pathNs')),
    asked: rowArg(numberOf(finding, 'asked')),
  };
  return [
    say('why', 'nagle-wait', args),
    say('certainty', 'nagle-certainty', args),
    say('worry', 'nagle-worry'),
  ];
}

export function silly(_: Scene, finding: Finding): readonly Saying[] {
  const args = {
    opened: bytes(numberOf(finding, 'openedBy')),
    window: numberOf(finding, 'windowBytes'),
    mss: numberOf(finding, 'mss'),
    largest: numberOf(finding, 'largestWindow'),
    row: rowArg(numberOf(finding, 'earlierFrame')),
  };
  return [say('why', 'silly-window', args), say('worry', 'silly-window-worry')];
}
