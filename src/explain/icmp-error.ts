// What ICMP says of a row that got no further. The error is a frame of the capture, but no row of the report.

import type { SegmentKind } from '../classify/kind.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import { code, digits, duration } from './args.ts';
import { isUndelivered } from './damaged.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

export const explainIcmpError: Explainer = (scene) => {
  const { row, story } = scene;
  const [error, ...others] = story.icmpErrorsAbout(row.frame);
  if (error === undefined) return [];
  const { frame, timeNs, from, reason, mtu } = error;
  const args = {
    frame: digits(frame),
    delay: duration(timeNs - row.timeNs),
    from: code(from),
    reason,
    mtu: mtu ?? 0,
  };
  // The same report again may be the same packet, recorded twice.
  const more = others.filter((one) => one.from !== from || one.reason !== reason).length;
  return [
    say('links', 'icmp-error', args, [from.includes(':') ? 'RFC 4443 3' : 'RFC 792']),
    ...(more === 0 ? [] : [say('links', 'icmp-error-more', { count: more })]),
    ...program(scene),
  ];
};

/** Calls at the sender of what another program would have got. */
const CALLS: Partial<Record<SegmentKind, string>> = {
  'syn-ack': 'none',
  'handshake-ack': 'none',
  data: 'send',
  fin: 'close',
};

/** A program at its receiver would have got it. */
export const isMissed = (row: PacketRow): boolean =>
  isUndelivered(row) && CALLS[row.kind] !== undefined;

function program({ row }: Scene): readonly Saying[] {
  const call = isMissed(row) ? CALLS[row.kind] : undefined;
  if (call === undefined) return [];
  // A repetition is the kernel's.
  const isFirst = row.links.sameSequenceAs === null;
  return [say('program', 'undelivered-program', { call: isFirst ? call : 'none' })];
}
