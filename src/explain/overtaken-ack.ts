// An acknowledgement that comes behind a later one of its sender (collect/overtaken-acks.ts): how that shows, and that
// nothing follows from it.

import type { PacketRow } from '../classify/packet-row.ts';
import { timestampsOf } from '../tcp/option-values.ts';
import { seqLt } from '../tcp/seq.ts';
import { field, row as rowArg } from './args.ts';
import { Rfc } from './references.ts';
import type { Message, Saying, Scene } from './scene.ts';
import { headline, say } from './scene.ts';

/** The earlier row that was sent behind this one; null where it came in order. */
export const overtakerOf = ({ row, story }: Scene): PacketRow | null =>
  story.rowOf(row.links.overtakenBy ?? 0);

/** The row of its sender that says the most before it: not one that came late. */
export function saidBefore({ row, story }: Scene): PacketRow | null {
  const before = story.rowOf(row.links.previousFromSender ?? 0);
  return story.rowOf(before?.links.overtakenBy ?? 0) ?? before;
}

export const overtakenHeadline = (by: PacketRow): Message =>
  headline('ack-headline-overtaken', { row: rowArg(by.frame) });

export function explainOvertaken({ row }: Scene, by: PacketRow): readonly Saying[] {
  const [clock, later] = [timestampsOf(row), timestampsOf(by)];
  const isLess = seqLt(row.tcp.ack, by.tcp.ack);
  return [
    say(
      'what',
      'ack-overtaken-what',
      { row: rowArg(by.frame), field: field('Ack', row.tcp.relAck) },
      [Rfc.SequenceNumbers],
    ),
    ...(isLess
      ? [
          say('how', 'ack-overtaken-number', {
            field: field('Ack', row.tcp.relAck),
            row: rowArg(by.frame),
            later: field('Ack', by.tcp.relAck),
          }),
        ]
      : []),
    ...(clock !== null && later !== null && seqLt(clock.val, later.val)
      ? [
          say(
            'how',
            'ack-overtaken-clock',
            {
              field: field('TSval', clock.val),
              row: rowArg(by.frame),
              later: field('TSval', later.val),
            },
            [Rfc.Timestamps],
          ),
        ]
      : []),
    say('worry', 'ack-overtaken-worry'),
  ];
}
