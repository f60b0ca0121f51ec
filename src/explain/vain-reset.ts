// Resets that end nothing of the connection which is being opened (RFC 9293 3.10.7.3): one that does not confirm the SYN,
// and one that refuses what is of another connection.

import type { PacketRow } from '../classify/packet-row.ts';
import { MOST_MISSING } from '../tcp/syn-sent.ts';
import { seqAdd, seqDiff } from '../tcp/seq.ts';
import { row as rowArg } from './args.ts';
import { explainFlags } from './flags.ts';
import { answerTo } from './links.ts';
import { arrivesInVain, latestRequest, senderState } from './row-states.ts';
import { explainRstPayload } from './rst-payload.ts';
import type { Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

const IN_SYN_SENT = 'RFC 9293 3.10.7.3';

/** The SYN that a reset would refuse, and does not: it leaves its receiver in SYN-SENT. Null where it ends something. */
export const unrefusedSyn = (scene: Scene): PacketRow | null =>
  scene.row.kind === 'rst' && arrivesInVain(scene.row) ? latestRequest(scene) : null;

export function explainVainReset(scene: Scene, asked: PacketRow): readonly Saying[] {
  const { row } = scene;
  const after = shownBy(scene, asked);
  const expected = seqAdd(asked.tcp.seq, asked.tcp.len + 1);
  const hasAck = row.tcp.flagNames.includes('ACK');
  const beyond = seqDiff(row.tcp.ack, expected);
  return [
    say('what', 'rst-vain-what', { row: rowArg(asked.frame) }, [IN_SYN_SENT]),
    ...explainRstPayload(scene),
    ...explainFlags(scene),
    hasAck
      ? say('how', 'rst-vain-number', { expected, ackRaw: row.tcp.ack, row: rowArg(asked.frame) })
      : say('how', 'rst-vain-no-ack', { expected }),
    say('why', 'rst-vain-why'),
    ...(after === null
      ? []
      : [
          say('links', 'rst-vain-shown', {
            row: rowArg(after.frame),
            by: after.kind === 'syn' ? 'again' : 'accepted',
          }),
        ]),
    say('program', 'rst-vain-program'),
    ...(after === null && hasAck && beyond > 0 && beyond <= MOST_MISSING
      ? [say('certainty', 'rst-vain-certainty', { beyond })]
      : []),
  ];
}

/** The next row that shows that the request stands: it comes again, or is accepted. */
const shownBy = ({ row, story }: Scene, asked: PacketRow): PacketRow | null =>
  story
    .rowsWith(row)
    .find(
      ({ frame, kind, fromClient, links }) =>
        frame > row.frame &&
        (fromClient === asked.fromClient
          ? kind === 'syn'
          : kind === 'syn-ack' && links.answers !== null),
    ) ?? null;

/** What a reset refuses that leaves its sender in SYN-SENT. */
export function refusedOlder({ row, story }: Scene): PacketRow | null {
  if (row.kind !== 'rst' || senderState(row) !== 'SYN-SENT') return null;
  const refused = story.rowOf(row.links.answers ?? 0);
  return refused?.kind === 'rst' ? null : refused;
}

export function explainRefusedOlder(
  scene: Scene,
  refused: PacketRow,
  numbers: readonly Saying[],
): readonly Saying[] {
  const reached = senderState(refused) === 'TIME-WAIT' ? 'kernel' : 'program';
  return [
    say('what', 'rst-older-what', { row: rowArg(refused.frame) }, [IN_SYN_SENT]),
    ...explainRstPayload(scene),
    ...explainFlags(scene),
    ...numbers,
    ...answerTo(scene),
    say('program', 'rst-older-program', { reached }),
  ];
}
