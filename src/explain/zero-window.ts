// A receiver without room (RFC 9293 3.8.6): what that says of its program, and when there is room again.

import type { PacketRow } from '../classify/packet-row.ts';
import { segmentEnd, seqLeq } from '../tcp/seq.ts';
import { duration, row as rowArg } from './args.ts';
import { Rfc } from './references.ts';
import type { Saying, Scene } from './scene.ts';
import { heardBefore, say } from './scene.ts';

/** Rows of its connection looked at for the end of the wait. */
const LOOK_AHEAD = 2000;

/** It stops its sender's peer: not where the peer has sent its FIN, and this row confirms it. */
export const isWithoutRoom = (scene: Scene): boolean =>
  scene.row.labels.includes('zero_window') && !hasAllOfPeer(scene);

/** The other side has sent its FIN, and this row confirms it: nothing more can come. */
export function hasAllOfPeer(scene: Scene): boolean {
  const { row, story } = scene;
  const isPeers = heardBefore(scene);
  return story
    .rowsWith(row)
    .some(
      (one) =>
        isPeers(one) &&
        one.tcp.flagNames.includes('FIN') &&
        seqLeq(segmentEnd(one.tcp), row.tcp.ack),
    );
}

export function explainZeroWindow(scene: Scene): readonly Saying[] {
  const { row } = scene;
  if (!isWithoutRoom(scene)) return [];
  const open = openedAgain(scene);
  return [
    ...(open === null
      ? []
      : [
          say('links', 'zero-window-over', {
            row: rowArg(open.frame),
            delay: duration(open.timeNs - row.timeNs),
          }),
        ]),
    say('program', 'zero-window-program'),
    say('worry', 'zero-window-worry', {}, [Rfc.Window]),
  ];
}

/** The next row of its sender that announces room. */
function openedAgain({ row, story }: Scene): PacketRow | null {
  let next = story.rowOf(row.links.nextInStream ?? 0);
  for (let looked = 0; next !== null && looked < LOOK_AHEAD; looked++) {
    if (next.fromClient === row.fromClient && next.kind !== 'rst' && next.tcp.window > 0)
      return next;
    next = story.rowOf(next.links.nextInStream ?? 0);
  }
  return null;
}
