// What a reset finds at its receiver.

import { endedNothing } from '../tcp/reset-outcome.ts';
import { isUndelivered } from './damaged.ts';
import { bytesTaken } from './fast-open.ts';
import { overdueProbe } from './overdue-probe.ts';
import type { Scene } from './scene.ts';
import { openedOtherwise } from './simultaneous-open.ts';

/**
 * What the reset finds at its receiver (RFC 9293 3.10.7.3, 3.10.7.4): a program that learns of it, one that waits in
 * connect(), a program that has been told of a time-out, a connection that no program has been given yet, only a kernel that
 * still keeps one whose program has closed, or nothing any more. Unheard where it does not arrive, unknown where no row before it is kept.
 */
export type Met =
  | 'program'
  | 'expired'
  | 'connecting'
  | 'opening'
  | 'kernel'
  | 'waiting'
  | 'nothing'
  | 'unheard'
  | 'unknown';

/** Both sides had closed, and got all: the reset comes when the connection is over. */
export const isAfterEnd = (reached: Met): boolean => reached === 'waiting' || reached === 'nothing';

export function met(scene: Scene): Met {
  const { row, story } = scene;
  if (isUndelivered(row)) return 'unheard';
  const before = story.rowOf(row.links.previousInStream ?? 0);
  if (before === null && !story.hasAllBefore(row)) return 'unknown';
  const state = row.fromClient ? before?.serverState : before?.clientState;
  switch (state) {
    case 'CLOSED':
      return 'nothing';
    case 'SYN-SENT':
      return 'connecting';
    case 'SYN-RECEIVED':
      // It has called connect() itself (3.10.7.4, second).
      if (openedOtherwise(scene) !== null) return 'connecting';
      return isOpening(scene) ? 'opening' : 'program';
    case 'CLOSING':
    case 'LAST-ACK':
      return 'kernel';
    case 'TIME-WAIT':
      return 'waiting';
    default:
      return overdueProbe(scene) === null ? 'program' : 'expired';
  }
}

/**
 * The reset comes where the third step was expected. A number further on follows bytes that are not in the capture; and
 * what came with the SYN was handed to a program at once (RFC 7413 4.2.2).
 */
function isOpening({ row, story }: Scene): boolean {
  const accepted = story
    .rowsOf(row.stream)
    .findLast(
      ({ kind, fromClient, frame }) =>
        kind === 'syn-ack' && fromClient !== row.fromClient && frame < row.frame,
    );
  const asked = story.rowOf(accepted?.links.answers ?? 0);
  if (accepted === undefined || asked === null) return false;
  return row.tcp.seq === accepted.tcp.ack && bytesTaken(asked, accepted) === 0;
}

/** A reset came before it. */
export const isAgain = (scene: Scene): boolean =>
  met(scene) === 'nothing' &&
  scene.story
    .rowsWith(scene.row)
    .some((one) => one.kind === 'rst' && one.frame < scene.row.frame && !endedNothing(one));
