// A reset that its receiver does not obey, or never gets right: the connection goes on, or nobody learns that it is over.

import type { PacketRow } from '../classify/packet-row.ts';
import { endedNothing } from '../tcp/reset-outcome.ts';
import { segmentEnd, seqGt } from '../tcp/seq.ts';
import { row as rowArg } from './args.ts';
import { isDamaged, isUndelivered, isUnheard } from './damaged.ts';
import { explainFlags } from './flags.ts';
import { answerTo } from './links.ts';
import { Rfc } from './references.ts';
import { resetNumbers } from './reset-numbers.ts';
import { explainRstPayload } from './rst-payload.ts';
import type { Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

/** It ended nothing, though nothing else shows that it did not arrive. */
export const isSpared = (row: PacketRow): boolean =>
  row.links.refutedBy !== null || (endedNothing(row) && !isUnheard(row));

/** The connection goes on: RFC 9293 3.10.7.4 and RFC 5961 3.2 let a receiver obey only what has the number it waits for. */
export function explainIgnored(scene: Scene, refutedBy: number | null): readonly Saying[] {
  const shown = scene.story.rowOf(refutedBy ?? 0);
  return [
    refutedBy === null
      ? say('what', 'rst-outside-what')
      : say('what', 'rst-ignored-what', {
          row: rowArg(refutedBy),
          by: shown?.links.acknowledges.length === 0 ? 'challenge' : 'confirms',
        }),
    ...explainRstPayload(scene),
    ...explainFlags(scene),
    whyIgnored(scene),
    say('program', 'rst-ignored-program'),
  ];
}

function whyIgnored({ row, story }: Scene): Saying {
  if (isDamaged(row)) return say('why', 'rst-ignored-damaged', {}, [Rfc.Checksum]);
  if (isUndelivered(row)) return say('why', 'rst-ignored-undelivered');
  const before = story
    .rowsWith(row)
    .filter(({ frame, kind }) => frame < row.frame && kind !== 'rst');
  const waiting = before.findLast(
    ({ fromClient, tcp }) => fromClient !== row.fromClient && tcp.flagNames.includes('ACK'),
  );
  const { seq } = row.tcp;
  // Bytes before it may have arrived, and not been confirmed yet.
  const isNext = before.some(
    ({ fromClient, tcp }) => fromClient === row.fromClient && segmentEnd(tcp) === seq,
  );
  const isAwaited = waiting === undefined || seq === waiting.tcp.ack;
  const isShown = row.links.refutedBy !== null;
  if (isAwaited || (isShown && isNext && seqGt(seq, waiting.tcp.ack)))
    return say('why', 'rst-ignored-lost');
  const args = { seq, expected: waiting.tcp.ack, row: rowArg(waiting.frame) };
  return say('why', 'rst-ignored-number', args, ['RFC 9293 3.10.7.4', 'RFC 5961 3.2']);
}

/** Its sender has ended the connection, and nobody learns of it. */
export function explainThrownAway(scene: Scene): readonly Saying[] {
  const provoked = scene.story.rowOf(scene.row.links.answers ?? 0);
  return [
    say('what', 'rst-damaged-what', {}, [Rfc.ResetProcessing]),
    ...explainRstPayload(scene),
    ...explainFlags(scene),
    ...(provoked === null ? [] : resetNumbers(scene, provoked, false)),
    say('why', 'rst-ignored-damaged', {}, [Rfc.Checksum]),
    ...answerTo(scene),
  ];
}
