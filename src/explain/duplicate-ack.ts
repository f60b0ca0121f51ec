// Why a sender says once more what it had acknowledged (RFC 9293 3.10.7.4, RFC 5681 4.2): a hole behind which bytes came, or
// something else that it does not take.

import type { PacketRow } from '../classify/packet-row.ts';
import { sackBlocksOf, timestampsOf } from '../tcp/option-values.ts';
import { segmentEnd, seqAdd, seqGt, seqLeq, seqLt } from '../tcp/seq.ts';
import { row as rowArg, type Args } from './args.ts';
import { refusedSyn } from './foreign-answer.ts';
import { lastOfPeer } from './links.ts';
import { placesData, signalsMultipath } from './mptcp.ts';
import type { Scene } from './scene.ts';
import { heardBefore, sentBefore } from './scene.ts';

/** The message that says why, where that is no hole, and what it names. */
export function withoutHole(scene: Scene): readonly [id?: string, args?: Args] {
  const { row } = scene;
  if (row.kind === 'keep-alive') return ['label-duplicate-ack-asks'];
  const asked = keepAliveAnswered(scene);
  if (asked !== null) return ['label-duplicate-ack-answers', { row: rowArg(asked.frame) }];
  const syn = refusedSyn(scene);
  if (syn !== null) return ['label-duplicate-ack-syn', { row: rowArg(syn.frame) }];
  const reset = resetChallenged(scene);
  if (reset !== null) return ['label-duplicate-ack-challenge', { row: rowArg(reset.frame) }];
  if (signalsMultipath(row)) return ['label-duplicate-ack-multipath'];
  if (reportsTwice(row)) return ['label-duplicate-ack-doubled'];
  const old = repeatedBefore(scene);
  if (old !== null) {
    const brought = old.tcp.len > 0 ? 'bytes' : 'numbers';
    return ['label-duplicate-ack-old', { row: rowArg(old.frame), brought }];
  }
  if (!scene.story.hasAllBefore(row) || hasHole(row)) return [];
  const before = scene.story.rowsBefore(row, LOOK_BACK);
  return before.length === LOOK_BACK || hasGap(scene, before) ? [] : refused(scene, before);
}

/** Rows of the connection looked back over; behind more of them nothing is said of holes. */
const LOOK_BACK = 1000;

/** What came last from the other side, and why it was not taken; or that nothing shows why. */
function refused(scene: Scene, before: readonly PacketRow[]): readonly [id: string, args?: Args] {
  const last = lastOfPeer(scene);
  const why = last === null ? null : whyRefused(scene, last, before);
  if (last !== null && why !== null)
    return ['label-duplicate-ack-refused', { row: rowArg(last.frame), why }];
  return [placesData(scene.row) ? 'label-duplicate-ack-multipath' : 'label-duplicate-ack-plain'];
}

type Refusal = 'beyond' | 'unsent' | 'clock';

/** RFC 9293 3.10.7.4, first and fifth; RFC 7323 5.3. */
function whyRefused(scene: Scene, last: PacketRow, before: readonly PacketRow[]): Refusal | null {
  const { row } = scene;
  const edge = seqAdd(row.tcp.ack, row.tcp.scaledWindow);
  if (last.tcp.len > 0 && row.tcp.windowShift !== null && !seqLt(last.tcp.seq, edge))
    return 'beyond';
  const own = before.filter(sentBefore(scene));
  const hasAck = last.tcp.flagNames.includes('ACK') && last.kind !== 'rst';
  if (hasAck && own.length > 0 && own.every((one) => seqLt(segmentEnd(one.tcp), last.tcp.ack)))
    return 'unsent';
  const clock = timestampsOf(last)?.val;
  const isPeers = heardBefore(scene);
  const isOld = before.some((one) => {
    const other = isPeers(one) && one.frame < last.frame ? timestampsOf(one) : null;
    return clock !== undefined && other !== null && seqGt(other.val, clock);
  });
  return isOld && last.tcp.len > 0 ? 'clock' : null;
}

/** The keep-alive that it answers; null when it answers none. */
function keepAliveAnswered({ row, story }: Scene): PacketRow | null {
  const asked = story.rowOf(row.links.answers ?? 0);
  return asked?.kind === 'keep-alive' ? asked : null;
}

/** The reset right before it with another number than the one awaited (RFC 5961 3.2); null where there is none. */
function resetChallenged({ row, story }: Scene): PacketRow | null {
  const before = story.rowOf(row.links.previousInStream ?? 0);
  if (before?.kind !== 'rst' || before.fromClient === row.fromClient) return null;
  return before.tcp.seq === row.tcp.ack ? null : before;
}

/** It holds bytes behind a hole (SACK above its own number). */
const hasHole = (row: PacketRow): boolean =>
  sackBlocksOf(row).some(([left]) => seqLt(row.tcp.ack, left));

/** The other side had sent bytes that lie behind what is awaited: they may be behind a hole. */
function hasGap(scene: Scene, before: readonly PacketRow[]): boolean {
  const { row } = scene;
  const isPeers = heardBefore(scene);
  const edge = seqAdd(row.tcp.ack, row.tcp.scaledWindow);
  const isInside = ({ tcp }: PacketRow): boolean =>
    seqLt(row.tcp.ack, tcp.seq) && (row.tcp.windowShift === null || seqLt(tcp.seq, edge));
  return before.some(
    (one) =>
      isPeers(one) && one.kind !== 'rst' && segmentEnd(one.tcp) !== one.tcp.seq && isInside(one),
  );
}

/** It reports bytes that came twice (D-SACK, RFC 2883 4), and no hole. */
function reportsTwice(row: PacketRow): boolean {
  const [first] = sackBlocksOf(row);
  return first !== undefined && seqLeq(first[1], row.tcp.ack) && !hasHole(row);
}

/** The last segment of the other side, where all of it was confirmed before: no hole makes its receiver repeat itself. */
function repeatedBefore(scene: Scene): PacketRow | null {
  const { row, story } = scene;
  const before = lastOfPeer(scene);
  if (before === null || segmentEnd(before.tcp) === before.tcp.seq || hasHole(row)) return null;
  if (before.links.sameSequenceAs === null) return null;
  const { frame, tcp } = before;
  const end = segmentEnd(tcp);
  const isOwn = sentBefore(scene);
  const isOld = story
    .rowsWith(row)
    .some((one) => isOwn(one) && one.frame < frame && seqLeq(end, one.tcp.ack));
  return isOld ? before : null;
}
