// Segments that have no ACK flag where every segment must have one (RFC 9293 3.10.7.4): null, FIN and Xmas scans.

import type { PacketRow } from '../classify/packet-row.ts';
import { isFound } from './evidence.ts';
import { explainFlags } from './flags.ts';
import { confirmedBy } from './links.ts';
import { Rfc } from './references.ts';
import type { Explainer, Message, Scene } from './scene.ts';
import { headline, say } from './scene.ts';

export const withoutAckHeadline = ({ row }: Scene): Message =>
  headline('without-ack-headline', { flags: flagsOf(row) });

export const explainWithoutAck: Explainer = (scene) => [
  say('what', 'without-ack-what', {}, ['RFC 9293 3.10.7.4']),
  ...explainFlags(scene),
  say('why', 'without-ack-why', { flags: flagsOf(scene.row) }, ['RFC 9293 3.10.7.2']),
  ...confirmedBy(scene),
  say('program', 'without-ack-program'),
  ...dropped(scene),
];

/** The verdict; where no flag at all is set, a finding has it. */
export const dropped: Explainer = (scene) => {
  const answer = scene.story.rowOf(scene.row.links.answeredBy ?? 0);
  const refused = answer?.kind === 'rst' ? 'yes' : 'no';
  return isFound(scene.row, 'conflicting-flags')
    ? []
    : [say('worry', 'without-ack-worry', { refused }, [Rfc.TcpHeader])];
};

/** As scanners call them. */
function flagsOf({ tcp }: PacketRow): 'none' | 'fin' | 'xmas' | 'other' {
  const names = tcp.flagNames.toSorted().join(' ');
  if (names === '') return 'none';
  if (names === 'FIN') return 'fin';
  return names === 'FIN PSH URG' ? 'xmas' : 'other';
}
