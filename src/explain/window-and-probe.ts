// The kernel's own questions and notices: keep-alive, window update, zero-window probe (RFC 9293 3.8.4, 3.8.6).

import type { PacketRow } from '../classify/packet-row.ts';
import { seqLt } from '../tcp/seq.ts';
import { field, row as rowArg } from './args.ts';
import { isFound } from './evidence.ts';
import { explainFlags } from './flags.ts';
import { challengeHeadline, explainChallenge, refusedSyn } from './foreign-answer.ts';
import { answeredBy, confirmedBy } from './links.ts';
import { explainOvertaken, overtakenHeadline, overtakerOf } from './overtaken-ack.ts';
import { reportHeadline, reportIn } from './reported-blocks.ts';
import { Rfc } from './references.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, heardBefore, otherSide, say } from './scene.ts';
import { explainWindow } from './window.ts';

export const explainKeepAlive: Explainer = (scene) => [
  say('what', 'keep-alive-what', {}, [Rfc.KeepAlive, Rfc.HostKeepAlive]),
  ...explainFlags(scene),
  say('how', 'keep-alive-how', { seq: scene.row.tcp.relSeq, len: scene.row.tcp.len }),
  say('why', 'keep-alive-why'),
  ...answeredOrNot(scene),
  say('program', 'keep-alive-program'),
  say('worry', isUnanswered(scene) ? 'keep-alive-worry-silent' : 'keep-alive-worry'),
];

/** The other side is not heard of again. */
const isUnanswered = ({ row, story, from }: Scene): boolean =>
  row.links.answeredBy === null && story.hasAllOf(row) && !story.isHeardAfter(row, otherSide(from));

/** The answer; or that there is none, where the other side is not heard of again, or not before the same is asked again. */
function answeredOrNot(scene: Scene): readonly Saying[] {
  if (scene.row.links.answeredBy !== null) return answeredBy(scene);
  if (isUnanswered(scene)) return [say('links', 'not-answered')];
  const again = askedAgain(scene);
  return again === null
    ? []
    : [say('links', 'not-answered-yet', { row: rowArg(again.frame) }, [Rfc.Retransmission])];
}

/** The same question, when nothing of the other side lies between. */
function askedAgain({ row, story }: Scene): PacketRow | null {
  const next = story.rowOf(row.links.nextInStream ?? 0);
  const isSame =
    next !== null &&
    next.fromClient === row.fromClient &&
    next.kind === row.kind &&
    next.tcp.seq === row.tcp.seq &&
    !isFound(next, 'captured-twice');
  return isSame ? next : null;
}

export const explainWindowUpdate: Explainer = (scene) => {
  const { row, story } = scene;
  const refused = refusedSyn(scene);
  if (refused !== null) return explainChallenge(scene, refused);
  const overtaker = overtakerOf(scene);
  if (overtaker !== null) return [...explainOvertaken(scene, overtaker), ...explainFlags(scene)];
  const before = story.rowOf(row.links.previousFromSender ?? 0);
  const report = reportIn(scene);
  return [
    report === null
      ? say('what', 'window-update-what', { window: row.tcp.scaledWindow }, [Rfc.Window])
      : say(
          'what',
          'ack-what-repeat',
          { field: field('Ack', row.tcp.relAck), ack: row.tcp.relAck },
          [Rfc.SequenceNumbers],
        ),
    ...explainFlags(scene),
    ...(before === null
      ? []
      : [
          say('how', 'window-update-how', {
            row: rowArg(before.frame),
            before: before.tcp.scaledWindow,
            window: row.tcp.scaledWindow,
            ack: row.tcp.relAck,
          }),
        ]),
    ...explainWindow(scene),
    ...(report !== null
      ? [
          say('why', 'window-update-reports', { report }, [Rfc.SelectiveAck]),
          say('program', 'window-update-reports-program'),
        ]
      : isSmaller(scene)
        ? [say('why', 'window-update-smaller', {}, [Rfc.Window])]
        : hasTaken(scene)
          ? [say('program', 'window-update-program')]
          : []),
  ];
};

/** Bytes had come for its program to take, or may have come before the capture. */
function hasTaken(scene: Scene): boolean {
  const { row, story, connection } = scene;
  const isPeers = heardBefore(scene);
  if (connection.handshake === 'absent' || !story.hasAllBefore(row)) return true;
  return story
    .rowsWith(row)
    .some((one) => isPeers(one) && one.tcp.len > 0 && seqLt(one.tcp.seq, row.tcp.ack));
}

/** Its sender takes back room that it had announced; the window of a SYN is no measure, since that is never scaled. */
function isSmaller({ row, story }: Scene): boolean {
  const before = story.rowOf(row.links.previousFromSender ?? 0);
  return (
    before !== null &&
    !before.tcp.flagNames.includes('SYN') &&
    before.tcp.ack === row.tcp.ack &&
    row.tcp.window < before.tcp.window
  );
}

export function windowUpdateHeadline(scene: Scene): Message {
  const refused = refusedSyn(scene);
  if (refused !== null) return challengeHeadline(scene, refused);
  const overtaker = overtakerOf(scene);
  if (overtaker !== null) return overtakenHeadline(overtaker);
  const report = reportIn(scene);
  if (report !== null) return reportHeadline(report);
  if (isSmaller(scene)) return headline('window-update-headline-smaller');
  return headline(hasTaken(scene) ? 'window-update-headline' : 'window-update-headline-first');
}

export const explainZeroWindowProbe: Explainer = (scene) => [
  say('what', 'zero-window-probe-what', { len: scene.row.tcp.len }, [Rfc.ZeroWindowProbe]),
  ...explainFlags(scene),
  say('why', 'zero-window-probe-why'),
  ...(scene.row.links.acknowledgedBy === null ? answeredOrNot(scene) : confirmedBy(scene)),
  say('program', 'zero-window-probe-program'),
  say('worry', 'zero-window-probe-worry'),
];
