// How long it takes from where a connection was captured to either end and back, at its quickest; and which row is sent at
// once when another one arrives.

import { answerTimes, type HandshakeTimes } from './handshake-times.ts';
import type { PacketRow } from './packet-row.ts';

type AnsweringRow = Pick<PacketRow, 'frame' | 'timeNs' | 'fromClient' | 'links'>;

export interface PathTimes {
  readonly client: number;
  readonly server: number;
}

/** In ns, of the rows of one connection; null without a handshake. */
export function pathTimes(
  rows: readonly AnsweringRow[],
  handshake: HandshakeTimes | undefined,
): PathTimes | null {
  if (handshake === undefined) return null;
  const sentNs = new Map<number, number>();
  let [client, server] = answerTimes(handshake, 'client');
  for (const { frame, timeNs, fromClient, links } of rows) {
    const newest = sentNs.get(links.acknowledges.at(-1) ?? 0);
    if (newest !== undefined && fromClient) client = Math.min(client, timeNs - newest);
    else if (newest !== undefined) server = Math.min(server, timeNs - newest);
    // Of what came again the earlier copy may be meant.
    if (links.sameSequenceAs === null) sentNs.set(frame, timeNs);
  }
  return { client, server };
}

/** A kernel sends at once what was only waiting. */
const AT_ONCE_NS = 1_000_000;
/** Part of the path's time by which it takes longer, or shorter, than at its quickest. */
const PATH_VARIES = 0.1;

/** The path to the sender is no more than a kernel's own time. */
export const isNextTo = (pathNs: number): boolean => pathNs <= AT_ONCE_NS;

/** After how many ns, at least and at most, comes what is sent at once when something arrives. */
export function reactionNs(pathNs: number): readonly [least: number, most: number] {
  const slackNs = AT_ONCE_NS + PATH_VARIES * pathNs;
  return [pathNs - slackNs, pathNs + slackNs];
}
