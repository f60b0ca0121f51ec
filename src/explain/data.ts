// A segment with payload: what it carries, where it lies in the frame and in the stream of bytes, who confirms it.

import { hasHeardClock } from '../tcp/option-values.ts';
import { bytes, captured, code, row as rowArg } from './args.ts';
import { repaired } from './damaged.ts';
import { explainFlags } from './flags.ts';
import { lacksAck } from './lacks-ack.ts';
import { answeredBy, confirmedBy, confirmsToo, promptReplyTo, refusedBy } from './links.ts';
import { firstBytes, payloadText, placeOfPayload } from './payload.ts';
import { Rfc } from './references.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { isLecture, otherSide, say } from './scene.ts';
import { explainWindow } from './window.ts';
import { endsUrgent } from './signals.ts';
import { isRepeated } from './topics.ts';
import { dropped } from './without-ack.ts';

export const explainData: Explainer = (scene) => [
  ...what(scene),
  ...explainFlags(scene),
  ...payloadPlace(scene),
  say(
    'how',
    'data-numbers',
    {
      first: scene.row.tcp.relSeq,
      last: lastByte(scene),
      next: lastByte(scene) + 1,
      len: scene.row.tcp.len,
    },
    [Rfc.SequenceNumbers],
  ),
  ...explainWindow(scene),
  ...push(scene),
  ...replyTo(scene),
  ...confirmsToo(scene),
  ...answeredBy(scene),
  ...confirmedBy(scene),
  program(scene),
  ...(lacksAck(scene.row) ? dropped(scene) : []),
];

/** Relative number of the last payload byte; a FIN on the same segment has its own number. */
const lastByte = ({ row }: Scene): number => row.tcp.relSeq + row.tcp.len - 1;

function what({ row }: Scene): readonly Saying[] {
  const text = payloadText(row);
  const len = bytes(row.tcp.len);
  if (text === null)
    return [
      row.payloadEnd > row.payloadStart
        ? say('what', 'data-what-binary', {
            bytes: len,
            len: row.tcp.len,
            start: code(firstBytes(row)),
          })
        : say('what', 'data-what-uncaptured', { bytes: len }),
    ];
  const args = { bytes: len, text: captured(text.excerpt) };
  return [text.whole ? say('what', 'data-what', args) : say('what', 'data-what-begins', args)];
}

/** Bytes of the frame, and the subtraction that gives their number, when the captured bytes bear it out. */
function payloadPlace({ row }: Scene): readonly Saying[] {
  const { network, tcp } = row;
  if (row.payloadEnd <= row.payloadStart) return [];
  const place = placeOfPayload(row);
  const isPlain = network.totalLen - network.headerLen - tcp.headerLen === tcp.len;
  if (!isPlain || !network.isTotalLenSaid || row.payloadEnd - row.payloadStart !== tcp.len)
    return [say('how', 'data-place', place)];
  return [
    say('how', 'data-place-length', {
      ...place,
      total: network.totalLen,
      ip: network.headerLen,
      tcp: tcp.headerLen,
      len: tcp.len,
    }),
  ];
}

function push(scene: Scene): readonly Saying[] {
  if (!scene.row.tcp.flagNames.includes('PSH')) return [];
  return isLecture(scene, 'push') ? [say('why', 'push-first', {}, [Rfc.TcpHeader])] : [];
}

function replyTo(scene: Scene): readonly Saying[] {
  const asked = promptReplyTo(scene);
  return asked === null ? [] : [say('links', 'data-reply', { row: rowArg(asked.frame) })];
}

/** It is sent again, nobody confirms it, and the other side, which was heard before, is not heard any more. */
function isUnheard({ row, story, from, connection }: Scene): boolean {
  const other = otherSide(from);
  if (row.links.acknowledgedBy !== null || !story.hasAllOf(row)) return false;
  if (connection[other].packets === 0 || story.isHeardAfter(row, other)) return false;
  return story.rowsWith(row).some(({ links }) => links.sameSequenceAs === row.frame);
}

/**
 * What the kernel sends again the program handed over once. An ordinary send() needs a connected socket: data without a
 * handshake that is refused, and answers nothing, was most likely built by hand.
 */
function program(scene: Scene): Saying {
  const { row, story, connection } = scene;
  const refusal = refusedBy(scene);
  const isUnconnected = story.isRefused(row.stream) && connection.handshake === 'absent';
  if (refusal !== null && isUnconnected && hasHeardClock(row))
    return say('program', 'data-program-forgotten', { row: rowArg(refusal.frame) });
  if (refusal !== null && isUnconnected)
    return isLecture(scene, 'send')
      ? say('program', 'data-program-by-hand-first')
      : say('program', 'data-program-by-hand');
  if (lacksAck(row)) return say('program', 'without-ack-program');
  if (isRepeated(row) || repaired(row) > 0) return say('program', 'data-program-again');
  if (refusal !== null)
    return say('program', 'data-program-refused', { row: rowArg(refusal.frame) });
  if (isUnheard(scene)) return say('program', 'data-program-unheard');
  if (endsUrgent(row)) return say('program', 'data-program-urgent', {}, [Rfc.UrgentAdvice]);
  return isLecture(scene, 'send')
    ? say('program', 'data-program-first')
    : say('program', 'data-program');
}
